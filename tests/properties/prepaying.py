"""Prepayments in the shop: asked for, raised, paid, waited for, given back (section 9.6)."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.errors import Outcome
from domain.posting.corrections import CancelInvoice
from domain.posting.prepayment import (
    CreditPrepayment,
    PostPrepayment,
    PrepaymentPosted,
    PrepaymentSet,
    SetPrepayment,
)
from domain.sales.orders import CancelOrder
from tests.properties.trading import ELM, ZERO, Bill, Trading, cents

PERCENTS = ("0", "25", "33.333", "50", "100")


class Prepaying(Trading):
    """Only Elm Works pays in advance; its orders have amounts that are exact in cents."""

    def advance_orders(self) -> list[str]:
        return sorted(order for order in self.orders if self.customer_of[order] == ELM)

    @precondition(lambda self: self.advance_orders())
    @rule(data=st.data(), percent=st.sampled_from(PERCENTS))
    def set_prepayment(self, data: st.DataObject, percent: str) -> None:
        order = data.draw(st.sampled_from(self.advance_orders()))
        command = SetPrepayment(order_no=order, pct=Decimal(percent))
        if self.done(order):
            self.refused(command, "status_not_open")
            return
        self.hindered(order)
        self.percent[order] = Decimal(percent)
        told = self.give(command, PrepaymentSet)
        assert told.total == self.wanted(order)
        if self.wanted(order) > self.asked.get(order, ZERO):
            self.waiting.add(order)
        self.hindered(order)

    @precondition(lambda self: self.advance_orders())
    @rule(data=st.data())
    def ask_in_advance(self, data: st.DataObject) -> None:
        self._ask(data.draw(st.sampled_from(self.advance_orders())))

    @precondition(lambda self: self.advance_orders())
    @rule(data=st.data())
    def ask_and_be_paid(self, data: st.DataObject) -> None:
        """So that enough orders come to deductions."""
        order = data.draw(st.sampled_from(self.advance_orders()))
        self._ask(order)
        for ask in self.asks.values():
            if ask.order == order and ask.remaining:
                self.paid(ask, ask.remaining)

    def _ask(self, order: str) -> None:
        missing = self.wanted(order) - self.asked.get(order, ZERO)
        command = PostPrepayment(order_no=order)
        if self.done(order) or missing <= ZERO:
            self.refused(command, "status_not_open", "nothing_to_post")
            return
        told = self.give(command, PrepaymentPosted)
        assert told.total == missing
        self.asks[told.number] = Bill(
            number=told.number,
            order=order,
            customer=ELM,
            parts={},
            total=told.total,
            remaining=told.total,
        )
        self._asked(order, told)
        for line in self.orders[order]:
            if line.prepaid is not None:
                line.prepaid = cents(line.amount * self.percent[order] / 100)

    @precondition(lambda self: self.asked.keys() & self.orders.keys())
    @rule(data=st.data())
    def give_prepayment_back(self, data: st.DataObject) -> None:
        order = data.draw(st.sampled_from(sorted(self.asked.keys() & self.orders.keys())))
        off = sum(
            (
                bill.deducted
                for bill in self.bills.values()
                if bill.order == order and not bill.cancelled
            ),
            ZERO,
        )
        left = self.asked[order] - off
        command = CreditPrepayment(order_no=order)
        if self.done(order) or left <= ZERO:
            self.refused(command, "status_not_open", "nothing_to_post")
            return
        told = self.give(command, PrepaymentPosted)
        assert told.total == left
        self._asked(order, told, sign=-1)
        for ask in self.asks.values():
            if ask.order == order:
                part = min(ask.remaining, left)
                ask.remaining -= part
                ask.credited += told.total
                left -= part
        for line in self.orders[order]:
            line.prepaid = None if off else ZERO

    @precondition(lambda self: self.asks)
    @rule(data=st.data())
    def cancel_a_prepayment_invoice(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.asks)))
        self.refused(CancelInvoice(invoice_no=number), "prepayment_invoice")

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), sure=st.integers(0, 3))
    def call_off(self, data: st.DataObject, sure: int) -> None:
        if sure:
            return  # often enough
        order = data.draw(st.sampled_from(sorted(self.orders)))
        lines = self.orders[order]
        command = CancelOrder(order_no=order, reason="changed their mind")
        if any(line.shipped for line in lines):
            self.refused(command, "status_not_open")
            return
        if self.asked.get(order, ZERO):
            self.refused(command, "has_prepayment")
            return
        self.give(command, Outcome)
        self.forget(order)

    def forget(self, order: str) -> None:
        """A cancelled order is of no interest any more."""
        del self.orders[order]
        self.totals.pop(order, None)
        self.waiting.discard(order)

    def _asked(self, order: str, told: PrepaymentPosted, *, sign: int = 1) -> None:
        self.asked[order] = self.asked.get(order, ZERO) + sign * told.total
        self.asked_net += sign * told.net_amount
        self.balance[ELM] += sign * told.total
