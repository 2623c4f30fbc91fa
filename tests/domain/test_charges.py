"""Item charges: freight that belongs to delivered goods (specification, section 7.9)."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from domain.catalog.item_rows import Item, ItemUnit
from domain.catalog.price_list_rows import InvoiceDiscountRow
from domain.errors import Outcome
from domain.ledger.goods_rows import ItemEntry, ItemEntryState, ValueEntry
from domain.parties.customer_rows import Customer
from domain.posting.assigning import AssignCharge, ChargeAssigned, ChargeTarget
from domain.posting.corrections import CancelInvoice
from domain.posting.direct import CreateInvoice, InvoiceDrafted
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.rebilling import CancelCreditMemo
from domain.posting.undo import UndoShipment
from domain.sales.changes import ChangeDocument
from domain.sales.charges import ChargeAssignment
from domain.sales.keeping import DeleteDocument
from domain.sales.lines import LineChange, LineRequest
from domain.setup import CompanySetup
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books, invoice
from tests.domain.test_posting import off
from tests.domain.test_shipments import confirmed, ship

D = Decimal
GOODS = (want("CHAIR", 4), want("LAMP", 10))


@pytest.fixture
def yard(desk: Desk) -> Desk:
    """Harbor Supply with CARRIAGE, a charge, and chairs of 5 kg beside lamps of 1 kg."""
    with desk.database.writing() as session:
        carriage = Item(
            no="CARRIAGE",
            description="Carriage",
            type="charge",
            base_unit="PCS",
            gen_prod_posting_group="SERVICES",
            vat_prod_posting_group="VAT25",
        )
        session.add(carriage)
        session.flush()
        session.add(ItemUnit(item_no="CARRIAGE", code="PCS", qty_per=D(1)))
        session.get_one(Item, "CHAIR").weight = D(5)
        session.get_one(Item, "LAMP").weight = D(1)
    return desk


def carriage(price: str = "30.00") -> LineRequest:
    return want("CARRIAGE", 1, unit_price=D(price))


def shares(told: ChargeAssigned) -> list[tuple[str, str]]:
    return [(part.item_no, str(part.amount)) for part in told.parts]


def earned(desk: Desk) -> dict[str, Decimal]:
    """What the deliveries of each article earned, charges included."""
    with desk.database.reading() as session:
        rows = session.execute(
            select(ItemEntry.item_no, func.sum(ValueEntry.sales_amount))
            .join(ValueEntry, ValueEntry.item_entry_id == ItemEntry.id)
            .where(ItemEntry.kind == "sale")
            .group_by(ItemEntry.item_no)
        )
        return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("by", "chairs", "lamps"),
    [
        ("amount", "18.60", "11.40"),
        ("equally", "15.00", "15.00"),
        ("quantity", "8.57", "21.43"),
        ("weight", "20.00", "10.00"),
    ],
)
def test_thirty_of_freight_are_shared_to_the_cent(
    yard: Desk, by: str, chairs: str, lamps: str
) -> None:
    order = yard.order(*GOODS, carriage())

    told = yard.give(AssignCharge(document_no=order.number, by=by), ChargeAssigned)

    assert shares(told) == [("CHAIR", chairs), ("LAMP", lamps)]
    assert (told.amount, told.rest) == (D("30.00"), D(0))


def test_it_raises_what_the_deliveries_earned_and_not_what_they_cost(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)

    told = yard.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert told.net_amount == D("675.00")
    assert earned(yard) == {"CHAIR": D("418.60"), "LAMP": D("256.40")}
    found = books(yard, told.invoice_no)
    assert (found["6110"], found["6810"]) == (D("-645.00"), D("-30.00"))
    assert found["7190"] == D("350.00")
    with yard.database.reading() as session:
        sold = session.scalars(
            select(ItemEntryState.quantity).where(ItemEntryState.quantity < 0)
        ).all()
    assert sorted(sold) == [D(-10), D(-4)]
    assert off(yard) == []


def test_a_charge_that_belongs_to_nothing_is_not_billed(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())

    refused = yard.refused(ShipAndInvoice(order_no=order_no))

    assert (refused.code, refused.rest) == ("charge_not_assigned", D("30.00"))  # type: ignore[attr-defined]
    yard.give(refused.remedies()[0], ChargeAssigned)
    assert yard.give(ShipAndInvoice(order_no=order_no), InvoicePosted).status == "completed"


def test_a_rest_that_hands_left_over_is_named(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    by_hand = (ChargeTarget(line_no=10000, amount=D("18.00")),)

    told = yard.give(AssignCharge(document_no=order_no, targets=by_hand), ChargeAssigned)
    refused = yard.refused(ShipAndInvoice(order_no=order_no))

    assert told.rest == D("12.00")
    assert refused.rest == D("12.00")  # type: ignore[attr-defined]


def test_a_charge_that_became_dearer_has_to_be_assigned_again(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)
    dearer = LineChange(op="set", item_no="CARRIAGE", unit_price=D(35))
    yard.give(ChangeDocument(document_no=order_no, lines=(dearer,), reopen=True), Outcome)

    refused = yard.refused(ShipAndInvoice(order_no=order_no, confirm=True))

    assert (refused.code, refused.rest) == ("charge_not_assigned", D("5.00"))  # type: ignore[attr-defined]


def test_freight_billed_later_belongs_to_the_shipment_it_was_for(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS)
    yard.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    draft = yard.give(CreateInvoice(customer_no="C10000", lines=(carriage(),)), InvoiceDrafted)
    shipment = (ChargeTarget(document_no="PS-SHP102001"),)

    yard.give(AssignCharge(document_no=draft.number, targets=shipment), ChargeAssigned)
    yard.give(PostInvoice(document_no=draft.number), InvoicePosted)

    assert earned(yard) == {"CHAIR": D("418.60"), "LAMP": D("256.40")}
    assert off(yard) == []


def test_what_has_not_left_yet_earns_nothing_of_a_charge_billed_now(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)
    ship(yard, order_no, ("CHAIR", 4))

    invoice(yard, order_no)

    assert earned(yard) == {"CHAIR": D("430.00")}


def test_a_charge_alone_waits_for_its_goods(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)

    assert yard.codes(PostInvoice(document_no=order_no), by="ada") == ["charge_not_assigned"]


def test_a_shipment_that_was_undone_bears_nothing(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)
    ship(yard, order_no, ("CHAIR", 4))
    yard.give(UndoShipment(shipment_no="PS-SHP102001"), Outcome)

    target = (ChargeTarget(document_no="PS-SHP102001"),)

    assert yard.codes(AssignCharge(document_no=order_no, targets=target)) == ["not_found"]
    assert yard.codes(PostInvoice(document_no=order_no)) == ["charge_not_assigned"]


def test_cancelling_the_invoice_takes_the_earnings_back(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)
    told = yard.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    yard.give(CancelInvoice(invoice_no=told.invoice_no), Outcome, by="ada")

    assert earned(yard) == {"CHAIR": D(0), "LAMP": D(0)}
    assert off(yard) == []


def test_a_cancelled_credit_memo_lets_them_earn_it_again(yard: Desk) -> None:
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)
    told = yard.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    yard.give(CancelInvoice(invoice_no=told.invoice_no), Outcome, by="ada")

    yard.give(CancelCreditMemo(credit_memo_no="PS-CR104001"), Outcome, by="ada")

    assert earned(yard) == {"CHAIR": D("418.60"), "LAMP": D("256.40")}
    assert off(yard) == []


def test_a_service_charge_beside_it_is_nobodys_earning(yard: Desk) -> None:
    with yard.database.writing() as session:
        session.get_one(CompanySetup, 1).service_charge_item = "CARRIAGE"
        session.get_one(Customer, "C10000").invoice_disc_code = "INV"
        session.add(
            InvoiceDiscountRow(code="INV", currency="", min_amount=D(0), service_charge=D(15))
        )
    order_no = confirmed(yard, *GOODS, carriage())
    yard.give(AssignCharge(document_no=order_no), ChargeAssigned)
    told = yard.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    billed = earned(yard)

    yard.give(CancelInvoice(invoice_no=told.invoice_no), Outcome, by="ada")

    assert (told.net_amount, billed) == (D("690.00"), {"CHAIR": D("418.60"), "LAMP": D("256.40")})
    assert earned(yard) == {"CHAIR": D(0), "LAMP": D(0)}
    assert off(yard) == []


def test_what_cannot_be_assigned_is_refused(yard: Desk) -> None:
    order = yard.order(*GOODS, carriage())
    bare = yard.order(*GOODS)
    number = order.number

    def code(**more: object) -> list[str]:
        return yard.codes(AssignCharge(document_no=number, **more))  # type: ignore[arg-type]

    assert code(by="colour") == ["invalid_field"]
    assert code(targets=(ChargeTarget(amount=D(31)),)) == ["invalid_field"]
    assert code(targets=(ChargeTarget(document_no="PS-SHP1"),)) == ["not_found"]
    assert code(item_no="CHAIR") == ["not_found"]
    assert yard.codes(AssignCharge(document_no=bare.number)) == ["not_found"]
    assert yard.codes(AssignCharge(document_no=number), by="wes") == ["not_permitted"]


def test_a_deleted_draft_takes_its_assignments_with_it(yard: Desk) -> None:
    order = yard.order(*GOODS, carriage())
    yard.give(AssignCharge(document_no=order.number), ChargeAssigned)

    yard.give(DeleteDocument(document_no=order.number), Outcome)

    with yard.database.reading() as session:
        assert session.scalars(select(ChargeAssignment)).all() == []


def test_many_lines_bear_a_charge_in_as_many_statements(yard: Desk) -> None:
    counts = []
    for size in (10, 100):
        lines = [want("CHAIR", 1, comment=str(n)) for n in range(size)]
        order_no = confirmed(yard, *lines, carriage())
        yard.give(AssignCharge(document_no=order_no), ChargeAssigned)
        with yard.counted() as statements:
            yard.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
        counts.append(len(statements))

    assert abs(counts[1] - counts[0]) <= 5
