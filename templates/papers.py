"""Papers: one document's facts, worded and put in their places on the page.

Which places a kind has is in `forms`; how single facts read is in `fact_words`. Templates put
the view on the page and add nothing.
"""

from dataclasses import dataclass, replace

from domain.papers import PaperFacts
from templates import account_lines, letterhead, paper_lines
from templates.fact_words import FACTS, LABELS, change_text, shown_day
from templates.forms import Form, form_of
from templates.own import OwnTemplates, fill_own
from templates.pages import fill, isolated
from templates.payment import Payment, number_code, payment_box
from templates.wording import Wording, wording

Pairs = tuple[tuple[str, str], ...]

_LONGEST_FACT = 240  # signs
_MOST_NOTES = 40
_MOST_NUMBERS = 40  # delivery notes named on one invoice


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """One paper as text in its places. Templates put it on the page and add nothing.

    `running` heads every page but the first. `remarks` are notes and tax clauses. `totals` are
    None on papers without prices, `payment` on those that ask for no money; `code` is the number
    as a picture to scan, "" on papers that nobody scans.
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
    changes: tuple[str, ...]
    seller_name: str
    tagline: str
    sender: str
    address: tuple[str, ...]
    facts: Pairs
    columns: tuple[paper_lines.Column, ...]
    rows: tuple[paper_lines.Row, ...]
    totals: paper_lines.Totals | None
    payment: Payment | None
    code: str
    remarks: tuple[str, ...]
    closing: Pairs
    foot: tuple[tuple[str, ...], ...]


def paper_view(facts: PaperFacts) -> PaperView:
    """Word the facts for the paper's kind, language and addressee.

    Raises:
        UnknownPaper: no form exists for `facts.kind`.
    """
    form = form_of(facts.kind)
    words = wording(facts.language, facts.seller.country)
    title = words.say(_level_of("title", facts, words))
    version = words.say("page.version", version=facts.version) if facts.version > 1 else ""
    name = " · ".join(part for part in (f"{title} {facts.number}", version) if part)
    table = account_lines if form.of_account else paper_lines
    shown = table.columns(facts, form.columns, words)
    rows = table.rows(facts, shown, words)
    payment = payment_box(facts, words) if form.payable else None
    settled = payment is not None and not payment.amount
    view = PaperView(
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
        lead=_lead(facts, words),
        changes=tuple(change_text(change, facts, words) for change in facts.changes),
        seller_name=facts.seller.name,
        tagline=facts.seller.tagline,
        sender=letterhead.shortened(letterhead.sender_line(facts.seller), 84),
        address=letterhead.address_window(facts, words),
        facts=_pairs(form.facts, facts, words),
        columns=paper_lines.fitted(shown, rows),
        rows=rows,
        totals=table.totals(facts, words) if form.priced else None,
        payment=payment,
        code=number_code(facts.number) if form.coded else "",
        remarks=_remarks(facts, form, words=words),
        closing=() if settled else _pairs(form.closing, facts, words),
        foot=letterhead.foot_columns(facts.seller, words),
    )
    return view if words.direction == "ltr" else _each_its_way(view)


def paper_html(facts: PaperFacts, *, style: str, own: OwnTemplates | None = None) -> str:
    """Write the paper as the HTML page that is printed.

    `style` is "carry" for papers of several pages, which end with the sum carried forward;
    "single" for papers of one page, and "single tight" where that page is nearly full. Where
    the company has an `own` template of the kind, that one is filled.

    Raises:
        templates.own.TemplateRefused: the own template cannot be used.
    """
    view = paper_view(facts)
    words = wording(facts.language, facts.seller.country)
    told: dict[str, object] = {"paper": view, "say": words.say, "style": style}
    if own is not None and facts.kind in own.pages:
        return fill_own(own, facts.kind, told)
    return fill(view.template, told)


def _each_its_way(view: PaperView) -> PaperView:
    """Let names, numbers and addresses run their own way on a paper from right to left."""

    def pairs(given: Pairs) -> Pairs:
        return tuple((label, isolated(value)) for label, value in given)

    def cell(one: paper_lines.Cell) -> paper_lines.Cell:
        below = tuple(isolated(line) for line in one.below)
        return paper_lines.Cell(text=isolated(one.text), below=below)

    rows = tuple(
        replace(row, cells=tuple(cell(one) for one in row.cells), remark=isolated(row.remark))
        for row in view.rows
    )
    return replace(
        view,
        sender=isolated(view.sender),
        address=tuple(isolated(line) for line in view.address),
        facts=pairs(view.facts),
        closing=pairs(view.closing),
        rows=rows,
        remarks=tuple(isolated(line) for line in view.remarks),
        foot=tuple(tuple(isolated(line) for line in column) for column in view.foot),
    )


def _lead(facts: PaperFacts, words: Wording) -> str:
    """The first sentence; an amendment names what it amends."""
    if facts.amends is None or not facts.changes:
        return words.say(_level_of("lead", facts, words))
    return words.say(
        f"{facts.kind}.amended", number=facts.amendment, day=shown_day(facts.amends, facts)
    )


def _level_of(part: str, facts: PaperFacts, words: Wording) -> str:
    """Find the words of a kind: reminders speak differently at each level."""
    key = f"{facts.kind}.{part}"
    graded = f"{key}.{facts.reminder_level}"
    return graded if graded in words else key


def _pairs(keys: tuple[str, ...], facts: PaperFacts, words: Wording) -> Pairs:
    """Label the facts that have something to say. A label that is not worded is left empty."""
    values = ((key, letterhead.shortened(FACTS[key](facts, words), _LONGEST_FACT)) for key in keys)
    return tuple(
        (words.say(f"fact.{LABELS.get(key, key)}"), value) for key, value in values if value
    )


def _remarks(facts: PaperFacts, form: Form, *, words: Wording) -> tuple[str, ...]:
    """Say what the law and the reader need below the figures, then the document's own notes."""
    said: list[str] = []
    if form.priced and facts.prices_include_vat:
        said.append(words.say("page.gross_prices"))
    if form.priced:
        said += dict.fromkeys(words.code("clause", row.clause) for row in facts.vat if row.clause)
    if facts.shipment_nos:
        one = len(facts.shipment_nos) == 1
        key = "page.shipment" if one else "page.shipments"
        said.append(words.say(key, numbers=_numbers(facts)))
    said += [letterhead.shortened(note, paper_lines.LONGEST) for note in facts.notes[:_MOST_NOTES]]
    return tuple(said)


def _numbers(facts: PaperFacts) -> str:
    shown = ", ".join(facts.shipment_nos[:_MOST_NUMBERS])
    return shown if len(facts.shipment_nos) <= _MOST_NUMBERS else f"{shown}, …"
