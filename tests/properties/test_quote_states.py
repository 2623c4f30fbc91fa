"""Quotes and orders against a plain model: any order of commands, the same states and sums.

Sally (limit 1,000) gives the commands, Mark decides over what is larger. One chair costs
100.00, so 10 chairs are hers to sell and 11 are not.
"""

import os
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from domain.approvals.requests import ApproveRequest, CancelRequest, RejectRequest
from domain.commands import FUNCTIONS
from domain.errors import Command, Outcome, Refusal
from domain.sales.changes import ChangeDocument
from domain.sales.lines import LineChange
from domain.sales.orders import CancelOrder, ConfirmOrder, CreateOrder, ReopenOrder
from domain.sales.quotes import (
    AcceptQuote,
    CreateQuote,
    DeclineQuote,
    QuoteAccepted,
    RenewQuote,
    SendQuote,
)
from domain.sales.showing import DocumentShown, DocumentsListed, ShowDocument, ShowDocuments
from domain.stock.availability import AvailabilityTold, CheckAvailability
from tests.conftest import _harbor_image, clone
from tests.domain.desk import Desk, want

pytestmark = pytest.mark.slow

LIMIT = 10
CHAIRS = st.sampled_from([1, 10, 11, 20])
MOST = 3  # few documents, so that much happens to each
FREE, APPROVED, WAITING = "", "approved", "waiting"


@dataclass
class Model:
    """What should be known of a document: its state and quantity, and who has said yes."""

    kind: str
    chairs: int
    state: str  # of a quote: draft, sent, won, lost; of an order: open, released, cancelled
    approval: str = FREE
    version: int = 1
    order: str = ""

    @property
    def large(self) -> bool:
        return self.chairs > LIMIT


