"""The fixture worlds hold together."""

from decimal import Decimal

from domain.parties.customer_rows import Customer
from domain.people import Employee
from domain.stock.rows import StockBalance
from domain.work import Work


def test_harbor_supply_is_as_the_scenarios_begin(work: Work) -> None:
    chairs = work.session.get_one(StockBalance, ("CHAIR", "", "MAIN"))

    assert chairs.on_hand == Decimal(30)
    assert work.session.get_one(Customer, "C20000").credit_limit == Decimal(5000)
    assert work.session.get_one(Employee, "gina").sales_limit is None
    assert work.next_number("quote") == "S-QUO1001"


def test_a_test_cannot_change_the_world_of_the_next(work: Work) -> None:
    assert work.next_number("quote") == "S-QUO1001"
