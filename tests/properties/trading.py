"""A shop and a plain model of it: what was ordered, shipped, billed and paid, counted along."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from sqlalchemy import func, select

from domain.commands import FUNCTIONS
from domain.currencies import CurrencyRow, ExchangeRateRow
from domain.errors import Command, Outcome, Refusal, Several
from domain.ledger.accounts import Role as Account
from domain.ledger.customers import standings
from domain.ledger.journal import GLEntry
from domain.parties.customer_rows import Customer
from domain.people import Actor, Role
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import PaymentRecorded, RecordPayment
from domain.sales.lines import SalesLine
from domain.stock.rows import StockBalance
from domain.verifying.everything import findings
from domain.work import begin
from tests.conftest import _harbor_image, clone
from tests.worlds.harbor import WORK_DATE

D = Decimal
ZERO = D(0)
CENT = D("0.01")
ITEMS = {"CHAIR": 30, "LAMP": 200, "BOOK": 500}
PRICES = {"CHAIR": D(100), "LAMP": D("24.50"), "BOOK": D(12)}
VAT = {"CHAIR": 25, "LAMP": 25, "BOOK": 12}
# EUR; USD without VAT; EUR with VAT in the prices; JPY, whole units; EUR with a prepayment
ALDER, CEDAR, DUNE, BIRCH, ELM = CUSTOMERS = ("C10000", "C30000", "C40000", "C20000", "C50000")
CURRENCIES = {CEDAR: "USD", BIRCH: "JPY"}
NEXT_MONTH = date(2026, 4, 1)  # other rates of exchange
STAFF = Actor(id="gina", name="Gina", roles=frozenset(Role) - {Role.CONTACT, Role.CLERK})
Told = TypeVar("Told", bound=Outcome)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass
class Line:
    """What should be known of an order's line. `prepaid` is net, None once nobody counts along."""

    item: str
    line_no: int
    quantity: int
    price: Decimal = ZERO
    shipped: int = 0
    invoiced: int = 0
    prepaid: Decimal | None = ZERO

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity


@dataclass
class Shipped:
    """A shipment: so much per line, and what of that was invoiced."""

    number: str
    order: str
    parts: dict[int, int]
    invoiced: dict[int, int] = field(default_factory=dict)
    undone: bool = False


@dataclass
class Bill:
    """An invoice: what it billed, what is open of it, and what became of it.

    `deducted` is the prepayment it took off, with VAT. A prepayment invoice has no parts.
    """

    number: str
    order: str
    customer: str
    parts: dict[int, int]
    total: Decimal
    remaining: Decimal
    deducted: Decimal = ZERO
    deducted_net: Decimal = ZERO
    returned: dict[int, int] = field(default_factory=dict)
    credited: Decimal = ZERO
    cancelled: bool = False


@dataclass
class Paid:
    """A payment that is applied to one invoice."""

    number: str
    bill: str
    amount: Decimal


