"""Harbor Supply, the world of the specification's scenarios (its section 0), as rows.

Local currency EUR, work date Monday 2026-03-02. Every customer's salesperson is Gina, who
has no limit, so that amounts alone never ask for an approval. FREIGHT is kept as a
non-inventory article without a price.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from domain.catalog.item_rows import (
    AssemblyComponent,
    Item,
    ItemCategory,
    ItemReference,
    ItemSynonym,
    ItemUnit,
    ItemVariant,
)
from domain.company_defaults import add_locations, add_number_series
from domain.currencies import CurrencyRow, ExchangeRateRow
from domain.naming import folded, name_key
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import (
    Customer,
    CustomerAlias,
    CustomerDomain,
    CustomerTemplate,
    ShipToAddress,
)
from domain.parties.terms import PaymentMethod, PaymentTerms
from domain.parties.vendors import Vendor
from domain.people import Employee
from domain.posting.opening import open_books
from domain.setup import CompanySetup
from domain.stock.rows import StockBalance
from domain.vat import VatPostingSetup

WORK_DATE = date(2026, 3, 2)
ROLES = {
    "sally": ("Sally Sand", "salesperson", "1000", "mark"),
    "mark": ("Mark Mole", "salesperson manager", "5000", "gina"),
    "nora": ("Nora Nord", "salesperson manager", "5000", "gina"),
    "gina": ("Gina Grund", "salesperson manager", None, "gina"),
    "olga": ("Olga Ort", "administrator", "0", None),
    "wes": ("Wes Wall", "warehouse", "0", None),
    "ada": ("Ada Acre", "accountant", "0", None),
}


def harbor(session: Session) -> None:
    """Fill an empty database with the fixture world."""
    add_number_series(session)
    add_locations(session)
    _setup(session)
    _people(session)
    _terms_and_taxes(session)
    session.flush()
    _items(session)
    _customers(session)
    open_books(session, on=WORK_DATE)


def _setup(session: Session) -> None:
    session.add(
        CompanySetup(
            name="Harbor Supply",
            address="Harbor Supply\nKai 1\n20457 Hamburg",
            country="DE",
            email="sales@harbor.example",
            vat_id="DE136695976",
        )
    )
    session.add_all((CurrencyRow(code="EUR"), CurrencyRow(code="USD")))
    for day, units in ((date(2026, 3, 2), "1.25"), (date(2026, 4, 1), "1.20")):
        rate = ExchangeRateRow(
            currency="USD", day=day, foreign_amount=Decimal(units), lcy_amount=Decimal(1)
        )
        session.add(rate)


def _people(session: Session) -> None:
    employees = {
        no: Employee(
            no=no,
            name=name,
            email=f"{no}@harbor.example",
            roles=roles,
            slack_id=f"U-{no.upper()}",
            sales_limit=Decimal(limit or 0),
        )
        for no, (name, roles, limit, _) in ROLES.items()
    }
    session.add_all(employees.values())
    session.flush()
    for no, (_, _, limit, approver) in ROLES.items():
        employees[no].approver_no = approver
        if limit is None:
            employees[no].sales_limit = None  # an INSERT would take the column's default
    employees["mark"].substitute_no = "nora"


def _terms_and_taxes(session: Session) -> None:
    session.add_all(
        (
            PaymentTerms(
                code="1M(8D)", due_formula="1M", discount_formula="8D", discount_pct=Decimal(2)
            ),
            PaymentTerms(code="14D", due_formula="14D"),
            PaymentTerms(code="CM", due_formula="CM"),
            PaymentTerms(code="COD", due_formula="0D"),
            PaymentMethod(code="CASH", balancing_account="BANK"),
        )
    )
    session.flush()
    for group, percent in (("VAT25", 25), ("VAT12", 12)):
        domestic = VatPostingSetup(
            bus_group="DOMESTIC", prod_group=group, identifier=group, percent=Decimal(percent)
        )
        export = VatPostingSetup(
            bus_group="EXPORT", prod_group=group, identifier="EXPORT", clause="EXPORT"
        )
        session.add_all((domestic, export))
    for code in ("DOMESTIC", "EXPORT"):
        template = CustomerTemplate(
            code=code,
            gen_bus_posting_group=code,
            vat_bus_posting_group=code,
            customer_posting_group=code,
            payment_terms="14D",
        )
        session.add(template)


def _items(session: Session) -> None:
    session.add(Vendor(no="V-OAK", name="Oak Works", email="sales@oak.example", lead_time="7D"))
    session.add_all((ItemCategory(code="FURNITURE"), ItemCategory(code="LIGHTING")))
    session.flush()
    session.add_all(
        (
            _item("CHAIR", "Chair", price="100", cost="60", category="FURNITURE"),
            _table(),
            _item("LAMP", "Lamp", price="24.50", cost="11", category="LIGHTING"),
            _item("BOOK", "Book", price="12", cost="5", vat="VAT12"),
            _item("KIT-DESK", "Desk kit", price="650", cost="0", replenishment="assembly"),
            _item("TOP", "Desk top", price="300", cost="200"),
            _item("LEG", "Desk leg", price="40", cost="20"),
            _item("INSTALL", "Installation", price="80", cost="0", type="service", unit="HOUR"),
            _item("FREIGHT", "Freight", price="0", cost="0", type="non-inventory"),
        )
    )
    session.flush()
    pieces = ("CHAIR", "TABLE", "LAMP", "BOOK", "KIT-DESK", "TOP", "LEG", "FREIGHT")
    units = dict.fromkeys(pieces, "PCS")
    for no, unit in {**units, "INSTALL": "HOUR"}.items():
        session.add(ItemUnit(item_no=no, code=unit, qty_per=Decimal(1)))
    session.add(ItemUnit(item_no="CHAIR", code="BOX", qty_per=Decimal(4)))
    for colour in ("BLUE", "RED"):
        session.add(ItemVariant(item_no="LAMP", code=colour, description=f"Lamp, {colour.lower()}"))
    for no, stock in (("CHAIR", 30), ("TABLE", 0), ("LAMP", 200), ("BOOK", 500), ("KIT-DESK", 0)):
        session.add(StockBalance(item_no=no, variant="", location="MAIN", on_hand=Decimal(stock)))
    session.add(ItemSynonym(item_no="CHAIR", synonym="seat"))
    _kit(session)


def _table() -> Item:
    table = _item("TABLE", "Table", price="480", cost="300", category="FURNITURE")
    table.vendor_no = "V-OAK"
    table.lead_time, table.safety_lead_time, table.critical = "7D", "1D", True
    return table


def _kit(session: Session) -> None:
    parts = (("TOP", "1", "item"), ("LEG", "4", "item"), ("LABOUR", "0.5", "resource"))
    for position, (component, quantity, kind) in enumerate(parts, start=1):
        session.add(
            AssemblyComponent(
                item_no="KIT-DESK",
                position=position,
                component=component,
                quantity_per=Decimal(quantity),
                kind=kind,
            )
        )


def _item(
    no: str,
    description: str,
    *,
    price: str,
    cost: str,
    vat: str = "VAT25",
    unit: str = "PCS",
    type: str = "inventory",  # noqa: A002 - the column's name
    category: str | None = None,
    replenishment: str = "purchase",
) -> Item:
    return Item(
        no=no,
        description=description,
        type=type,
        base_unit=unit,
        unit_price=Decimal(price),
        unit_cost=Decimal(cost),
        gen_prod_posting_group="RETAIL" if type == "inventory" else "SERVICES",
        vat_prod_posting_group=vat,
        inventory_posting_group="RESALE" if type == "inventory" else "",
        category=category,
        replenishment=replenishment,
        assembly_policy="order" if replenishment == "assembly" else "stock",
    )


def _customers(session: Session) -> None:
    alder = _customer("C10000", "Alder & Co", terms="1M(8D)", city="Hamburg")
    birch = _customer("C20000", "Birch Retail", terms="14D", city="Bremen")
    birch.credit_limit, birch.combine_shipments = Decimal(5000), True
    birch.price_group = "RETAIL"
    cedar = _customer("C30000", "Cedar Export", terms="CM", city="Oslo", country="NO")
    cedar.vat_bus_posting_group = cedar.gen_bus_posting_group = "EXPORT"
    dune = _customer("C40000", "Dune Shop", terms="COD", city="Husum")
    dune.prices_including_vat = True
    elm = _customer("C50000", "Elm Works", terms="14D", city="Kiel")
    elm.prepayment_pct = Decimal(30)
    customers = (alder, birch, cedar, dune, elm)
    session.add_all(customers)
    session.flush()
    for number, customer in enumerate(customers, start=1):
        _people_at(session, customer, number=number)
    session.add_all(
        (
            CustomerAlias(customer_no="C10000", alias="Alders", folded=folded("Alders")),
            ItemReference(item_no="CHAIR", kind="customer", owner_no="C10000", reference="A-77"),
            ShipToAddress(
                customer_no="C10000",
                code="DEPOT",
                name="Alder & Co, depot",
                address="Hafenstr. 9",
                post_code="20457",
                city="Hamburg",
                country="DE",
                salesperson="sally",
            ),
        )
    )


def _customer(no: str, name: str, *, terms: str, city: str, country: str = "DE") -> Customer:
    return Customer(
        no=no,
        name=name,
        name_key=name_key(name),
        address="Hauptstr. 1",
        post_code="20095",
        city=city,
        country=country,
        email=f"orders@{name.split()[0].lower()}.example",
        language="en",
        salesperson="gina",
        payment_terms=terms,
        gen_bus_posting_group="DOMESTIC",
        vat_bus_posting_group="DOMESTIC",
        customer_posting_group="DOMESTIC",
        location="MAIN",
    )


def _people_at(session: Session, customer: Customer, *, number: int) -> None:
    short = customer.name.split()[0]
    company = Contact(
        no=f"CT100{number}0",
        name=customer.name,
        type="company",
        customer_no=customer.no,
        email=customer.email,
    )
    session.add_all(
        (company, CustomerDomain(customer_no=customer.no, domain=f"{short.lower()}.example"))
    )
    session.flush()
    customer.contact_no = company.no
    person = Contact(
        no=f"CT100{number}1",
        name=f"Ann {short}",
        company_no=company.no,
        customer_no=customer.no,
        email=f"ann@{short.lower()}.example",
    )
    session.add(person)
