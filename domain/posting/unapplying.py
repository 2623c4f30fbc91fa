"""Taking an application back: what was set against each other stands open again.

Nothing is deleted: every detail of the application gets its opposite, and so do discount, tax
and exchange difference in the books. Receivables undo payments with it, and a correction
frees a paid invoice before it cancels it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from domain.database import Base
from domain.errors import Command, Refusal
from domain.ledger.accounts import Role
from domain.ledger.customers import (
    CustomerDetail,
    DetailKind,
    Standing,
    post_detail,
    standings,
)
from domain.ledger.entries import EntryKey, EntryRef
from domain.ledger.journal import Journal, VatEntry
from domain.money import ZERO
from domain.work import Work

SETTLING = (
    DetailKind.APPLICATION,
    DetailKind.PAYMENT_DISCOUNT,
    DetailKind.PAYMENT_TOLERANCE,
    DetailKind.GAIN,
    DetailKind.LOSS,
    DetailKind.WRITE_OFF,
)
BOOKED_TO: Mapping[str, Role] = {
    DetailKind.PAYMENT_DISCOUNT.value: Role.PMT_DISC,
    DetailKind.PAYMENT_TOLERANCE.value: Role.TOLERANCE,
    DetailKind.WRITE_OFF.value: Role.WRITE_OFF,
    DetailKind.GAIN.value: Role.EXCH_GAIN,
    DetailKind.LOSS.value: Role.EXCH_LOSS,
}
_BY_CURRENCY = (Role.EXCH_GAIN, Role.EXCH_LOSS)


class DiscountVat(Base):
    """Which tax entry belongs to which payment discount. Written once."""

    __tablename__ = "discount_vat"

    vat_entry_id: Mapped[EntryKey]
    detail_id: Mapped[EntryRef] = mapped_column()


@dataclass(kw_only=True, eq=False)
class UnapplyOrder(Refusal):
    """A newer application involves the same entries and has to be taken back before."""

    document_no: str
    newer_no: str
    way_out: Command | None = None

    def sentence(self) -> str:
        return (
            f"{self.newer_no} was applied after {self.document_no} to the same entry. Take the "
            "newest application back first."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (self.way_out,) if self.way_out else ()


@dataclass(frozen=True, kw_only=True)
class Application:
    """Entries that were set against each other in one transaction, and the details of it."""

    transaction_id: int
    details: tuple[CustomerDetail, ...]

    @property
    def entry_ids(self) -> frozenset[int]:
        """Every entry that takes part."""
        both = ((detail.entry_id, detail.other_id) for detail in self.details)
        return frozenset(number for pair in both for number in pair if number)


def applications_of(work: Work, entry_ids: Collection[int]) -> list[Application]:
    """The applications of these entries that still stand, the newest first."""
    undone = aliased(CustomerDetail)
    rows = work.session.scalars(
        select(CustomerDetail)
        .where(
            or_(
                CustomerDetail.entry_id.in_(entry_ids),
                CustomerDetail.other_id.in_(entry_ids),
            ),
            CustomerDetail.kind.in_([kind.value for kind in SETTLING]),
            ~select(undone.id).where(undone.reverses_id == CustomerDetail.id).exists(),
        )
        .order_by(CustomerDetail.id)
    )
    grouped: dict[int, list[CustomerDetail]] = {}
    for row in rows:
        grouped.setdefault(row.transaction_id, []).append(row)
    return [
        Application(transaction_id=number, details=tuple(details))
        for number, details in sorted(grouped.items(), reverse=True)
    ]


def newer_than(work: Work, application: Application) -> Application | None:
    """The newest application of any of the same entries, where it is not this one."""
    newest = applications_of(work, application.entry_ids)[0]
    return newest if newest.transaction_id > application.transaction_id else None


def take_back(journal: Journal, application: Application) -> tuple[Standing, ...]:
    """Reopen what an application closed, and reverse what it forgave and gained.

    The entries must be locked by the caller's customer lock. Returns them as they stand now.
    """
    work = journal.work
    entries = {
        entry.entry_id: entry
        for entry in standings(work.session, entry_ids=application.entry_ids, only_open=False)
    }
    taxes = _taxes(work, [detail.id for detail in application.details])
    for detail in application.details:
        entry = entries[detail.entry_id]
        post_detail(
            journal,
            entry,
            kind=DetailKind.UNAPPLICATION,
            amount=-detail.amount,
            amount_lcy=-detail.amount_lcy,
            other_id=detail.other_id,
            reverses_id=detail.id,
        )
        _reverse_books(journal, entry, detail=detail, taxes=taxes.get(detail.id, ()))
    return tuple(entries.values())


def link_tax(journal: Journal, *, detail_id: int, vat_entry_ids: Sequence[int]) -> None:
    """Remember which tax entries a discount brought, so that they can be taken back."""
    for number in vat_entry_ids:
        journal.keep(DiscountVat, vat_entry_id=number, detail_id=detail_id)


def _reverse_books(
    journal: Journal, entry: Standing, *, detail: CustomerDetail, taxes: Sequence[VatEntry]
) -> None:
    """The opposite of what the detail brought on accounts other than receivables."""
    if detail.kind == DetailKind.APPLICATION:
        return
    amount = detail.amount_lcy  # as the detail moved receivables
    in_tax = ZERO
    for tax in taxes:
        in_tax += tax.amount_lcy
        journal.book(Role.SALES_VAT, tax.amount_lcy, label=tax.code, account=tax.account_no)
        journal.add(VatEntry, **opposite_tax(tax))
    role = BOOKED_TO[detail.kind]
    key = entry.currency if role in _BY_CURRENCY else entry.posting_group
    journal.book(Role.RECEIVABLES, -amount, key=entry.posting_group)
    journal.book(role, amount - in_tax, key=key)


def opposite_tax(tax: VatEntry) -> dict[str, object]:
    """The columns of a tax entry that takes another one back."""
    return {
        "vat_date": tax.vat_date,
        "customer_no": tax.customer_no,
        "order_no": tax.order_no,
        "code": tax.code,
        "calc_type": tax.calc_type,
        "negative": tax.negative,
        "component": tax.component,
        "value": tax.value,
        "base": -tax.base,
        "amount": -tax.amount,
        "base_lcy": -tax.base_lcy,
        "amount_lcy": -tax.amount_lcy,
        "clause": tax.clause,
        "account_no": tax.account_no,
    }


def _taxes(work: Work, detail_ids: Sequence[int]) -> dict[int, list[VatEntry]]:
    rows = work.session.execute(
        select(DiscountVat.detail_id, VatEntry)
        .join(VatEntry, VatEntry.id == DiscountVat.vat_entry_id)
        .where(DiscountVat.detail_id.in_(detail_ids))
        .order_by(VatEntry.id)
    )
    found: dict[int, list[VatEntry]] = {}
    for detail_id, tax in rows:
        found.setdefault(detail_id, []).append(tax)
    return found
