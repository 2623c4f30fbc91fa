"""Wrong requests to remind, to charge, to state, and to post what the bank says."""

from datetime import date
from decimal import Decimal

from domain.errors import Command, Outcome
from domain.parties.customer_rows import Customer
from domain.receivables.bank_posting import PostStatement, UnresolvedLines
from domain.receivables.bank_statements import ImportStatement, NothingInStatement
from domain.receivables.charges import ChargeInterest, NothingToCharge
from domain.receivables.issuing import SendReminders
from domain.receivables.letters import NoCustomerAddress
from domain.receivables.movements import BankLine
from domain.receivables.owing import ShowDebtors
from domain.receivables.reminders import NobodyToRemind
from domain.receivables.statements import SendStatement
from tests.domain.desk import Desk
from tests.domain.refusals.row import Wrong, setting
from tests.domain.test_reminders import interest_terms, psi_3, terms

GIFT = BankLine(on=date(2026, 3, 2), amount=Decimal(12), currency="EUR", party_name="Birch Retail")


def _too_early(desk: Desk) -> Command:
    terms(desk)
    psi_3(desk)
    return SendReminders()


def _interest_too_early(desk: Desk) -> Command:
    interest_terms(desk)
    psi_3(desk)
    return ChargeInterest(customer_no="C20000")


def _no_address(desk: Desk) -> Command:
    setting(desk, Customer, "C10000", email="", contact_no="")
    return SendStatement(customer_no="C10000")


def _imported(desk: Desk) -> Command:
    desk.give(ImportStatement(lines=(GIFT,)), Outcome, by="ada")
    return PostStatement()


def _imported_twice(desk: Desk) -> Command:
    _imported(desk)
    return ImportStatement(lines=(GIFT,))


ROWS = (
    Wrong(
        refusal=NobodyToRemind,
        ask=_too_early,
        by="ada",
        fact="Nobody is late enough to be reminded now.",
        way_out="Ask who is overdue to see how long each of them is.",
        remedies=(ShowDebtors,),
    ),
    Wrong(
        refusal=NothingToCharge,
        ask=_interest_too_early,
        by="ada",
        fact="There is no interest to charge to Birch Retail now.",
        way_out="Ask who is overdue to see who owes what since when.",
        remedies=(ShowDebtors,),
    ),
    Wrong(
        refusal=NoCustomerAddress,
        ask=_no_address,
        by="ada",
        fact="I have no mail address for Alder & Co (C10000).",
        way_out="Name a recipient, or enter an address on the customer's card.",
    ),
    Wrong(
        refusal=UnresolvedLines,
        ask=_imported,
        by="ada",
        fact="1 line is not settled yet.",
        way_out="Say whose money it is, or accept what I propose.",
        remedies=(PostStatement,),
    ),
    Wrong(
        refusal=NothingInStatement,
        ask=_imported_twice,
        by="ada",
        fact="I know this statement: I have its line already.",
        way_out="Hand me a newer one.",
    ),
)
