"""From quote to cash against a plain model: any order of commands, and the books stay right.

Orders on several items, tax rates and currencies are changed, shipped in parts, undone,
billed, cancelled, returned, paid and unapplied, some paid in part in advance, at rates of
exchange that change. After every step `verify` must find nothing, and stock, quantities and
what customers owe must be what the model says. More examples by
`SALESCLERK_EXAMPLES=500 SALESCLERK_STEPS=50 pytest tests/properties/test_order_to_cash.py`.
"""

import os
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.errors import Outcome
from domain.posting.corrections import CancelInvoice, InvoiceCancelled
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.quantities import ShipLine
from domain.posting.return_credits import CreditPosted, CreditReturn
from domain.posting.returning import CreateReturn, ReturnCreated, ReturnWish
from domain.posting.returns import ReceiveReturn
from domain.posting.ship import PostShipment, ShipmentPosted
from domain.posting.undo import UndoShipment
from domain.receivables.applications import Unapply
from domain.sales.changes import ChangeDocument
from domain.sales.lines import LineChange
from domain.sales.orders import ConfirmOrder
from domain.sales.quotes import AcceptQuote, CreateQuote, QuoteAccepted, QuoteCreated
from tests.domain.desk import want
from tests.properties.prepaying import Prepaying
from tests.properties.trading import (
    BIRCH,
    CENT,
    CUSTOMERS,
    ELM,
    ITEMS,
    NEXT_MONTH,
    PRICES,
    ZERO,
    Bill,
    Line,
    Shipped,
)

pytestmark = pytest.mark.slow

D = Decimal
MOST_ORDERS = 4


