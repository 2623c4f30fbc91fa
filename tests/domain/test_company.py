"""Creating a company: from the demo folder, and from a folder of any other trade."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.catalog.items import articles, load_items
from domain.company import CompanyExists, create_company
from domain.currencies import CurrencyRow
from domain.database import Base, Database
from domain.parties.card_checks import clean_vat_no
from domain.parties.customer_rows import Customer, CustomerDomain
from domain.parties.customers import clients
from domain.parties.terms import PaymentTerms
from domain.people import Employee
from domain.setup import CompanySetup
from domain.stock.rows import ExpectedMovement, StockBalance
from domain.vat import vat_rows

TODAY = date(2026, 11, 18)
PLANT = {"sku": "P-1", "description": "Ficus, 80 cm", "price": 24.9, "group": "plants"}
HOUR = {"sku": "H-1", "description": "Gardener", "unit": "hour", "price": 55}
CLIENT = {
    "id": "k7",
    "name": "Casa Verde Lda",
    "country": "PT",
    "currency": "EUR",
    "payment_terms": "3/7NET21",
    "contacts": [{"name": "Rui Sá", "email": "Rui@CasaVerde.example"}],
}


@pytest.fixture
def empty() -> Iterator[Session]:
    database = Database("sqlite://")
    Base.metadata.create_all(database.engine)
    with database.writing() as session:
        yield session
    database.close()


def folder(path: Path, *, catalog: list[Any], customers: list[Any]) -> Path:
    (path / "catalog.json").write_text(json.dumps(catalog))
    (path / "customers.json").write_text(json.dumps(customers))
    return path


def limits_upwards(asker: Employee, people: dict[str, Employee]) -> list[Decimal]:
    """Limits along the chain of approvers, up to the one without."""
    limits: list[Decimal] = []
    for _ in people:
        if asker.sales_limit is None:
            return limits
        limits.append(asker.sales_limit)
        asker = people[asker.approver_no or ""]
    raise AssertionError("nobody above has no limit")


def test_the_demo_company_sells_everything_to_everybody(demo: Database) -> None:
    with demo.reading() as session:
        items = load_items(session, [article.no for article in articles(session)])
        customers = session.scalars(select(Customer)).all()

        assert (len(items), len(customers)) == (120, 40)
        for customer in customers:
            groups = {item.vat_group for item in items.values()}
            rows = vat_rows(session, customer.vat_bus_posting_group, prod_groups=groups)
            assert rows.setups.keys() == groups
            assert customer.address
            assert session.get(CurrencyRow, customer.currency)


def test_the_demo_companys_taxes_follow_the_customers_country(demo: Database) -> None:
    with demo.reading() as session:

        def vat(customer_no: str) -> tuple[Decimal, str, str]:
            group = session.get_one(Customer, customer_no).vat_bus_posting_group
            setup = vat_rows(session, group, prod_groups={"STANDARD"}).setups["STANDARD"]
            return setup.percent, setup.calc_type, setup.clause

        assert vat("C001") == (Decimal(19), "normal", "")
        assert vat("C004") == (Decimal(0), "reverse_charge", "EU")
        assert vat("C002") == (Decimal(0), "none", "EXPORT")


def test_the_demo_companys_vat_numbers_have_right_check_digits(demo: Database) -> None:
    with demo.reading() as session:
        for customer in session.scalars(select(Customer)):
            number = customer.vat_registration_no
            assert clean_vat_no(number, country=customer.country) == number
        seller = session.get_one(CompanySetup, 1)
        assert clean_vat_no(seller.vat_id, country="DE") == seller.vat_id


def test_in_the_demo_company_larger_sums_go_up_to_the_director(demo: Database) -> None:
    with demo.reading() as session:
        people = {row.no: row for row in session.scalars(select(Employee))}
        customer_domains = set(session.scalars(select(CustomerDomain.domain)))

        assert sorted(row.slack_id or "" for row in people.values()) == [
            f"U0{number}" for number in range(1, 7)
        ]
        for row in people.values():
            assert row.email.rpartition("@")[2] not in customer_domains
            assert limits_upwards(row, people) == sorted(limits_upwards(row, people))


def test_the_demo_company_has_stock_and_more_is_coming(demo: Database) -> None:
    with demo.reading() as session:
        in_stock = session.scalar(
            select(func.count()).select_from(StockBalance).where(StockBalance.on_hand > 0)
        )
        coming = session.scalars(select(ExpectedMovement.day)).all()

    assert in_stock == 102
    assert len(coming) == 19
    assert min(coming) > TODAY
    assert all(day.weekday() < 5 for day in coming)


def test_a_company_of_any_trade_is_made_from_two_files(empty: Session, tmp_path: Path) -> None:
    source = folder(tmp_path, catalog=[PLANT, HOUR], customers=[CLIENT])

    founded = create_company(empty, source, today=TODAY)

    assert (founded.articles, founded.customers, founded.employees) == (2, 1, 6)
    plant, gardener = load_items(empty, ["P-1"])["P-1"], load_items(empty, ["H-1"])["H-1"]
    assert (plant.vat_group, plant.base_unit, plant.unit_price) == (
        "REDUCED",
        "pcs",
        Decimal("24.9"),
    )
    assert not gardener.is_stocked
    assert empty.get_one(PaymentTerms, "3/7NET21").discount_pct == Decimal(3)
    (client,) = clients(empty)
    assert (client.no, client.domains) == ("k7", ("casaverde.example",))
    assert client.contacts == (("Rui Sá", "rui@casaverde.example"),)


def test_a_second_company_does_not_fit_into_a_database(empty: Session) -> None:
    create_company(empty, None, today=TODAY)

    with pytest.raises(CompanyExists):
        create_company(empty, None, today=TODAY)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"currency": "XXX"}, "no first exchange rate is known for XXX"),
        ({"payment_terms": "whenever"}, "payment terms 'whenever' are not like NET30"),
    ],
)
def test_what_a_folder_says_wrongly_is_told(
    empty: Session, tmp_path: Path, fault: dict[str, str], message: str
) -> None:
    source = folder(tmp_path, catalog=[PLANT], customers=[CLIENT | fault])

    with pytest.raises(ValueError, match=message):
        create_company(empty, source, today=TODAY)


def test_a_folder_without_records_of_customers_is_refused(empty: Session, tmp_path: Path) -> None:
    source = folder(tmp_path, catalog=[PLANT], customers=["Casa Verde"])

    with pytest.raises(ValueError, match=r"customers\.json must be a list of records"):
        create_company(empty, source, today=TODAY)
