"""One frozen view feeds everything: paper, data, mail, Slack and ledger name the same figures."""

import json
from decimal import Decimal
from random import Random

import pytest
from lxml import etree
from sqlalchemy import func, select

from bot.channels import blocks, letters
from bot.handlers.extract import facts_of, lines_of, totals_of
from bot.handlers.occasions import letter_about
from bot.reply import Reply
from domain.database import Database
from domain.ledger.customers import CustomerEntry
from domain.ledger.journal import VatEntry
from domain.papers import PaperFacts
from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from templates.einvoice_files import FORMATS, einvoice_file
from templates.pages import money
from templates.pdf import render
from tests.domain.desk import Desk, want
from tests.domain.test_shipments import confirmed
from tests.papers.bills import bill
from tests.papers.positions import text

pytestmark = pytest.mark.slow

BILLS = 200
_HEAD = letters.Letterhead(company="Us", accent="", signature=(), public_url="https://x.example")


@pytest.mark.parametrize("hundred", range(0, BILLS, 50))
def test_paper_data_mail_and_slack_agree_to_the_cent(hundred: int) -> None:
    for seed in range(hundred, hundred + 50):
        facts = bill(seed)
        figures = {
            money(amount, facts.currency, facts.locale)
            for amount in (facts.net, facts.total, *(row.amount for row in facts.vat))
        }

        paper = text(render(facts)).replace("\N{NO-BREAK SPACE}", " ")
        mail = _mail(facts)
        slack = _slack(facts)

        for figure in figures:
            assert figure in paper, (seed, figure)
            assert figure in slack, (seed, figure)
            for part in mail:
                assert figure in part, (seed, figure)
        for form in FORMATS:
            assert _told(facts, form) == (facts.net, _tax(facts), facts.total), (seed, form)


def test_the_ledger_has_what_twenty_bills_by_chance_say(database: Database) -> None:
    desk = Desk(database=database)
    chance = Random(11)
    for _ in range(20):
        lines = [
            want(
                chance.choice(("CHAIR", "LAMP", "BOOK")),
                chance.randint(1, 9),
                discount_pct=Decimal(chance.choice((0, 0, 7))),
            )
            for _ in range(chance.randint(1, 4))
        ]
        order_no = confirmed(desk, *lines, customer=chance.choice(("C10000", "C20000", "C30000")))

        paper = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).paper

        with desk.database.reading() as session:
            owed = session.scalar(
                select(func.sum(CustomerEntry.amount)).where(
                    CustomerEntry.document_no == paper.number
                )
            )
            taxed = session.execute(
                select(func.sum(VatEntry.base), func.sum(VatEntry.amount)).where(
                    VatEntry.document_no == paper.number
                )
            ).one()
        assert owed == paper.total
        assert tuple(map(abs, taxed)) == (paper.net, _tax(paper))
        assert _told(paper, "ubl" if paper.buyer.vat_id else "facturx")[2] == paper.total


def _mail(facts: PaperFacts) -> tuple[str, str]:
    reply = letter_about("invoice-posted", facts).reply
    tokens = tuple("token" for _ in reply.buttons)
    written = letters.draw(reply, tokens, _HEAD, to_name="Ann", language=facts.language)
    return written.html.replace("&nbsp;", " "), " ".join(written.text.split())


def _slack(facts: PaperFacts) -> str:
    card = Reply(
        text=facts.number,
        facts=facts_of(facts),
        lines=lines_of(facts),
        totals=totals_of(facts),
    )
    return json.dumps(blocks.draw(card, ()).blocks, ensure_ascii=False)


def _told(facts: PaperFacts, form: str) -> tuple[Decimal, Decimal, Decimal]:
    """Net, VAT and total of a file; a bill that was paid has nothing due, so due and paid count."""
    root = etree.fromstring(einvoice_file(facts, form).content)
    names = {
        "net": ("TaxBasisTotalAmount", "TaxExclusiveAmount"),
        "tax": ("TaxTotalAmount", "TaxAmount"),
        "due": ("DuePayableAmount", "PayableAmount"),
        "paid": ("TotalPrepaidAmount", "PrepaidAmount"),
    }
    path = ".//{*}SpecifiedTradeSettlementHeaderMonetarySummation/{*}%s"
    found = {}
    for name, (in_cii, in_ubl) in names.items():
        here = "./{*}TaxTotal/{*}%s" if name == "tax" else "./{*}LegalMonetaryTotal/{*}%s"
        value = root.findtext(here % in_ubl if form == "ubl" else path % in_cii)
        found[name] = Decimal(value or 0)
    return found["net"], found["tax"], found["due"] + found["paid"]


def _tax(facts: PaperFacts) -> Decimal:
    return sum((row.amount for row in facts.vat), Decimal(0))
