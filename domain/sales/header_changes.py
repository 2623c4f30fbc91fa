"""Changing whom a document is for, its currency, or whether its prices include VAT.

Articles and quantities stay; prices, discounts and VAT are found anew, and the version before
stays in the archive. Once goods left, or anything was billed, the header stands
(specification, section 3.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from domain.approvals.asking import end_approvals
from domain.catalog.currency_rows import currency_of
from domain.errors import Command, Refusal
from domain.parties.blocking import Action
from domain.people import SALES, Role
from domain.sales.archive import archive, view
from domain.sales.changes import DocumentChanged, check_changeable, stand_changed
from domain.sales.comparing import differences
from domain.sales.conditions import Conditions, conditions
from domain.sales.credit import credit_notice
from domain.sales.documents import Kind, SalesDocument, outcome_fields
from domain.sales.drafting import checked_customer, header_for
from domain.sales.lines import SalesLine, goods, lines_of
from domain.sales.orders import CONFIRMED, reopened
from domain.sales.pricing import check_priced, price_line, put_item
from domain.sales.quotes import QuoteAwaitsApproval
from domain.sales.scheduling import schedule
from domain.sales.seen import find_as_seen
from domain.sales.sending import paper_of
from domain.sales.service_charge import without_charge
from domain.sales.settling import settle
from domain.work import Work

# What a document takes from its customer; all else on the header stays.
_OF_CUSTOMER = [
    "customer_no",
    "bill_to_no",
    "currency",
    "sell_to_name",
    "sell_to_address",
    "sell_to_country",
    "bill_to_name",
    "bill_to_address",
    "bill_to_country",
    "contact",
    "contact_email",
    "vat_id",
    "salesperson_no",
    "payment_terms",
    "payment_method",
    "prices_include_vat",
    "vat_group",
    "shipping_agent",
    "shipping_time",
    "shipping_advice",
    "combine_shipments",
    "reserve",
    "prepayment_pct",
    "language",
    "locale",
]


@dataclass(frozen=True, kw_only=True)
class ChangeHeader(Command):
    """Make a document somebody else's, or another currency's; empty and None stay as they are.

    `for_customer` brings that customer's terms and address. `reopen` opens a confirmed order.
    """

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "change whom documents are for"

    document_no: str
    for_customer: str = ""
    currency: str = ""
    prices_include_vat: bool | None = None
    version: int | None = None
    reopen: bool = False


@dataclass(kw_only=True, eq=False)
class HeaderLockedByPosting(Refusal):
    """Goods left, something was billed or bought for it: it is this customer's document."""

    document_no: str
    why: str

    def sentence(self) -> str:
        return (
            f"{self.document_no} stays as it is for this customer: {self.why}. Write a new "
            "document for what is still to come, or take back first what was posted."
        )


def change_header(command: ChangeHeader, work: Work) -> DocumentChanged | QuoteAwaitsApproval:
    """Put a document onto another customer, currency or price convention, and price it anew.

    Raises:
        HeaderLockedByPosting: something of it was shipped, billed, prepaid, bought or ordered.
        StatusNotOpen, PendingApprovalLocked: its state forbids it.
        ChangedMeanwhile: not the version shown.
        NotFound, CustomerBlocked, NoExchangeRate, PriceMissing: the new header cannot be.
    """
    work.permit(command)
    document = find_as_seen(work, command.document_no, seen=command.version)
    lines = lines_of(work.session, document.number)
    _check_unlocked(document, lines)
    check_changeable(document, reopening=None if command.reopen else replace(command, reopen=True))
    if document.status in CONFIRMED:
        reopened(work, document)
    before = view(document, lines)
    archive(work, document, lines)
    notices: list[str] = []
    _put_header(work, document, command)
    if not differences(before, view(document, lines)):
        return DocumentChanged(**outcome_fields(document, paper_of(work, document)), changes=())
    with work.session.no_autoflush:  # the lines are written once, when all are settled
        terms = conditions(work, document, kept={line.item_no for line in goods(lines)})
        _price_anew(without_charge(goods(lines)), terms=terms, notices=notices)
        document.version += 1
        end_approvals(work, document.number)
        schedule(work, document, lines, notices=notices)
        paper = settle(work, document, lines, terms=terms)
    notices += credit_notice(work, document)
    changes = differences(before, view(document, lines))
    work.session.flush()
    return stand_changed(work, document, lines, paper=paper, changes=changes, notices=notices)


def _check_unlocked(document: SalesDocument, lines: Sequence[SalesLine]) -> None:
    reasons = {
        "goods have left": any(line.qty_shipped for line in lines),
        "something was billed": any(line.qty_invoiced for line in lines),
        "something was paid in advance": any(line.prepaid for line in lines),
        "goods were bought for it": any(line.purchase_order_no for line in lines),
        "an order was made of it": any(line.ordered_qty for line in lines),
    }
    for why, holds in reasons.items():
        if holds:
            raise HeaderLockedByPosting(document_no=document.number, why=why)


def _put_header(work: Work, document: SalesDocument, command: ChangeHeader) -> None:
    action = Action.NEW_QUOTE if document.kind == Kind.QUOTE else Action.NEW_ORDER
    wanted = command.for_customer.strip() or document.customer_no
    customer = checked_customer(work, wanted, action=action)
    if customer.no != document.customer_no:
        fresh = header_for(work, customer, kind=Kind(document.kind))
        for name in _OF_CUSTOMER:
            setattr(document, name, getattr(fresh, name))
        document.ship_to_code = document.ship_to_address = document.ship_to_country = ""
        document.due_date = None
    if command.currency:
        document.currency = currency_of(work.session, command.currency.strip().upper()).code
    if command.prices_include_vat is not None:
        document.prices_include_vat = command.prices_include_vat


def _price_anew(lines: Sequence[SalesLine], *, terms: Conditions, notices: list[str]) -> None:
    """Every price, discount and tax as for a new line; what was typed is said to be gone."""
    for line in lines:
        if line.price_manual or line.discount_manual:
            notices.append(f"{line.item_no}: the price typed before no longer holds.")
        description = line.description
        put_item(line, terms.items[line.item_no], terms=terms)
        line.description = description
        price_line(line, terms=terms)
        check_priced(line)
