"""A company's folder: articles, customers, people and stock as JSON files of any trade.

`catalog.json` and `customers.json` are needed; `company.json`, `employees.json` and
`stock.json` may be missing. Only what a company begins with is read here, never again later.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calendar import SATURDAY, SUNDAY, WorkingCalendar, nearest_working_day
from domain.catalog.item_rows import Item, ItemCategory, ItemReference, ItemSynonym, ItemUnit
from domain.company_defaults import business_group, product_group
from domain.money import UNIT_PRICE_STEP, ZERO, round_to
from domain.naming import folded, name_key
from domain.numbering import next_number
from domain.parties.contact_rows import Contact
from domain.parties.contacts import PUBLIC_MAIL
from domain.parties.customer_rows import Customer, CustomerAlias, CustomerDomain
from domain.parties.vendors import Vendor
from domain.people import Employee
from domain.setup import CompanySetup
from domain.stock.expected import OpenLine, expect_supply
from domain.stock.rows import StockBalance

Record = dict[str, Any]
WEEKDAYS = WorkingCalendar(code="weekdays", weekdays_off=frozenset({SATURDAY, SUNDAY}))
_HOURS = frozenset({"hour", "hours", "h", "day", "days"})
_LANGUAGES = {"DE": "de", "AT": "de", "CH": "de", "LI": "de"}


@dataclass(frozen=True, kw_only=True)
class CompanyFiles:
    """The records of a folder, read and checked for their keys, not for their sense."""

    catalog: tuple[Record, ...]
    customers: tuple[Record, ...]
    company: Record
    employees: tuple[Record, ...]
    stock: Record

    @property
    def currencies(self) -> set[str]:
        return {row["currency"] for row in self.customers if row.get("currency")}

    @property
    def terms(self) -> set[str]:
        return {row["payment_terms"] for row in self.customers if row.get("payment_terms")}


def read_folder(folder: Path, *, example: Path) -> CompanyFiles:
    """Read a company's folder; seller and people come from `example` where it has none.

    Raises:
        FileNotFoundError: there is no catalog.json or no customers.json.
        ValueError: a file is no JSON, or not a list of records with their numbers.
    """
    return CompanyFiles(
        catalog=_records(folder / "catalog.json", key="sku"),
        customers=_records(folder / "customers.json", key="id"),
        company=_json(_either(folder, example, "company.json")),
        employees=_records(_either(folder, example, "employees.json"), key="no"),
        stock=_json(folder / "stock.json") if (folder / "stock.json").exists() else {},
    )


def add_company(session: Session, record: Record) -> None:
    """The seller's letterhead; unknown keys are left out."""
    town = f"{record.get('post_code', '')} {record.get('city', '')}".strip()
    lines = (record.get("street", ""), town)
    known = set(CompanySetup.__table__.columns.keys()) - {"id", "address"}
    session.add(
        CompanySetup(
            address="\n".join(line for line in lines if line),
            **{key: value for key, value in record.items() if key in known},
        )
    )


def add_employees(session: Session, records: tuple[Record, ...]) -> None:
    """People first, then who approves for whom."""
    employees = {row["no"]: _employee(row) for row in records}
    session.add_all(employees.values())
    session.flush()
    for row in records:
        employees[row["no"]].approver_no = row.get("approver")
        employees[row["no"]].substitute_no = row.get("substitute")
        if row.get("sales_limit", "0") is None:
            employees[row["no"]].sales_limit = None  # an INSERT would take the column's default
    session.flush()


def add_items(session: Session, records: tuple[Record, ...]) -> None:
    """Articles with their units, packings and the names people use for them."""
    groups = sorted({row["group"] for row in records if row.get("group")})
    session.add_all(ItemCategory(code=group, name=group.capitalize()) for group in groups)
    session.flush()
    session.add_all(_item(row) for row in records)
    session.flush()
    for row in records:
        base = _base_unit(row)
        units = {base: Decimal(1), **_packings(row)}
        session.add_all(
            ItemUnit(item_no=row["sku"], code=code, qty_per=Decimal(held))
            for code, held in units.items()
        )
        session.add_all(
            ItemSynonym(item_no=row["sku"], synonym=synonym)
            for synonym in dict.fromkeys(row.get("synonyms") or ())
        )
    session.flush()


def add_customers(session: Session, records: tuple[Record, ...], *, seller: str, on: date) -> None:
    """Customers with their people, domains and the names people use for them.

    `seller` is our country. Salespeople share the customers in turn.
    """
    salespeople = [
        employee.no
        for employee in session.scalars(select(Employee).order_by(Employee.no))
        if _sells(employee)
    ]
    for number, row in enumerate(records):
        customer = _customer(row, seller=seller, on=on)
        if salespeople:
            customer.salesperson = salespeople[number % len(salespeople)]
        session.add(customer)
        session.flush()
        _add_contacts(session, customer, row, on=on)
        session.add_all(
            CustomerAlias(customer_no=customer.no, alias=alias, folded=folded(alias))
            for alias in dict.fromkeys(row.get("aliases") or ())
        )
    session.flush()