class Trade(RuleBasedStateMachine):
    """Sally's and Mark's day."""

    quotes: Bundle[str] = Bundle("quotes")
    orders: Bundle[str] = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(database=clone(_harbor_image()))
        self.known: dict[str, Model] = {}

    def teardown(self) -> None:
        self.desk.database.close()

    def give(self, command: Command, *, by: str = "sally") -> Outcome | str:
        """What came of a command, or the code of its refusal."""
        try:
            with self.desk.work(by) as work:
                return FUNCTIONS[type(command)](command, work)
        except Refusal as refusal:
            return refusal.code

    def happened(self, command: Command, expected: str, *, by: str = "sally") -> Outcome | None:
        """Check that what came of a command is the outcome, or the refusal, expected."""
        told = self.give(command, by=by)
        name = told if isinstance(told, str) else type(told).__name__
        assert name == expected, f"{command}: {name}, not {expected}"
        return None if isinstance(told, str) else told

    @initialize(target=orders)
    def begin_with_a_large_order(self) -> str:
        return self._new_order(20)

    @precondition(lambda self: len(self.known) < MOST)
    @rule(target=quotes, chairs=CHAIRS)
    def create_quote(self, chairs: int) -> str:
        line = want("CHAIR", chairs)
        made = self.happened(CreateQuote(customer_no="C10000", lines=(line,)), "QuoteCreated")
        assert made is not None
        number = f"S-QUO{1001 + sum(model.kind == 'quote' for model in self.known.values())}"
        self.known[number] = Model(kind="quote", chairs=chairs, state="draft")
        return number

    @precondition(lambda self: len(self.known) < MOST)
    @rule(target=orders, chairs=CHAIRS)
    def create_order(self, chairs: int) -> str:
        return self._new_order(chairs)

    @rule(number=quotes)
    def send(self, number: str) -> None:
        model = self.known[number]
        command = SendQuote(quote_no=number)
        if model.approval == WAITING:
            self.happened(command, "pending_approval_locked")
        elif model.state in ("won", "lost"):
            self.happened(command, "status_not_open")
        elif model.large and model.approval != APPROVED:
            self.happened(command, "QuoteAwaitsApproval")
            model.approval = WAITING
        else:
            self.happened(command, "QuoteSent")
            model.state, model.approval = "sent", APPROVED

    @rule(target=orders, number=consumes(quotes))
    def accept(self, number: str) -> str:
        model = self.known[number]
        command = AcceptQuote(quote_no=number)
        if model.approval == WAITING:
            self.happened(command, "must_be_approved_first")
        elif model.state == "lost":
            self.happened(command, "status_not_open")
        elif model.state == "draft":
            self.happened(command, "quote_not_issued")
        else:
            told = self.happened(command, "QuoteAccepted")
            assert isinstance(told, QuoteAccepted)
            again = self.happened(command, "QuoteAccepted", by="C10000")
            assert isinstance(again, QuoteAccepted)
            assert again.order_no == told.order_no
            model.state = "won"
            model.order = self._order(model.chairs, approval=APPROVED)
            assert told.order_no == model.order
            return model.order
        return self._new_order(1)

    @rule(number=quotes)
    def decline(self, number: str) -> None:
        model = self.known[number]
        command = DeclineQuote(quote_no=number, reason="too dear")
        if model.state == "lost":
            self.happened(command, "QuoteDeclined")
        elif model.approval == WAITING:
            self.happened(command, "pending_approval_locked")
        else:
            self.happened(command, "QuoteDeclined")
            model.state, model.approval = "lost", FREE

    @rule(number=quotes)
    def renew(self, number: str) -> None:
        model = self.known[number]
        if model.approval == WAITING:
            self.happened(RenewQuote(quote_no=number), "pending_approval_locked")
            return
        self.happened(RenewQuote(quote_no=number), "QuoteRenewed")
        model.state, model.approval = "draft", FREE
        model.version += 1

    @rule(number=st.one_of(quotes, orders), chairs=CHAIRS, stale=st.booleans())
    def change(self, number: str, chairs: int, stale: bool) -> None:
        model = self.known[number]
        line = LineChange(op="set", item_no="CHAIR", quantity=Decimal(chairs))
        version = model.version - 1 if stale else model.version
        command = ChangeDocument(document_no=number, version=version, lines=(line,))
        if stale:
            self.happened(command, "changed_meanwhile")
        elif model.approval == WAITING:
            self.happened(command, "pending_approval_locked")
        elif model.state in ("won", "lost", "released", "cancelled"):
            self.happened(command, "status_not_open")
        else:
            self.happened(command, "DocumentChanged")
            if chairs != model.chairs:
                model.chairs, model.approval = chairs, FREE
                model.version += 1
                model.state = "draft" if model.kind == "quote" else "open"

    @rule(number=orders)
    def confirm(self, number: str) -> None:
        model = self.known[number]
        command = ConfirmOrder(order_no=number)
        if model.state == "released":
            self.happened(command, "OrderConfirmed")
        elif model.approval == WAITING:
            self.happened(command, "pending_approval_locked")
        elif model.state == "cancelled":
            self.happened(command, "status_not_open")
        elif model.large and model.approval != APPROVED:
            self.happened(command, "OrderAwaitsApproval")
            model.approval = WAITING
        else:
            self.happened(command, "OrderConfirmed")
            model.state, model.approval = "released", APPROVED

    @rule(number=orders)
    def reopen(self, number: str) -> None:
        model = self.known[number]
        command = ReopenOrder(order_no=number)
        if model.approval == WAITING:
            self.happened(command, "approval_in_progress")
            return
        self.happened(command, "OrderReopened")
        if model.state != "open":
            model.state, model.approval = "open", FREE

    @rule(number=orders)
    def cancel(self, number: str) -> None:
        model = self.known[number]
        command = CancelOrder(order_no=number)
        if model.approval == WAITING:
            self.happened(command, "pending_approval_locked")
            return
        self.happened(command, "OrderCancelled")
        if model.state != "cancelled":
            model.state, model.approval = "cancelled", FREE

    @rule(number=st.one_of(quotes, orders))
    def approve(self, number: str) -> None:
        model = self.known[number]
        if model.approval != WAITING:
            assert isinstance(self.give(ApproveRequest(document_no=number), by="mark"), str)
            return
        self.happened(ApproveRequest(document_no=number), "not_your_request", by="nora")
        self.happened(ApproveRequest(document_no=number), "RequestApproved", by="mark")
        model.approval = APPROVED
        model.state = "sent" if model.kind == "quote" else "released"

    @rule(number=st.one_of(quotes, orders), cancelled=st.booleans())
    def reject(self, number: str, cancelled: bool) -> None:
        model = self.known[number]
        by, name = ("sally", "RequestCancelled") if cancelled else ("mark", "RequestRejected")
        command: Command = RejectRequest(document_no=number, reason="no")
        if cancelled:
            command = CancelRequest(document_no=number)
        if model.approval != WAITING:
            assert isinstance(self.give(command, by=by), str)
            return
        self.happened(command, name, by=by)
        model.approval = FREE

    @invariant()
    def every_document_stands_as_the_model_says(self) -> None:
        listed = self.desk.give(ShowDocuments(), DocumentsListed)
        rows = {row.number: row for row in listed.rows}
        assert rows.keys() == self.known.keys()
        for number, model in self.known.items():
            state = model.state
            if model.kind == "order" and model.approval == WAITING:
                state = "pending_approval"
            assert rows[number].state == state
            assert rows[number].net_amount == 100 * model.chairs
            assert rows[number].total == 125 * model.chairs

    @invariant()
    def orders_take_what_is_not_cancelled_and_quotes_nothing(self) -> None:
        told = self.desk.give(CheckAvailability(lines=(want("CHAIR", 1),)), AvailabilityTold)
        taken = sum(
            model.chairs
            for model in self.known.values()
            if model.kind == "order" and model.state != "cancelled"
        )
        assert told.lines[0].free.demand == taken

    @invariant()
    def papers_show_the_present_version(self) -> None:
        for number in list(self.known)[-2:]:
            shown = self.desk.give(ShowDocument(document_no=number), DocumentShown)
            assert shown.paper.version == shown.version == self.known[number].version
            assert shown.paper.total == shown.total

    def _new_order(self, chairs: int) -> str:
        line = want("CHAIR", chairs)
        self.happened(CreateOrder(customer_no="C10000", lines=(line,)), "OrderCreated")
        return self._order(chairs)

    def _order(self, chairs: int, approval: str = FREE) -> str:
        number = f"S-ORD{1001 + sum(model.kind == 'order' for model in self.known.values())}"
        self.known[number] = Model(kind="order", chairs=chairs, state="open", approval=approval)
        return number


Trade.TestCase.settings = settings(
    max_examples=int(os.environ.get("SALESCLERK_EXAMPLES", "30")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestTrade = Trade.TestCase
