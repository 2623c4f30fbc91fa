"""Accounts kept in one currency: receivables of a group, and banks (specification, 5.2)."""

from datetime import date
from decimal import Decimal

from domain.ledger.accounts import GLAccount, RoleAccount
from domain.parties.customer_rows import Customer
from domain.posting.direct import CreateInvoice, InvoiceDrafted
from domain.posting.invoice import InvoicePosted, PostInvoice
from domain.receivables.payments import PaymentRecorded, RecordPayment
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books

D = Decimal


def keep(desk: Desk, role: str, key: str, account: tuple[str, str]) -> None:
    """Let an account (number, currency) play a role for a key."""
    number, currency = account
    with desk.database.writing() as session:
        session.add(GLAccount(no=number, currency=currency))
        session.flush()
        session.add(RoleAccount(role=role, key=key, account_no=number))


def dollar_draft(desk: Desk) -> str:
    with desk.database.writing() as session:
        cedar = session.get_one(Customer, "C30000")
        cedar.currency = "USD"
        cedar.customer_posting_group = "ABROAD"
    command = CreateInvoice(customer_no="C30000", lines=(want("INSTALL", 1),))
    return desk.give(command, InvoiceDrafted).number


def test_receivables_kept_in_another_currency_take_no_invoice(desk: Desk) -> None:
    keep(desk, "RECEIVABLES", "ABROAD", ("2315", "GBP"))
    number = dollar_draft(desk)

    assert desk.codes(PostInvoice(document_no=number), by="ada") == ["currency_mismatch"]


def test_receivables_kept_in_the_documents_currency_do(desk: Desk) -> None:
    keep(desk, "RECEIVABLES", "ABROAD", ("2315", "USD"))
    number = dollar_draft(desk)

    posted = desk.give(PostInvoice(document_no=number), InvoicePosted, by="ada")

    assert (posted.total, books(desk, posted.invoice_no)["2315"]) == (D("100.00"), D("80.00"))


def test_a_bank_takes_money_of_its_own_currency_only(desk: Desk) -> None:
    keep(desk, "BANK", "DOLLAR", ("2925", "USD"))
    desk.today = date(2026, 3, 9)

    def money(currency: str) -> RecordPayment:
        return RecordPayment(
            customer_no="C30000", amount=D(125), currency=currency, account="dollar"
        )

    assert desk.codes(money("EUR"), by="ada") == ["currency_mismatch"]
    told = desk.give(money("USD"), PaymentRecorded, by="ada")
    assert books(desk, told.number)["2925"] == D("100.00")
