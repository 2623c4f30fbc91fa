"""Typing the VAT of a document by hand; see `vat_differences` for how long it holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from domain.approvals.asking import end_approvals
from domain.errors import Command, InvalidField, NotFound
from domain.people import SALES, Role
from domain.sales.archive import archive
from domain.sales.changes import check_changeable
from domain.sales.conditions import conditions
from domain.sales.documents import DocumentOutcome, SalesDocument, outcome_fields
from domain.sales.lines import goods, lines_of
from domain.sales.orders import CONFIRMED, reopened
from domain.sales.seen import find_as_seen
from domain.sales.settling import settle
from domain.sales.standing import document_line
from domain.sales.taxes import VatGroup
from domain.sales.totals import document_totals
from domain.sales.vat_differences import difference_rule, keep_typed_vat
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class TypeVat(Command):
    """Put the VAT of one group at `amount`. Without an identifier the only group is meant."""

    may: ClassVar[frozenset[Role]] = SALES | {Role.ACCOUNTANT}
    doing: ClassVar[str] = "change VAT by hand"

    document_no: str
    amount: Decimal
    identifier: str = ""
    version: int | None = None
    reopen: bool = False


@dataclass(frozen=True, kw_only=True)
class VatTyped(DocumentOutcome):
    """The VAT of a group is what somebody typed; `difference` is against our own figure."""

    identifier: str
    difference: Decimal


def type_vat(command: TypeVat, work: Work) -> VatTyped:
    """Put the VAT of one group at the amount typed; our own figure takes it back.

    Raises:
        InvalidField: it may not be typed, is further from ours than allowed, or no amount.
        NotFound: the document has no such VAT.
        StatusNotOpen, PendingApprovalLocked, ChangedMeanwhile: it cannot be changed now.
    """
    work.permit(command)
    document = find_as_seen(work, command.document_no, seen=command.version)
    check_changeable(document, reopening=None if command.reopen else replace(command, reopen=True))
    lines = lines_of(work.session, document.number)
    terms = conditions(work, document, kept={line.item_no for line in goods(lines)})
    if not command.amount.is_finite() or command.amount % terms.step:
        why = f"an amount is a multiple of {terms.step:f}"
        raise InvalidField(field="VAT", text=f"{command.amount:f}", why=why)
    if document.status in CONFIRMED:
        reopened(work, document)
    archive(work, document, lines)
    ours = document_totals(
        [document_line(line, terms.vat[line.vat_group]) for line in goods(lines)],
        prices_include_vat=document.prices_include_vat,
        step=terms.step,
    )
    group = _named(ours.groups, command.identifier, document=document)
    difference = command.amount - group.amount
    rule = difference_rule(work.session, work.setup, document.currency)
    rule.check(group.key.code, difference)
    keep_typed_vat(work.session, document.number, group, difference=difference)
    document.version += 1
    end_approvals(work, document.number)
    paper = settle(work, document, lines, terms=terms)
    return work.happened(
        VatTyped(
            **outcome_fields(document, paper),
            identifier=group.key.code,
            difference=difference,
        )
    )


def _named(groups: Sequence[VatGroup], identifier: str, *, document: SalesDocument) -> VatGroup:
    wanted = identifier.strip().upper()
    found = [group for group in groups if wanted in ("", group.key.code.upper())]
    if not found:
        raise NotFound(kind="VAT on", text=f"{document.number} {wanted}".strip()[:40])
    if len(found) > 1:
        names = " or ".join(dict.fromkeys(group.key.code for group in found))
        raise InvalidField(field="VAT", text=wanted or "?", why=f"please say which: {names}")
    return found[0]
