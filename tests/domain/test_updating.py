"""Changing and deleting customers, and activating price lists."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.catalog.activating import ActivatePriceList, activate_price_list
from domain.catalog.price_list_rows import PriceList, PriceListLine
from domain.catalog.price_lists import PriceConflict
from domain.errors import InvalidField, NotFound, NotPermitted, Several
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.parties.customers import BlockCustomer, CreateCustomer, create_customer
from domain.parties.updating import (
    CustomerHasEntries,
    DeleteCustomer,
    UpdateCustomer,
    delete_customer,
    update_customer,
)
from domain.people import Employee
from domain.work import Work
from tests.domain.desk import Desk


def as_person(work: Work, no: str) -> Work:
    return work.on_behalf_of(work.session.get_one(Employee, no).actor())


def chair_list(work: Work, code: str, price: int) -> None:
    work.session.add(PriceList(code=code))
    work.session.flush()
    work.session.add(PriceListLine(list_code=code, product="CHAIR", price=Decimal(price)))
    work.session.flush()


def test_a_change_is_told_field_by_field(work: Work) -> None:
    told = update_customer(
        UpdateCustomer(
            customer_no="c10000", city="Kiel", payment_terms="14d", country="DE", vat_no=""
        ),
        work,
    )

    assert told.changes == ("City: Hamburg → Kiel", "Payment terms: 1M(8D) → 14D")
    assert work.session.get_one(Customer, "C10000").city == "Kiel"


def test_one_wrong_field_leaves_the_whole_card_alone(work: Work) -> None:
    with pytest.raises(Several) as refused:
        update_customer(
            UpdateCustomer(customer_no="C10000", city="Kiel", email="x", currency="BTC"), work
        )

    assert [r.code for r in refused.value.refusals] == ["invalid_field", "invalid_field"]
    assert work.session.get_one(Customer, "C10000").city == "Hamburg"


def test_a_credit_limit_is_set_by_managers_and_accountants(work: Work) -> None:
    command = UpdateCustomer(customer_no="C10000", credit_limit=Decimal(700))

    with pytest.raises(NotPermitted, match="set a credit limit"):
        update_customer(command, as_person(work, "sally"))
    update_customer(command, as_person(work, "ada"))

    assert work.session.get_one(Customer, "C10000").credit_limit == Decimal(700)


def test_a_negative_credit_limit_is_refused(work: Work) -> None:
    with pytest.raises(InvalidField, match="Credit limit -1"):
        update_customer(UpdateCustomer(customer_no="C10000", credit_limit=Decimal(-1)), work)


def test_a_customer_nobody_dealt_with_is_deleted_and_its_people_stay(work: Work) -> None:
    fir = create_customer(
        CreateCustomer(name="Fir", template="DOMESTIC", contact="Flo", email="flo@fir.example"),
        work,
    )

    delete_customer(DeleteCustomer(customer_no=fir.customer_no), work)

    assert work.session.get(Customer, fir.customer_no) is None
    flo = work.session.scalars(select(Contact).where(Contact.email == "flo@fir.example")).one()
    assert flo.customer_no is None


def test_a_customer_with_a_document_stays_and_can_be_blocked_instead(desk: Desk) -> None:
    desk.quote()

    with pytest.raises(CustomerHasEntries) as refused, desk.work() as work:
        delete_customer(DeleteCustomer(customer_no="C10000"), work)

    (block,) = refused.value.remedies()
    assert isinstance(block, BlockCustomer)
    assert block.kind == "all"


def test_a_list_that_contradicts_an_active_one_is_not_activated(work: Work) -> None:
    chair_list(work, "MARCH", 95)
    chair_list(work, "SPRING", 96)
    activate_price_list(ActivatePriceList(list_code="MARCH"), work)

    with pytest.raises(PriceConflict, match="MARCH") as refused:
        activate_price_list(ActivatePriceList(list_code="SPRING"), work)

    assert "SPRING" in str(refused.value)
    assert work.session.get_one(PriceList, "SPRING").status == "draft"


def test_activating_a_list_twice_changes_nothing(work: Work) -> None:
    chair_list(work, "MARCH", 95)
    command = ActivatePriceList(list_code="MARCH")

    assert activate_price_list(command, work) == activate_price_list(command, work)


def test_an_unknown_list_is_not_activated(work: Work) -> None:
    chair_list(work, "MARCH", 95)

    with pytest.raises(NotFound, match="Did you mean MARCH"):
        activate_price_list(ActivatePriceList(list_code="MARHC"), work)
