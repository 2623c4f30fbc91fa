"""Wrong requests about goods, quantities, prices and days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.calendar import InvalidDate
from domain.catalog.exchange import NoExchangeRate
from domain.catalog.item_rows import Item, ItemVariant
from domain.catalog.items import ItemBlocked, VariantBlocked
from domain.errors import Command
from domain.numbering import NoSeriesExhausted, NumberSeries
from domain.parties.customer_rows import Customer
from domain.sales.invoice_discount import InvoiceDiscountTooHigh
from domain.sales.line_amounts import InvalidLineAmount
from domain.sales.lines import (
    InvalidQuantity,
    LineRequest,
    QtyPrecision,
    ZeroQuantity,
)
from domain.sales.orders import (
    CreateOrder,
)
from domain.sales.pricing import PriceMissing
from domain.sales.settling import NegativeInvoiceTotal
from domain.vat import MissingPostingSetup
from tests.domain.desk import Desk, want
from tests.domain.refusals.row import Wrong, setting

D = Decimal


def _order(*lines: LineRequest, **more: object) -> CreateOrder:
    command = CreateOrder(customer_no="C10000", lines=lines or (want("CHAIR", 1),))
    return replace(command, **more)  # type: ignore[arg-type]


def _blocked_item(desk: Desk) -> Command:
    setting(desk, Item, "CHAIR", blocked=True)
    return _order()


def _blocked_variant(desk: Desk) -> Command:
    setting(desk, ItemVariant, ("LAMP", "RED"), blocked=True)
    return _order(want("LAMP", 1, variant="RED"))


def _day_before_the_rates(desk: Desk) -> Command:
    setting(desk, Customer, "C10000", currency="USD")
    desk.today = date(2026, 3, 1)
    return _order()


def _last_number_used(desk: Desk) -> Command:
    with desk.database.writing() as session:
        session.query(NumberSeries).filter_by(code="order").one().end_no = "S-ORD1000"
    return _order()


def _strange_tax_group(desk: Desk) -> Command:
    setting(desk, Item, "CHAIR", vat_prod_posting_group="VAT99")
    return _order()


def _half_a_chair(desk: Desk) -> Command:
    setting(desk, Item, "CHAIR", qty_rounding_precision=D(1))
    return _order(want("CHAIR", "2.5"))


ROWS = (
    Wrong(
        refusal=ItemBlocked,
        ask=_blocked_item,
        fact="CHAIR Chair is blocked for sale.",
        way_out="Please choose another item.",
    ),
    Wrong(
        refusal=VariantBlocked,
        ask=_blocked_variant,
        fact="LAMP in RED is blocked for sale.",
        way_out="Available: BLUE.",
    ),
    Wrong(
        refusal=InvalidDate,
        ask=lambda desk: _order(requested_delivery=date(2026, 3, 1)),
        fact="Requested delivery 01 Mar 2026 is before the document date 02 Mar 2026.",
        way_out="Please give that day or a later one.",
    ),
    Wrong(
        refusal=NoExchangeRate,
        ask=_day_before_the_rates,
        fact="There is no exchange rate for USD on or before 01 Mar 2026.",
        way_out="Please enter one.",
    ),
    Wrong(
        refusal=NoSeriesExhausted,
        ask=_last_number_used,
        fact="The number series order has no number left for 02 Mar 2026.",
        way_out="An administrator must extend it.",
    ),
    Wrong(
        refusal=MissingPostingSetup,
        ask=_strange_tax_group,
        fact="For CHAIR I do not know the VAT: there is no set-up for the groups DOMESTIC and "
        "VAT99.",
        way_out="An accountant can add it.",
    ),
    Wrong(
        refusal=PriceMissing,
        ask=lambda desk: _order(want("FREIGHT", 1)),
        fact="FREIGHT Freight has no price in our lists.",
        way_out="One of our salespeople must name one.",
    ),
    Wrong(
        refusal=ZeroQuantity,
        ask=lambda desk: _order(want("CHAIR", 0)),
        fact="CHAIR: a line of 0 would order nothing.",
        way_out="Give a quantity, or leave the line out.",
    ),
    Wrong(
        refusal=InvalidQuantity,
        ask=lambda desk: _order(want("CHAIR", -1)),
        by="C10000",
        fact="CHAIR: -1 is not a quantity I can take,",
        way_out="a quantity must be above zero.",
    ),
    Wrong(
        refusal=QtyPrecision,
        ask=_half_a_chair,
        fact="CHAIR is sold in steps of 1, and 2.5 is not a multiple of that.",
        way_out="Please round it.",
    ),
    Wrong(
        refusal=InvalidLineAmount,
        ask=lambda desk: _order(want("CHAIR", 2, discount_pct=D(104))),
        fact="The line discount % must lie between 0 and 100; 104 is outside.",
        way_out="A discount cannot be below 0 % or above 100 %.",
    ),
    Wrong(
        refusal=InvoiceDiscountTooHigh,
        ask=lambda desk: _order(discount_pct=D(101)),
        fact="The invoice discount must lie between 0 and 100 %;",
        way_out="101 % is outside.",
    ),
    Wrong(
        refusal=NegativeInvoiceTotal,
        ask=lambda desk: _order(want("CHAIR", -1)),
        fact="The total would be -125.00 EUR.",
        way_out="A document below zero is a return; please enter it as one.",
    ),
)