def add_stock(session: Session, record: Record, *, location: str, on: date) -> None:
    """Vendors, what lies there, what is ordered, and customers' own numbers for articles."""
    session.add_all(Vendor(**vendor) for vendor in record.get("vendors", ()))
    session.flush()
    lead_times = {vendor["no"]: vendor["lead_time"] for vendor in record.get("vendors", ())}
    for row in record.get("stock", ()):
        item = session.get_one(Item, row["sku"])
        item.unit_cost = Decimal(row["cost"])
        item.vendor_no = row["vendor"]
        item.lead_time = lead_times[row["vendor"]]
        item.safety_stock = Decimal(row["safety_stock"])
        session.add(
            StockBalance(
                item_no=item.no, variant="", location=location, on_hand=Decimal(row["on_hand"])
            )
        )
    for row in record.get("supply", ()):
        line = OpenLine(
            line_no=10_000,
            item_no=row["sku"],
            quantity=Decimal(row["quantity"]),
            day=nearest_working_day(on + timedelta(days=int(row["in_days"])), (WEEKDAYS,)),
            location=location,
        )
        expect_supply(session, row["order"], [line])
    session.add_all(
        ItemReference(
            item_no=row["sku"],
            kind="customer",
            owner_no=row["customer"],
            reference=row["reference"],
        )
        for row in record.get("references", ())
    )
    session.flush()


def _either(folder: Path, example: Path, name: str) -> Path:
    return folder / name if (folder / name).exists() else example / name


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name} is no JSON: {error}") from error


def _records(path: Path, *, key: str) -> tuple[Record, ...]:
    rows = _json(path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) and key in row for row in rows):
        raise ValueError(f"{path.name} must be a list of records, each with {key!r}")
    return tuple(rows)


def _employee(row: Record) -> Employee:
    limit = row.get("sales_limit") or "0"
    return Employee(
        no=row["no"],
        name=row["name"],
        email=row["email"].lower(),
        title=row.get("title", ""),
        roles=" ".join(row.get("roles", ())),
        slack_id=row.get("slack_id"),
        sales_limit=Decimal(limit),
    )


def _sells(employee: Employee) -> bool:
    return employee.roles.split() == ["salesperson"]


def _base_unit(row: Record) -> str:
    return row.get("unit") or "pcs"


def _packings(row: Record) -> Record:
    return row.get("alt_units") or {}


def _item(row: Record) -> Item:
    group = row.get("group") or ""
    is_service = _base_unit(row).lower() in _HOURS or group.lower().startswith("service")
    return Item(
        no=row["sku"],
        description=row.get("description") or row["sku"],
        type="service" if is_service else "inventory",
        base_unit=_base_unit(row),
        unit_price=round_to(Decimal(row.get("price") or ZERO), UNIT_PRICE_STEP),
        category=group or None,
        gen_prod_posting_group="SERVICES" if is_service else "RETAIL",
        vat_prod_posting_group=product_group(group),
        inventory_posting_group="" if is_service else "RESALE",
    )


def _customer(row: Record, *, seller: str, on: date) -> Customer:
    country = row.get("country") or seller
    group = business_group(country, seller=seller)
    contacts = row.get("contacts") or ()
    return Customer(
        no=row["id"],
        name=row["name"],
        name_key=name_key(row["name"]),
        address=row.get("street") or "",
        post_code=row.get("post_code") or "",
        city=row.get("city") or "",
        country=country,
        email=(contacts[0].get("email") or "").lower() if contacts else "",
        language=row.get("language") or _LANGUAGES.get(country, "en"),
        currency=row.get("currency") or "",
        payment_terms=row.get("payment_terms") or "NET30",
        vat_registration_no=row.get("vat_no") or "",
        gen_bus_posting_group=group,
        vat_bus_posting_group=group,
        customer_posting_group=group,
        created_on=on,
    )


def _add_contacts(session: Session, customer: Customer, row: Record, *, on: date) -> None:
    company = Contact(
        no=next_number(session, "contact", on),
        name=customer.name,
        type="company",
        customer_no=customer.no,
    )
    session.add(company)
    session.flush()
    customer.contact_no = company.no
    people = row.get("contacts") or ()
    for person in people:
        session.add(
            Contact(
                no=next_number(session, "contact", on),
                name=person.get("name") or "",
                company_no=company.no,
                customer_no=customer.no,
                email=(person.get("email") or "").lower(),
                language=customer.language,
            )
        )
    domains = row.get("email_domains")
    if domains is None:
        domains = [(person.get("email") or "").rpartition("@")[2] for person in people]
    session.add_all(
        CustomerDomain(customer_no=customer.no, domain=domain)
        for domain in dict.fromkeys(domain.lower() for domain in domains if domain)
        if domain not in PUBLIC_MAIL
    )
