"""What something costs, for a customer or from the list, without making a document.

A customer's prices are those a quote would name: a quote is drafted and taken back within
the question, so that answer and offer cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from domain.catalog.items import sellable_items
from domain.catalog.price_rows import Buyer, price_terms
from domain.catalog.wanted import LineRequest
from domain.errors import Command, Outcome
from domain.money import round_to
from domain.people import EVERYONE, Role
from domain.sales.documents import Kind
from domain.sales.drafting import NewDocument, draft
from domain.sales.line_amounts import line_amounts
from domain.sales.lines import SalesLine, check_quantity
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class AskPrice(Command):
    """What do these cost? Without a customer the list price in our own currency is told.

    A contact always asks for its own customer.
    """

    may: ClassVar[frozenset[Role]] = EVERYONE
    doing: ClassVar[str] = "ask for prices"

    lines: tuple[LineRequest, ...]
    customer_no: str = ""


@dataclass(frozen=True, kw_only=True)
class PriceRow:
    """The price of one line. `amount` is after the line discount, `explanation` its source."""

    item_no: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_pct: Decimal
    amount: Decimal
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class PricesTold(Outcome):
    """Prices in `currency`, with VAT where the customer's papers state them so."""

    customer_no: str
    customer_name: str
    currency: str
    prices_include_vat: bool
    rows: tuple[PriceRow, ...]
    notices: tuple[str, ...] = ()


def ask_price(command: AskPrice, work: Work) -> PricesTold:
    """Tell prices. Nothing stays of the question.

    Raises:
        NotFound, ItemBlocked, VariantBlocked, InvalidField, QtyPrecision: what was asked for
            cannot be sold like this.
    """
    work.permit(command)
    customer_no = work.actor.customer_no or command.customer_no
    if not customer_no:
        return _from_the_list(command.lines, work)
    savepoint = work.session.begin_nested()
    try:
        asked = NewDocument(customer_no=customer_no, lines=command.lines)
        drafted = draft(work, asked, kind=Kind.QUOTE)
        return PricesTold(
            customer_no=customer_no,
            customer_name=drafted.document.sell_to_name,
            currency=drafted.document.currency,
            prices_include_vat=drafted.document.prices_include_vat,
            rows=tuple(_rows(drafted.lines)),
            notices=tuple(drafted.notices),
        )
    finally:
        savepoint.rollback()


def _rows(lines: Iterable[SalesLine]) -> Iterable[PriceRow]:
    for line in lines:
        yield PriceRow(
            item_no=line.item_no,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            discount_pct=line.discount_pct,
            amount=line.line_amount,
            explanation=line.price_note,
        )


def _from_the_list(lines: tuple[LineRequest, ...], work: Work) -> PricesTold:
    local = work.setup.currency
    items = sellable_items(work.session, ((line.item_no, line.variant) for line in lines))
    terms = price_terms(
        work.session,
        buyer=Buyer(customer_no=""),
        items=items,
        currency=local,
        local=local,
        on=work.today,
    )
    rows = []
    for line in lines:
        check_quantity(line.item_no, line.quantity)
        item = items[line.item_no]
        unit = item.unit(line.unit)
        found = terms.price(item.no, line.quantity, unit=unit, variant=line.variant)
        amounts = line_amounts(line.quantity, found.unit_price, discount_pct=found.discount_pct)
        rows.append(
            PriceRow(
                item_no=item.no,
                description=item.described(line.variant),
                quantity=line.quantity,
                unit=unit,
                unit_price=found.unit_price,
                discount_pct=found.discount_pct,
                amount=round_to(amounts.line_amount),
                explanation=found.explanation,
            )
        )
    return PricesTold(
        customer_no="",
        customer_name="",
        currency=local,
        prices_include_vat=False,
        rows=tuple(rows),
    )
