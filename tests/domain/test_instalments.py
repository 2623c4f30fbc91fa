"""A bill that is paid in parts: one entry each, paid oldest first (specification, section 6.1)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from domain.errors import Outcome
from domain.ledger.customers import standings
from domain.ledger.journal import GLEntry
from domain.parties.customer_rows import Customer
from domain.parties.terms import PaymentTerms, TermsInstalment
from domain.posting.corrections import CancelInvoice
from domain.posting.direct import CreateInvoice, InvoiceDrafted
from domain.posting.invoice import InvoicePosted, PostInvoice
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import RecordPayment
from domain.sales.changes import ChangeDocument
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import ship_and_invoice
from tests.domain.test_posting import off

D = Decimal
THIRDS = (("percent", "30", "0D"), ("percent", "30", "1M"), ("rest", "0", "2M"))
NET_AND_VAT = (("net", "0", "0D"), ("vat", "0", "1M"), ("rest", "0", "2M"))


def agree(desk: Desk, *rows: tuple[str, str, str], customer: str = "C10000") -> None:
    """Let a customer pay in these instalments: portion, value and when."""
    with desk.database.writing() as session:
        session.add(
            PaymentTerms(code="PARTS", due_formula="14D", discount_formula="8D", discount_pct=D(2))
        )
        session.flush()
        for position, (portion, value, due) in enumerate(rows, start=1):
            session.add(
                TermsInstalment(
                    terms_code="PARTS",
                    position=position,
                    portion=portion,
                    value=D(value),
                    due_formula=due,
                )
            )
        session.get_one(Customer, customer).payment_terms = "PARTS"


def billed(desk: Desk, net: str = "645.00") -> InvoicePosted:
    desk.today = date(2026, 3, 31)
    return ship_and_invoice(desk, want("INSTALL", 1, unit_price=D(net)))


def parts(desk: Desk, number: str) -> list[tuple[str, date]]:
    with desk.database.reading() as session:
        found = standings(session, document_no=number, only_open=False, lock=False)
        return [(str(each.remaining), each.due_date) for each in found]


def test_every_instalment_is_an_entry_with_its_own_due_date(desk: Desk) -> None:
    agree(desk, *THIRDS)

    told = billed(desk)

    assert told.total == D("806.25")
    assert parts(desk, told.invoice_no) == [
        ("241.88", date(2026, 3, 31)),
        ("241.88", date(2026, 4, 30)),
        ("322.49", date(2026, 5, 31)),
    ]
    assert [amount for _, amount in told.paper.instalments] == [
        D("241.88"),
        D("241.88"),
        D("322.49"),
    ]
    assert (told.paper.discount_amount, told.due_date) == (D(0), date(2026, 5, 31))
    assert off(desk) == []


def test_net_first_and_vat_later_leave_no_third_entry(desk: Desk) -> None:
    agree(desk, *NET_AND_VAT)

    told = billed(desk)

    assert [amount for amount, _ in parts(desk, told.invoice_no)] == ["645.00", "161.25"]


def test_money_pays_the_oldest_instalment_first_and_all_of_them_make_it_paid(desk: Desk) -> None:
    agree(desk, *THIRDS)
    told = billed(desk)

    def pay(amount: str) -> list[str]:
        applies = (AppliesTo(document_no=told.invoice_no),)
        command = RecordPayment(customer_no="C10000", amount=D(amount), applies_to=applies)
        desk.give(command, Outcome, by="ada")
        return [left for left, _ in parts(desk, told.invoice_no)]

    assert pay("300.00") == ["0.00", "183.76", "322.49"]
    assert pay("506.25") == ["0.00", "0.00", "0.00"]
    assert off(desk) == []


def test_cancelling_takes_all_instalments_back(desk: Desk) -> None:
    agree(desk, *THIRDS)
    told = billed(desk)

    desk.give(CancelInvoice(invoice_no=told.invoice_no), Outcome, by="ada")

    assert [left for left, _ in parts(desk, told.invoice_no)] == ["0.00", "0.00", "0.00"]
    with desk.database.reading() as session:
        amounts = session.scalars(select(GLEntry.amount).where(GLEntry.account_no == "2310"))
        assert sum(amounts) == D(0)
    assert off(desk) == []


def test_a_due_date_may_be_agreed_but_not_before_the_document(desk: Desk) -> None:
    draft = desk.give(
        CreateInvoice(customer_no="C10000", lines=(want("CHAIR", 2),)), InvoiceDrafted
    )
    too_soon = ChangeDocument(document_no=draft.number, due_date=date(2026, 2, 27))

    assert desk.codes(too_soon) == ["invalid_date"]
    later = ChangeDocument(document_no=draft.number, due_date=date(2026, 5, 15))
    changed = desk.give(later, Outcome)
    posted = desk.give(PostInvoice(document_no=draft.number), InvoicePosted)

    assert changed.changes == ("Due none → 15 May 2026",)  # type: ignore[attr-defined]
    assert posted.due_date == date(2026, 5, 15)


def test_new_terms_end_a_due_date_agreed_under_the_old_ones(desk: Desk) -> None:
    draft = desk.give(
        CreateInvoice(customer_no="C10000", lines=(want("CHAIR", 2),)), InvoiceDrafted
    )
    desk.give(ChangeDocument(document_no=draft.number, due_date=date(2026, 5, 15)), Outcome)
    desk.give(ChangeDocument(document_no=draft.number, payment_terms="14D"), Outcome)

    posted = desk.give(PostInvoice(document_no=draft.number), InvoicePosted)

    assert posted.due_date == date(2026, 3, 16)
