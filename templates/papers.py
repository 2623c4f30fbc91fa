"""Papers: which facts each kind shows, under which words.

A kind of paper is a `Form` here and a small template in `templates/papers/`. The form names
facts, columns and closing rows by key; a fact with nothing to say is left out. So a quote has
no place for a due date or a bank account, whatever it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass

from domain.papers import PaperFacts
from templates import letterhead, paper_lines
from templates.pages import day, fill
from templates.wording import Wording, terms_text, wording

Pairs = tuple[tuple[str, str], ...]
Fact = Callable[[PaperFacts, Wording], str]


_LONGEST_FACT = 240  # signs
_MOST_NOTES = 40


class UnknownPaper(ValueError):
    """There is no form for this kind of paper."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What one kind of paper shows: keys of facts beside the address and of closing rows."""

    facts: tuple[str, ...]
    closing: tuple[str, ...]
    columns: tuple[str, ...]
    bank: bool = False


_FORMS = {
    "quote": Form(
        facts=(
            "date",
            "valid_until",
            "requested",
            "customer_no",
            "your_reference",
            "your_vat_id",
            "contact",
        ),
        closing=("valid_until", "delivery", "ship_to", "terms"),
        columns=("position", "item", "quantity", "price", "vat", "amount"),
    ),
    "order-confirmation": Form(
        facts=(
            "date",
            "order_no",
            "quote_no",
            "your_order",
            "requested",
            "customer_no",
            "your_vat_id",
            "contact",
        ),
        closing=("delivery_address", "planned", "terms"),
        columns=("position", "item", "delivery", "quantity", "price", "vat", "amount"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """One paper as text in its places. Templates put it on the page and add nothing.

    `running` heads every page but the first. `remarks` are notes and tax clauses.
    """

    kind: str
    template: str
    language: str
    direction: str
    sheet: str
    accent: str
    issued: str  # ISO date, for the file's own data
    title: str
    number: str
    version: str
    running: str
    subject: str
    lead: str
    seller_name: str
    tagline: str
    sender: str
    address: tuple[str, ...]
    facts: Pairs
    columns: tuple[paper_lines.Column, ...]
    rows: tuple[paper_lines.Row, ...]
    totals: paper_lines.Totals
    remarks: tuple[str, ...]
    closing: Pairs
    foot: tuple[tuple[str, ...], ...]


def paper_view(facts: PaperFacts) -> PaperView:
    """Word the facts for the paper's kind, language and addressee.

    Raises:
        UnknownPaper: no form exists for `facts.kind`.
    """
    if (form := _FORMS.get(facts.kind)) is None:
        raise UnknownPaper(f"There is no paper of the kind {facts.kind!r}.")
    words = wording(facts.language, facts.seller.country)
    title = words.say(f"{facts.kind}.title")
    version = words.say("page.version", version=facts.version) if facts.version > 1 else ""
    name = " · ".join(part for part in (f"{title} {facts.number}", version) if part)
    shown = paper_lines.columns(facts, form.columns, words)
    rows = paper_lines.rows(facts, shown, words)
    return PaperView(
        kind=facts.kind,
        template=f"papers/{facts.kind}.html",
        language=words.language,
        direction=words.direction,
        sheet=letterhead.sheet(facts.buyer),
        accent=letterhead.accent(facts.seller.accent),
        issued=facts.issued.isoformat(),
        title=title,
        number=facts.number,
        version=version,
        running=letterhead.shortened(f"{name} · {facts.seller.name}", 90),
        subject=words.say("page.for", title=title, number=facts.number, name=facts.buyer.name),
        lead=words.say(f"{facts.kind}.lead"),
        seller_name=facts.seller.name,
        tagline=facts.seller.tagline,
        sender=letterhead.shortened(letterhead.sender_line(facts.seller), 84),
        address=letterhead.address_window(facts, words),
        facts=_pairs(form.facts, facts, words),
        columns=paper_lines.fitted(shown, rows),
        rows=rows,
        totals=paper_lines.totals(facts, words),
        remarks=_remarks(facts, words),
        closing=_pairs(form.closing, facts, words),
        foot=letterhead.foot_columns(facts.seller, words, with_bank=form.bank),
    )


def paper_html(facts: PaperFacts, *, style: str) -> str:
    """Write the paper as the HTML page that is printed.

    `style` is "carry" for papers of several pages, which end with the sum carried forward;
    "single" for papers of one page, and "single tight" where that page is nearly full.
    """
    view = paper_view(facts)
    words = wording(facts.language, facts.seller.country)
    return fill(view.template, {"paper": view, "say": words.say, "style": style})


def _pairs(keys: tuple[str, ...], facts: PaperFacts, words: Wording) -> Pairs:
    """Label the facts that have something to say. A label that is not worded is left empty."""
    values = ((key, letterhead.shortened(_FACTS[key](facts, words), _LONGEST_FACT)) for key in keys)
    return tuple(
        (words.say(f"fact.{_LABELS.get(key, key)}"), value) for key, value in values if value
    )


def _remarks(facts: PaperFacts, words: Wording) -> tuple[str, ...]:
    clauses = dict.fromkeys(words.code("clause", row.clause) for row in facts.vat if row.clause)
    gross = (words.say("page.gross_prices"),) if facts.prices_include_vat else ()
    notes = (letterhead.shortened(note, paper_lines.LONGEST) for note in facts.notes[:_MOST_NOTES])
    return (*gross, *clauses, *notes)


def _date(facts: PaperFacts, words: Wording) -> str:
    return day(facts.issued, facts.locale)


def _valid_until(facts: PaperFacts, words: Wording) -> str:
    return day(facts.valid_until, facts.locale) if facts.valid_until else ""


def _requested(facts: PaperFacts, words: Wording) -> str:
    return day(facts.requested_delivery, facts.locale) if facts.requested_delivery else ""


def _planned(facts: PaperFacts, words: Wording) -> str:
    return day(facts.planned_delivery, facts.locale) if facts.planned_delivery else ""


def _delivery(facts: PaperFacts, words: Wording) -> str:
    return _planned(facts, words) or _requested(facts, words)


def _order_no(facts: PaperFacts, words: Wording) -> str:
    return facts.order_no if facts.order_no != facts.number else ""


def _quote_no(facts: PaperFacts, words: Wording) -> str:
    return facts.quote_no if facts.quote_no != facts.number else ""


def _contact(facts: PaperFacts, words: Wording) -> str:
    return "\n".join(part for part in (facts.salesperson, facts.salesperson_email) if part)


def _ship_to(facts: PaperFacts, words: Wording) -> str:
    return ", ".join(line for line in facts.ship_to if line)


def _delivery_address(facts: PaperFacts, words: Wording) -> str:
    home = dict.fromkeys((facts.buyer.name, *facts.buyer.address_lines))
    return _ship_to(facts, words) or ", ".join(line for line in home if line)


def _terms(facts: PaperFacts, words: Wording) -> str:
    return terms_text(facts.terms, words, facts.locale) if facts.terms else ""


_FACTS: dict[str, Fact] = {
    "date": _date,
    "valid_until": _valid_until,
    "requested": _requested,
    "planned": _planned,
    "delivery": _delivery,
    "order_no": _order_no,
    "quote_no": _quote_no,
    "customer_no": lambda facts, words: facts.buyer.customer_no,
    "your_reference": lambda facts, words: facts.your_reference,
    "your_order": lambda facts, words: facts.your_reference,
    "your_vat_id": lambda facts, words: facts.buyer.vat_id,
    "contact": _contact,
    "ship_to": _ship_to,
    "delivery_address": _delivery_address,
    "terms": _terms,
}
_LABELS = {"delivery_address": "ship_to"}
