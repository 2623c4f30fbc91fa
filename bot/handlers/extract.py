"""A frozen paper as a reply shows it: facts, lines and totals, the same figures as the PDF.

Our own people read English, a customer's letter is in the paper's language.
"""

from dataclasses import dataclass

from bot.reply import Paper, Table
from domain.papers import PaperFacts
from templates.pages import day, figure, money, percent, quantity
from templates.wording import Wording, terms_text, wording

_MOST_ROWS = 40
_WITHOUT_MONEY = ("delivery-note", "return-receipt")  # papers of goods, not of prices


@dataclass(frozen=True, kw_only=True)
class Voice:
    """In which words, and with whose forms of numbers and dates."""

    words: Wording
    locale: str


OURS = Voice(words=wording("en"), locale="en")


def voice_of(facts: PaperFacts) -> Voice:
    """How the paper itself speaks."""
    return Voice(words=wording(facts.language), locale=facts.locale)


def voice_in(language: str) -> Voice:
    """How we answer in a language."""
    return Voice(words=wording(language), locale=language)


def paper_of(facts: PaperFacts) -> Paper:
    return Paper(kind=facts.kind, number=facts.number, version=facts.version)


def facts_of(facts: PaperFacts, voice: Voice = OURS) -> tuple[tuple[str, str], ...]:
    """What stands in the head of the paper: customer, dates, references, terms."""
    said = [("customer", f"{facts.buyer.name} ({facts.buyer.customer_no})")]
    if facts.your_reference:
        said.append(("reference", facts.your_reference))
    for name, date in (
        ("valid_until", facts.valid_until),
        ("requested", facts.requested_delivery),
        ("planned", facts.planned_delivery),
    ):
        if date:
            said.append((name, day(date, voice.locale)))
    if facts.ship_to:
        said.append(("ship_to", ", ".join(facts.ship_to)))
    if facts.terms and facts.kind not in _WITHOUT_MONEY:
        said.append(("terms", terms_text(facts.terms, voice.words, voice.locale)))
    return tuple((voice.words.say(f"extract.{name}"), value) for name, value in said)


def lines_of(facts: PaperFacts, voice: Voice = OURS) -> Table:
    """The lines as ready-made text; long documents are cut, the PDF has them all."""
    goods = [line for line in facts.lines if line.position]
    discounted = any(line.discount_pct for line in goods)
    names = ["item", "description", "quantity", "price", "discount", "amount"]
    if not discounted:
        names.remove("discount")
    if facts.kind in _WITHOUT_MONEY:
        names = names[:3]
    rows: list[tuple[str, ...]] = []
    for line in goods[:_MOST_ROWS]:
        unit = voice.words.unit(line.unit, line.quantity)
        cells = {
            "item": line.item_no,
            "description": line.description,
            "quantity": f"{quantity(line.quantity, voice.locale)} {unit}",
            "price": figure(line.unit_price, facts.currency, voice.locale),
            "discount": percent(line.discount_pct, voice.locale) if line.discount_pct else "–",
            "amount": figure(line.amount, facts.currency, voice.locale),
        }
        rows.append(tuple(cells[name] for name in names))
    if len(goods) > _MOST_ROWS:
        more = voice.words.say("extract.more", count=len(goods) - _MOST_ROWS)
        rows.append(("", more, *[""] * (len(names) - 2)))
    head = tuple(voice.words.say(f"extract.{name}") for name in names)
    return Table(head=head, rows=tuple(rows), numeric=tuple(range(2, len(names))))


def totals_of(facts: PaperFacts, voice: Voice = OURS) -> tuple[tuple[str, str], ...]:
    """Discount, net, VAT by rate, rounding and the total, in the paper's currency."""
    if facts.kind in _WITHOUT_MONEY:
        return ()
    say, locale = voice.words.say, voice.locale
    said = []
    if facts.invoice_discount:
        pct = facts.invoice_discount_pct
        rate = percent(pct, locale) if pct else ""
        less = money(-facts.invoice_discount, facts.currency, locale)
        said.append((say("extract.less", rate=rate).strip(), less))
    said.append((say("extract.net"), money(facts.net, facts.currency, locale)))
    for row in facts.vat:
        rate = percent(row.percent, locale)
        base = figure(row.base, facts.currency, locale)
        one = say("extract.vat", rate=rate)
        label = say("extract.vat_on", rate=rate, base=base) if len(facts.vat) > 1 else one
        said.append((label, money(row.amount, facts.currency, locale)))
    if facts.rounding:
        said.append((say("extract.rounding"), money(facts.rounding, facts.currency, locale)))
    said.append((say("extract.total"), money(facts.total, facts.currency, locale)))
    return tuple(said)