class Trading(RuleBasedStateMachine):
    """The shop, the model, and what must hold after every step."""

    @initialize()
    def open_shop(self) -> None:
        self.database = clone(_harbor_image())
        with self.database.writing() as session:
            for customer, currency in CURRENCIES.items():
                session.get_one(Customer, customer).currency = currency
            session.add(CurrencyRow(code="JPY", amount_precision=D(1)))
            for day, units in ((WORK_DATE, 160), (NEXT_MONTH, 151)):
                session.add(
                    ExchangeRateRow(
                        currency="JPY", day=day, foreign_amount=D(units), lcy_amount=D(1)
                    )
                )
        self.today = WORK_DATE
        self.orders: dict[str, list[Line]] = {}
        self.customer_of: dict[str, str] = {}
        self.totals: dict[str, Decimal] = {}
        self.touched: set[str] = set()  # changed, cancelled or returned: sums are another matter
        self.shipments: dict[str, Shipped] = {}
        self.bills: dict[str, Bill] = {}
        self.asks: dict[str, Bill] = {}  # prepayment invoices
        self.asked: dict[str, Decimal] = {}  # with VAT, less what was given back
        self.asked_net = ZERO
        self.percent: dict[str, Decimal] = {}
        self.waiting: set[str] = set()  # orders that were confirmed before their prepayment
        self.payments: list[Paid] = []
        self.balance = dict.fromkeys(CUSTOMERS, ZERO)
        self.stock = {item: D(count) for item, count in ITEMS.items()}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()

    def give(self, command: Command, kind: type[Told]) -> Told:
        told = self.obey(command)
        assert isinstance(told, kind), told
        return told

    def refused(self, command: Command, *codes: str) -> None:
        """The command is refused for one of these reasons; the invariants say nothing moved."""
        with pytest.raises(Refusal) as met:
            self.obey(command)
        several = met.value.refusals if isinstance(met.value, Several) else (met.value,)
        assert {each.code for each in several} <= set(codes), met.value.sentence()

    def obey(self, command: Command) -> Outcome:
        noon = datetime.combine(self.today, time(12), tzinfo=UTC)
        with begin(self.database, now=noon, actor=STAFF) as work:
            return FUNCTIONS[type(command)](command, work)

    @invariant()
    def the_books_prove_themselves(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.reading() as session:
            assert findings(session) == []

    @invariant()
    def stock_and_quantities_are_as_counted(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.reading() as session:
            for item, count in self.stock.items():
                assert session.get_one(StockBalance, (item, "", "MAIN")).on_hand == count
            for order, lines in self.orders.items():
                for line in lines:
                    row = session.get_one(SalesLine, (order, line.line_no))
                    assert row.quantity == line.quantity
                    assert row.qty_shipped == line.shipped
                    assert row.qty_invoiced == line.invoiced

    @invariant()
    def customers_owe_what_was_billed_and_not_paid(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.reading() as session:
            for customer, balance in self.balance.items():
                found = standings(session, customer_no=customer, lock=False)
                assert sum((entry.remaining for entry in found), ZERO) == balance
                for entry in found:
                    bill = self.bills.get(entry.document_no) or self.asks.get(entry.document_no)
                    if bill is not None:
                        assert entry.remaining == bill.remaining

    @invariant()
    def parts_add_up_to_the_order(self) -> None:
        if not hasattr(self, "database"):
            return
        for order, total in self.totals.items():
            if self.done(order) and order not in self.touched:
                billed = [bill for bill in self.bills.values() if bill.order == order]
                asked = self.asked.get(order, ZERO)
                assert sum((bill.total for bill in billed), asked) == total
                assert sum((bill.deducted for bill in billed), ZERO) == asked

    @invariant()
    def what_was_asked_in_advance_is_owed_in_goods_until_it_is_taken_off(self) -> None:
        if not hasattr(self, "database"):
            return
        off = sum((bill.deducted_net for bill in self.bills.values() if not bill.cancelled), ZERO)
        query = select(func.sum(GLEntry.amount)).where(GLEntry.role == Account.PREPAYMENT)
        with self.database.reading() as session:
            assert -(session.scalar(query) or ZERO) == self.asked_net - off

    def a_line(self, data: st.DataObject) -> tuple[str, Line]:
        order = data.draw(st.sampled_from(sorted(self.orders)))
        return order, data.draw(st.sampled_from(self.orders[order]))

    def done(self, order: str) -> bool:
        return all(line.invoiced == line.quantity for line in self.orders[order])

    def wanted(self, order: str) -> Decimal:
        """What an order asks in advance in all, with VAT."""
        percent = self.percent.get(order, ZERO)
        bases: dict[int, Decimal] = {}
        for line in self.orders[order]:
            rate = VAT[line.item]
            bases[rate] = bases.get(rate, ZERO) + cents(line.amount * percent / 100)
        return sum((base + cents(base * rate / 100) for rate, base in bases.items()), ZERO)

    def hindered(self, order: str) -> str:
        """Why goods must not leave yet; an order that has all it waited for goes on."""
        if order not in self.waiting:
            return ""
        if self.wanted(order) > self.asked.get(order, ZERO):
            return "prepayment_unposted"
        if any(ask.remaining for ask in self.asks.values() if ask.order == order):
            return "prepayment_unpaid"
        self.waiting.discard(order)
        return ""

    def paid(self, bill: Bill, amount: Decimal) -> None:
        """Money comes in for a bill."""
        told = self.give(
            RecordPayment(
                customer_no=bill.customer,
                amount=amount,
                currency=CURRENCIES.get(bill.customer, ""),
                applies_to=(AppliesTo(document_no=bill.number),),
            ),
            PaymentRecorded,
        )
        assert told.on_account == ZERO
        bill.remaining -= amount
        self.balance[bill.customer] -= amount
        self.hindered(bill.order)
        self.payments.append(Paid(number=told.document_no, bill=bill.number, amount=amount))

    def confirmed(self, order: str) -> None:
        self.waiting.add(order)
        self.hindered(order)
