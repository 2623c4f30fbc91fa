"""Disputes: a bill the customer contests is not reminded of and bears no interest until settled."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import update

from domain.errors import Command, InvalidField, Outcome
from domain.ledger.customers import CustomerEntryState, standings
from domain.parties.customer_rows import Customer
from domain.people import SALES, Role
from domain.receivables.debtors import locked_customer, owner_of, tidy
from domain.work import Work

DISPUTERS = SALES | {Role.ACCOUNTANT}
_LONGEST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class DisputeInvoice(Command):
    """A customer contests a bill: nobody reminds him of it until that is settled."""

    may: ClassVar[frozenset[Role]] = DISPUTERS
    doing: ClassVar[str] = "mark bills as disputed"

    document_no: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SettleDispute(Command):
    """A bill is contested no more: it counts again when customers are reminded."""

    may: ClassVar[frozenset[Role]] = DISPUTERS
    doing: ClassVar[str] = "mark bills as disputed"

    document_no: str


@dataclass(frozen=True, kw_only=True)
class InvoiceDisputed(Outcome):
    """A bill is disputed for `reason`, or (empty) is so no more."""

    document_no: str
    customer_no: str
    customer_name: str
    reason: str


def dispute_invoice(command: DisputeInvoice, work: Work) -> InvoiceDisputed:
    """Mark what is open of a bill as disputed; the newest reason counts.

    Raises:
        NotFound: no such posted document.
        InvalidField: nothing of it is open.
    """
    work.permit(command)
    reason = " ".join(command.reason.split())[:_LONGEST_REASON] or "disputed"
    return _marked(work, command.document_no, reason=reason)


def settle_dispute(command: SettleDispute, work: Work) -> InvoiceDisputed:
    """Take the mark away; doing it twice tells the same.

    Raises:
        NotFound: no such posted document.
        InvalidField: nothing of it is open.
    """
    work.permit(command)
    return _marked(work, command.document_no, reason="")


def _marked(work: Work, document_no: str, *, reason: str) -> InvoiceDisputed:
    number = tidy(document_no)
    customer: Customer = locked_customer(work, owner_of(work, number))
    opened = [one.entry_id for one in standings(work.session, document_no=number)]
    if not opened:
        raise InvalidField(field="Document", text=number, why="nothing of it is open")
    work.session.execute(
        update(CustomerEntryState)
        .where(CustomerEntryState.entry_id.in_(opened))
        .values(dispute=reason)
        .execution_options(synchronize_session=False)
    )
    return work.happened(
        InvoiceDisputed(
            document_no=number,
            customer_no=customer.no,
            customer_name=customer.name,
            reason=reason,
        )
    )
