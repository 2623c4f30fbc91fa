"""Invoices put straight into the books, and questions to the ledgers, for tests of receivables."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from domain.catalog.currency_rows import rate_of
from domain.ledger.accounts import Role
from domain.ledger.customers import EntryKind, NewEntry, Standing, post_entry, standings
from domain.ledger.journal import GLEntry, Journal, VatEntry
from domain.parties.customer_rows import Customer
from tests.domain.desk import Desk


def owe(
    desk: Desk,
    number: str,
    total: str,
    *,
    customer: str = "C10000",
    vat: str = "0",
    due: date = date(2026, 4, 2),
    discount: str = "0",
    until: date | None = date(2026, 3, 10),
    tolerance: str = "0",
    currency: str = "EUR",
) -> None:
    """Post an invoice's customer entry on the desk's day, as posting an invoice does."""
    with desk.work("ada") as work:
        row = work.session.get_one(Customer, customer)
        rate = rate_of(work.session, currency, local="EUR", on=desk.today)
        amount, tax = rate.to_lcy(Decimal(total)), rate.to_lcy(Decimal(vat))
        journal = Journal(work, kind="invoice", source_no=number, posting_date=desk.today)
        new = NewEntry(
            customer_no=customer,
            posting_group=row.customer_posting_group,
            currency=currency,
            amount=Decimal(total),
            amount_lcy=amount,
            document_date=desk.today,
            due_date=due,
            discount_date=until if Decimal(discount) else None,
            discount=Decimal(discount),
            tolerance=Decimal(tolerance),
        )
        post_entry(journal, new, kind=EntryKind.INVOICE)
        if tax:
            _tax(journal, row.no, base=amount - tax, tax=tax)
        journal.book(Role.RECEIVABLES, amount, key=row.customer_posting_group)
        journal.book(Role.SALES_VAT, -tax)
        journal.book(Role.SALES, tax - amount)
        journal.write("invoice", number)


def _tax(journal: Journal, customer_no: str, *, base: Decimal, tax: Decimal) -> None:
    journal.add(
        VatEntry,
        vat_date=journal.posting_date,
        customer_no=customer_no,
        order_no="",
        code="VAT25",
        calc_type="normal",
        negative=False,
        component="percent",
        value=Decimal(25),
        base=base,
        amount=tax,
        base_lcy=base,
        amount_lcy=tax,
        clause="",
        account_no="",
    )


def entry(desk: Desk, number: str) -> Standing:
    """A paper's entry as it stands."""
    with desk.database.reading() as session:
        return standings(session, document_no=number, only_open=False, lock=False)[0]


def left(desk: Desk, *numbers: str) -> list[Decimal]:
    """What is open of papers."""
    return [entry(desk, number).remaining for number in numbers]


def account(desk: Desk, number: str, *, document_no: str | None = None) -> Decimal:
    """What an account of the general ledger got, in all or from one paper."""
    query = select(func.coalesce(func.sum(GLEntry.amount), 0)).where(GLEntry.account_no == number)
    if document_no is not None:
        query = query.where(GLEntry.document_no == document_no)
    with desk.database.reading() as session:
        return Decimal(session.scalar(query) or 0)


def accounts(desk: Desk, document_no: str, numbers: Sequence[str]) -> list[Decimal]:
    """What a paper put on each of these accounts."""
    return [account(desk, number, document_no=document_no) for number in numbers]


def unbalanced(desk: Desk) -> list[int]:
    """Transactions whose debits and credits differ; there must be none."""
    query = (
        select(GLEntry.transaction_id)
        .group_by(GLEntry.transaction_id)
        .having(func.sum(GLEntry.amount) != 0)
    )
    with desk.database.reading() as session:
        return list(session.scalars(query))