class OrderToCash(Prepaying):
    """Sells, ships, bills and is paid; the model counts along in plain Python."""

    @precondition(lambda self: len(self.orders) < MOST_ORDERS)
    @rule(
        customer=st.sampled_from((*CUSTOMERS, ELM)),
        wanted=st.dictionaries(st.sampled_from(sorted(ITEMS)), st.integers(1, 9), min_size=1),
        discount=st.sampled_from(["0", "10", "33.333"]),
    )
    def sell(self, customer: str, wanted: dict[str, int], discount: str) -> None:
        if customer == ELM and discount == "33.333":
            discount = "0"  # so that its amounts are exact in cents
        lines = tuple(
            want(item, quantity, discount_pct=D(discount)) for item, quantity in wanted.items()
        )
        quote = self.give(CreateQuote(customer_no=customer, lines=lines), QuoteCreated)
        accepted = self.give(AcceptQuote(quote_no=quote.number, issue=True), QuoteAccepted)
        self.give(ConfirmOrder(order_no=accepted.order_no), Outcome)
        if customer == ELM:
            self.percent[accepted.order_no] = D(30)
        self.orders[accepted.order_no] = [
            Line(
                item=item,
                line_no=position * 10_000,
                quantity=quantity,
                price=PRICES[item] * (1 - D(discount) / 100),
            )
            for position, (item, quantity) in enumerate(wanted.items(), start=1)
        ]
        self.customer_of[accepted.order_no] = customer
        self.totals[accepted.order_no] = quote.total
        self.confirmed(accepted.order_no)

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), quantity=st.integers(1, 12))
    def change(self, data: st.DataObject, quantity: int) -> None:
        order, line = self.a_line(data)
        if self.done(order):
            return
        wish = LineChange(op="set", line_no=line.line_no, quantity=D(quantity))
        command = ChangeDocument(document_no=order, lines=(wish,), reopen=True)
        if quantity < line.shipped:
            self.refused(command, "quantity_below_shipped")
            return
        if line.prepaid is None:
            return
        if line.price * quantity < line.prepaid:
            self.refused(command, "prepayment_invoiced")
            return
        self.give(command, Outcome)
        self.give(ConfirmOrder(order_no=order), Outcome)
        line.quantity = quantity
        self.touched.add(order)
        self.confirmed(order)

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), quantity=st.integers(1, 9))
    def ship(self, data: st.DataObject, quantity: int) -> None:
        order, line = self.a_line(data)
        wish = ShipLine(line_no=line.line_no, quantity=D(quantity))
        command = PostShipment(order_no=order, lines=(wish,))
        hindered = self.hindered(order)
        if hindered or quantity > line.quantity - line.shipped or self.done(order):
            self.refused(command, "cannot_ship_more", "nothing_to_post", hindered)
            return
        told = self.give(command, ShipmentPosted)
        self._left(order, told.shipment_no, {line.line_no: quantity})

    @precondition(lambda self: self.shipments)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        shipment = self.shipments[data.draw(st.sampled_from(sorted(self.shipments)))]
        command = UndoShipment(shipment_no=shipment.number)
        if shipment.undone:
            self.refused(command, "not_found")
            return
        if any(shipment.invoiced.values()):
            self.refused(command, "already_invoiced", "already_returned")
            return
        self.give(command, Outcome)
        shipment.undone = True
        for line in self.orders[shipment.order]:
            line.shipped -= shipment.parts.get(line.line_no, 0)
            self.stock[line.item] += shipment.parts.get(line.line_no, 0)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def bill(self, data: st.DataObject) -> None:
        order = data.draw(st.sampled_from(sorted(self.orders)))
        parts = {
            line.line_no: line.shipped - line.invoiced
            for line in self.orders[order]
            if line.shipped > line.invoiced
        }
        command = PostInvoice(document_no=order)
        hindered = self.hindered(order)
        if hindered or not parts:
            self.refused(command, "invoice_more_than_shipped", "nothing_to_post", hindered)
            return
        self._billed(order, self.give(command, InvoicePosted), parts)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def ship_and_bill(self, data: st.DataObject) -> None:
        order = data.draw(st.sampled_from(sorted(self.orders)))
        lines = self.orders[order]
        leaving = {line.line_no: line.quantity - line.shipped for line in lines}
        leaving = {line_no: count for line_no, count in leaving.items() if count}
        command = ShipAndInvoice(order_no=order)
        hindered = self.hindered(order)
        if hindered or self.done(order):
            self.refused(command, "nothing_to_post", hindered)
            return
        told = self.give(command, InvoicePosted)
        if leaving:
            self._left(order, told.shipment_no, leaving)
        parts = {line.line_no: line.shipped - line.invoiced for line in lines}
        self._billed(order, told, {line_no: count for line_no, count in parts.items() if count})

    @precondition(lambda self: self.bills)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        bill = self._bill(data)
        command = CancelInvoice(invoice_no=bill.number)
        if bill.cancelled or bill.remaining != bill.total or bill.returned:
            self.refused(command, "already_canceled", "invoice_paid", "already_returned")
            return
        told = self.give(command, InvoiceCancelled)
        assert told.total == bill.total
        bill.cancelled, bill.remaining = True, ZERO
        self.balance[bill.customer] -= bill.total
        self.touched.add(bill.order)
        for line in self.orders[bill.order]:
            quantity = bill.parts.get(line.line_no, 0)
            line.shipped -= quantity
            line.invoiced -= quantity
            self.stock[line.item] += quantity

    @precondition(lambda self: self.bills)
    @rule(data=st.data(), quantity=st.integers(1, 4))
    def give_back(self, data: st.DataObject, quantity: int) -> None:
        bill = self._bill(data)
        line_no = data.draw(st.sampled_from(sorted(bill.parts)))
        left = bill.parts[line_no] - bill.returned.get(line_no, 0)
        wish = ReturnWish(line_no=line_no, quantity=D(quantity))
        command = CreateReturn(document_no=bill.number, lines=(wish,), reason="damaged")
        if bill.cancelled or quantity > left:
            self.refused(command, "return_exceeds_shipped", "already_canceled")
            return
        announced = self.give(command, ReturnCreated)
        self.give(ReceiveReturn(return_no=announced.number), Outcome)
        told = self.give(CreditReturn(return_no=announced.number), CreditPosted)
        bill.returned[line_no] = bill.returned.get(line_no, 0) + quantity
        bill.credited += told.total
        bill.remaining -= min(told.total, bill.remaining)
        self.balance[bill.customer] -= told.total
        self.touched.add(bill.order)
        item = next(line.item for line in self.orders[bill.order] if line.line_no == line_no)
        self.stock[item] += quantity
        if bill.returned == bill.parts:
            assert bill.credited == bill.total + bill.deducted

    @precondition(lambda self: any(bill.remaining for bill in self.owed().values()))
    @rule(data=st.data(), whole=st.booleans())
    def pay(self, data: st.DataObject, whole: bool) -> None:
        owing = sorted(number for number, bill in self.owed().items() if bill.remaining)
        bill = self.owed()[data.draw(st.sampled_from(owing))]
        half = (bill.remaining / 2).quantize(D(1) if bill.customer == BIRCH else CENT)
        amount = bill.remaining if whole or not half else half
        self.paid(bill, amount)

    @precondition(lambda self: self.payments)
    @rule(data=st.data())
    def unapply(self, data: st.DataObject) -> None:
        paid = self.payments[data.draw(st.integers(0, len(self.payments) - 1))]
        bill = self.owed()[paid.bill]
        later = [each for each in self.payments if each.bill == paid.bill]
        if bill.credited or later[-1] is not paid:
            return
        self.give(Unapply(document_no=paid.number), Outcome)
        bill.remaining += paid.amount
        self.payments.remove(paid)

    @rule()
    def let_the_month_end(self) -> None:
        """Foreign money is worth something else from now on."""
        self.today = NEXT_MONTH

    def owed(self) -> dict[str, Bill]:
        return {**self.bills, **self.asks}

    def _bill(self, data: st.DataObject) -> Bill:
        return self.bills[data.draw(st.sampled_from(sorted(self.bills)))]

    def _left(self, order: str, number: str, parts: dict[int, int]) -> None:
        self.shipments[number] = Shipped(number=number, order=order, parts=parts)
        for line in self.orders[order]:
            line.shipped += parts.get(line.line_no, 0)
            self.stock[line.item] -= parts.get(line.line_no, 0)

    def _billed(self, order: str, told: InvoicePosted, parts: dict[int, int]) -> None:
        customer = self.customer_of[order]
        self.bills[told.invoice_no] = Bill(
            number=told.invoice_no,
            order=order,
            customer=customer,
            parts=parts,
            total=told.total,
            remaining=told.total,
            deducted=told.paper.prepaid,
            deducted_net=-sum((line.amount for line in told.paper.lines if line.amount < 0), ZERO),
        )
        self.balance[customer] += told.total
        for line in self.orders[order]:
            line.invoiced += parts.get(line.line_no, 0)
        for line_no, quantity in parts.items():
            self._draw(order, line_no, quantity)

    def _draw(self, order: str, line_no: int, quantity: int) -> None:
        """The oldest shipments are billed first."""
        for shipment in self.shipments.values():
            if shipment.order != order or shipment.undone or not quantity:
                continue
            free = shipment.parts.get(line_no, 0) - shipment.invoiced.get(line_no, 0)
            taken = min(free, quantity)
            shipment.invoiced[line_no] = shipment.invoiced.get(line_no, 0) + taken
            quantity -= taken


OrderToCash.TestCase.settings = settings(
    max_examples=int(os.environ.get("SALESCLERK_EXAMPLES", "60")),
    stateful_step_count=int(os.environ.get("SALESCLERK_STEPS", "30")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestOrderToCash = OrderToCash.TestCase
