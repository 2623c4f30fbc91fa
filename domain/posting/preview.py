"""Preview: what a posting would write, from the real posting code, and nothing of it stays.

Numbers are shown as ***. What stands in the way is collected instead of raised, so a preview
can be asked for at any time (specification, section 7.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Command, Outcome, Refusal, Several
from domain.ledger.accounts import GLAccount
from domain.ledger.customers import CustomerEntry
from domain.ledger.goods_rows import ItemEntry, ValueEntry
from domain.ledger.journal import GLEntry, LedgerTransaction, VatEntry
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.people import SALES, Role
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice, post_invoice
from domain.posting.invoice import ship_and_invoice as post_both
from domain.posting.ship import PostShipment, ShipmentPosted, post_shipment
from domain.sales.documents import Kind, SalesDocument, look_up
from domain.sales.orders import OrderAwaitsApproval
from domain.work import Work

PLACEHOLDER = "***"


@dataclass(frozen=True, kw_only=True)
class PreviewPosting(Command):
    """What would posting this write? An order is shipped, invoiced or both."""

    may: ClassVar[frozenset[Role]] = SALES | {Role.ACCOUNTANT, Role.WAREHOUSE}
    doing: ClassVar[str] = "preview postings"

    document_no: str
    ship: bool = True
    invoice: bool = True


@dataclass(frozen=True, kw_only=True)
class AccountPreview:
    """What one account would get; a debit is positive."""

    account_no: str
    name: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class VatPreview:
    """Tax of one group, in the document's currency."""

    code: str
    percent: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class GoodsPreview:
    """Goods that would move, in base units (negative: leave), with their cost."""

    item_no: str
    variant: str
    location: str
    quantity: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True)
class PostingPreviewed(Outcome):
    """What would be written. With `problems` nothing would be: they are said instead.

    `accounts` are in local currency and sum to 0.00. `paper` bears placeholder numbers.
    `post` is the command that does it; None while there are problems.
    """

    document_no: str
    customer_no: str
    customer_name: str
    accounts: tuple[AccountPreview, ...] = ()
    vat: tuple[VatPreview, ...] = ()
    goods: tuple[GoodsPreview, ...] = ()
    receivable: Decimal = ZERO
    currency: str = ""
    paper: PaperFacts | None = None
    problems: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    post: Command | None = None

    @property
    def balance(self) -> Decimal:
        return sum((row.amount for row in self.accounts), ZERO)


def preview_posting(command: PreviewPosting, work: Work) -> PostingPreviewed:
    """Post, look at what was written, and roll it back.

    Raises:
        NotPermitted, NotFound: the asker may not look at it.
    """
    work.permit(command)
    document = look_up(work.session, command.document_no, actor=work.actor)
    post = _command(document, command)
    before = _last_transaction(work.session)
    trial = work.session.begin_nested()
    try:
        told = _post(post, work)
        work.session.flush()
        found = _written(work.session, before)
    except Refusal as refusal:
        return _hindered(document, refusal)
    finally:
        trial.rollback()
        work.session.expire_all()
    return replace(
        found,
        document_no=document.number,
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        currency=document.currency,
        paper=_as_preview(told),
        post=post,
    )


def _command(document: SalesDocument, command: PreviewPosting) -> Command:
    if document.kind != Kind.ORDER or not command.ship:
        return PostInvoice(document_no=document.number)
    if not command.invoice:
        return PostShipment(order_no=document.number)
    return ShipAndInvoice(order_no=document.number)


def _post(command: Command, work: Work) -> Outcome:
    if isinstance(command, PostShipment):
        return post_shipment(command, work)
    if isinstance(command, ShipAndInvoice):
        return post_both(command, work)
    assert isinstance(command, PostInvoice)
    return post_invoice(command, work)


def _hindered(document: SalesDocument, refusal: Refusal) -> PostingPreviewed:
    several = refusal.refusals if isinstance(refusal, Several) else (refusal,)
    return PostingPreviewed(
        document_no=document.number,
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        problems=tuple(each.sentence() for each in several),
        codes=tuple(each.code for each in several),
    )


def _last_transaction(session: Session) -> int:
    query = select(LedgerTransaction.id).order_by(LedgerTransaction.id.desc()).limit(1)
    return session.scalar(query) or 0


def _written(session: Session, before: int) -> PostingPreviewed:
    """Read back what the trial wrote."""
    accounts = session.execute(
        select(GLEntry.account_no, GLAccount.name, GLEntry.amount)
        .join(GLAccount, GLAccount.no == GLEntry.account_no)
        .where(GLEntry.transaction_id > before)
        .order_by(GLEntry.id)
    )
    vat = session.scalars(
        select(VatEntry).where(VatEntry.transaction_id > before).order_by(VatEntry.id)
    )
    goods = session.execute(
        select(ItemEntry, ValueEntry.cost_expected)
        .join(ValueEntry, ValueEntry.item_entry_id == ItemEntry.id)
        .where(ItemEntry.transaction_id > before, ValueEntry.transaction_id > before)
        .where(ValueEntry.transaction_id == ItemEntry.transaction_id)
        .order_by(ItemEntry.id)
    )
    owed = session.scalars(
        select(CustomerEntry.amount).where(CustomerEntry.transaction_id > before)
    )
    return PostingPreviewed(
        document_no="",
        customer_no="",
        customer_name="",
        accounts=_summed(accounts),
        vat=tuple(
            VatPreview(code=row.code, percent=row.value, base=row.base, amount=row.amount)
            for row in vat
        ),
        goods=tuple(
            GoodsPreview(
                item_no=entry.item_no,
                variant=entry.variant,
                location=entry.location,
                quantity=entry.quantity,
                cost=cost,
            )
            for entry, cost in goods
        ),
        receivable=sum(owed, ZERO),
    )


def _summed(rows: Iterable[tuple[str, str, Decimal]]) -> tuple[AccountPreview, ...]:
    sums: dict[tuple[str, str], Decimal] = {}
    for account, name, amount in rows:
        sums[(account, name)] = sums.get((account, name), ZERO) + amount
    return tuple(
        AccountPreview(account_no=account, name=name, amount=amount)
        for (account, name), amount in sums.items()
    )


def _as_preview(told: Outcome) -> PaperFacts | None:
    """The paper without the numbers that were given back."""
    if isinstance(told, OrderAwaitsApproval):
        return None
    assert isinstance(told, InvoicePosted | ShipmentPosted)
    if told.paper is None:
        return None
    lines = tuple(
        replace(line, shipment_no=PLACEHOLDER if line.shipment_no else "")
        for line in told.paper.lines
    )
    shipments = tuple(PLACEHOLDER for _ in told.paper.shipment_nos)
    return replace(told.paper, number=PLACEHOLDER, lines=lines, shipment_nos=shipments)
