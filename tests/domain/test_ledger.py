"""The books: balanced or refused, first in first out, and what a customer's account says."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import BigInteger, Integer, func, select

from domain.database import Base
from domain.ledger.accounts import MissingAccount, Role
from domain.ledger.customers import (
    CustomerDetail,
    EntryKind,
    NewEntry,
    apply,
    post_entry,
    standings,
)
from domain.ledger.goods import Move, move_goods, open_layers
from domain.ledger.goods_rows import ItemApplication, ItemEntry, ItemEntryState, MoveKind
from domain.ledger.journal import GLEntry, Journal, Unbalanced
from domain.work import Work

D = Decimal
DAY = date(2026, 3, 2)
CHAIR = ("CHAIR", "", "MAIN")


def journal(work: Work, kind: str = "test") -> Journal:
    return Journal(work, kind=kind, source_no="T-1", posting_date=DAY)


def entry(amount: str, *, lcy: str = "", currency: str = "EUR") -> NewEntry:
    return NewEntry(
        customer_no="C10000",
        posting_group="DOMESTIC",
        currency=currency,
        amount=D(amount),
        amount_lcy=D(lcy or amount),
        document_date=DAY,
        due_date=DAY,
    )


def test_a_posting_that_does_not_balance_is_refused_as_a_fault(work: Work) -> None:
    books = journal(work)
    books.book(Role.RECEIVABLES, D("10.00"), key="DOMESTIC")
    books.book(Role.SALES, D("-9.99"))

    with pytest.raises(Unbalanced):
        books.write("invoice", "X-1")

    assert work.session.scalar(select(func.count()).select_from(GLEntry)) == 0


def test_amounts_of_one_account_are_one_entry_unless_their_label_differs(work: Work) -> None:
    books = journal(work)
    books.book(Role.SALES_VAT, D("-25.00"), label="VAT25 +")
    books.book(Role.SALES_VAT, D("5.00"), label="VAT25 -")
    books.book(Role.RECEIVABLES, D("15.00"))
    books.book(Role.RECEIVABLES, D("5.00"))
    books.write("invoice", "X-1")

    rows = work.session.execute(select(GLEntry.account_no, GLEntry.amount).order_by(GLEntry.id))
    assert [tuple(row) for row in rows] == [
        ("5610", D("-25.00")),
        ("5610", D("5.00")),
        ("2310", D("20.00")),
    ]


def test_a_missing_account_is_named_with_its_role(work: Work) -> None:
    books = Journal(work, kind="test", source_no="", posting_date=DAY)
    books.accounts.by_role.pop(("COGS", ""))  # type: ignore[attr-defined]

    with pytest.raises(MissingAccount) as refused:
        books.book(Role.COGS, D(1), key="DOMESTIC|RETAIL")

    assert refused.value.code == "missing_posting_setup"
    assert "DOMESTIC and RETAIL" in refused.value.sentence()


def test_goods_cost_what_the_oldest_receipts_cost(work: Work) -> None:
    books = journal(work)
    layers = open_layers(work.session, [CHAIR])
    bought = Move(
        kind=MoveKind.PURCHASE,
        item_no="CHAIR",
        location="MAIN",
        quantity=D(3),
        cost=D("200.00"),
    )
    sold = Move(item_no="CHAIR", location="MAIN", quantity=D(-32), unit_cost=D(60))
    moved = move_goods(books, [bought, sold], layers)
    books.write("shipment", "X-1")

    assert moved[1].cost == D("-1933.33")  # 30 at 60.00, then 2 of 3 that cost 200.00
    taken = work.session.scalars(select(ItemApplication.quantity).order_by(ItemApplication.id))
    assert list(taken) == [D(30), D(2)]
    left = work.session.get_one(ItemEntryState, moved[0].entry_id)
    assert (left.remaining, left.remaining_cost) == (D(1), D("66.67"))


def test_what_was_delivered_without_a_receipt_is_corrected_when_one_comes(work: Work) -> None:
    books = journal(work)
    layers = open_layers(work.session, [("TABLE", "", "MAIN")])
    sold = Move(item_no="TABLE", location="MAIN", quantity=D(-2), unit_cost=D(300))
    (gone,) = move_goods(books, [sold], layers)
    books.write("shipment", "X-1")

    later = journal(work)
    layers = open_layers(work.session, [("TABLE", "", "MAIN")])
    bought = Move(
        kind=MoveKind.PURCHASE, item_no="TABLE", location="MAIN", quantity=D(5), cost=D("1600.00")
    )
    (came,) = move_goods(later, [bought], layers)
    later.write("receipt", "X-2")

    assert gone.cost == D("-600.00")
    delivery = work.session.get_one(ItemEntryState, gone.entry_id)
    assert (delivery.cost, delivery.expected_left) == (D("-640.00"), D("-640.00"))
    assert not delivery.open
    receipt = work.session.get_one(ItemEntryState, came.entry_id)
    assert (receipt.remaining, receipt.remaining_cost) == (D(3), D("960.00"))


def test_stock_is_the_sum_of_its_entries_from_the_first_day(work: Work) -> None:
    stock = work.session.scalar(
        select(func.sum(ItemEntry.quantity)).where(ItemEntry.item_no == "CHAIR")
    )

    assert stock == D(30)


def test_a_payment_settles_part_of_a_debt(work: Work) -> None:
    books = journal(work)
    post_entry(books, entry("450.00"), kind=EntryKind.INVOICE)
    books.write("invoice", "X-1")
    books = journal(work)
    payment = post_entry(books, entry("-441.00"), kind=EntryKind.PAYMENT)
    (debt,) = standings(work.session, customer_no="C10000")
    apply(books, debt, payment, amount=D("441.00"))
    books.write("payment", "X-2")

    (left,) = standings(work.session, customer_no="C10000")

    assert (left.document_no, left.remaining) == ("X-1", D("9.00"))
    details = work.session.execute(
        select(CustomerDetail.entry_id, func.sum(CustomerDetail.amount))
        .group_by(CustomerDetail.entry_id)
        .order_by(CustomerDetail.entry_id)
    )
    assert [tuple(row) for row in details] == [
        (debt.entry_id, D("9.00")),
        (payment.entry_id, D("0.00")),
    ]


def test_a_foreign_payment_leaves_a_gain_in_our_currency(work: Work) -> None:
    books = journal(work)
    post_entry(books, entry("1250.00", lcy="1000.00", currency="USD"), kind=EntryKind.INVOICE)
    books.write("invoice", "X-1")
    books = journal(work)
    payment = post_entry(
        books, entry("-500.00", lcy="-416.67", currency="USD"), kind=EntryKind.PAYMENT
    )
    books.book(Role.BANK, D("416.67"))
    books.book(Role.RECEIVABLES, D("-416.67"), key="DOMESTIC")
    (debt,) = standings(work.session, customer_no="C10000")
    gain = apply(books, debt, payment, amount=D("500.00"))
    accounts = books.totals()
    books.write("payment", "X-2")

    assert gain == D("16.67")
    assert accounts == {"2920": D("416.67"), "2310": D("-400.00"), "9310": D("-16.67")}
    (left,) = standings(work.session, customer_no="C10000")
    assert (left.remaining, left.remaining_lcy) == (D("750.00"), D("600.00"))


def test_keys_of_entries_have_room_for_more_than_two_thousand_postings() -> None:
    """A key is a posting's times a million: on PostgreSQL an INTEGER ends with posting 2147."""
    narrow = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Integer)
        and not isinstance(column.type, BigInteger)
        and (column.name.endswith("_id") or column.name in ("from_entry", "closed_by"))
    ]

    assert narrow == []
