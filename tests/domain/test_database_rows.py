"""Rows written past the unit of work: in the session like others, and gone with a rollback."""

from decimal import Decimal

from domain.approvals.rows import ApprovalEntry
from domain.commands import FUNCTIONS
from domain.sales.documents import SalesDocument
from domain.sales.orders import ConfirmOrder, CreateOrder, OrderAwaitsApproval, OrderCreated
from tests.domain.desk import Desk, want


def test_a_number_that_was_given_back_is_drawn_again_in_the_same_transaction(desk: Desk) -> None:
    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 45),))
    drawn = []
    with desk.work("sally") as work:
        for _ in range(2):
            trial = work.session.begin_nested()
            made = FUNCTIONS[CreateOrder](command, work)
            assert isinstance(made, OrderCreated)
            drawn.append(made.number)
            asked = FUNCTIONS[ConfirmOrder](ConfirmOrder(order_no=made.number), work)
            assert isinstance(asked, OrderAwaitsApproval)
            trial.rollback()
        again = FUNCTIONS[CreateOrder](command, work)
        assert isinstance(again, OrderCreated)
        document = work.session.get_one(SalesDocument, again.number)
        document.reason = "kept"

    assert drawn == [again.number] * 2
    with desk.database.reading() as session:
        assert session.get_one(SalesDocument, again.number).reason == "kept"
        assert session.query(SalesDocument).count() == 1
        assert session.query(ApprovalEntry).count() == 0
    assert again.net_amount == Decimal(4500)
