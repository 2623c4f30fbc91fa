"""The table of a statement or reminder: entries of the account, the balance, how old it is.

Same places on the page as the lines of a bill; balances and days overdue arrive computed.
"""

from collections.abc import Callable
from decimal import Decimal

from domain.papers import AccountEntry, PaperFacts
from templates.fact_words import shown_day, shown_money
from templates.pages import figure
from templates.paper_lines import Cell, Column, Row, Totals
from templates.wording import Wording

_BUCKETS = ("current", "30", "60", "90", "more")


def columns(facts: PaperFacts, wanted: tuple[str, ...], words: Wording) -> tuple[Column, ...]:
    """Name the columns wanted, in their order."""
    every = {
        "document": Column(name="document", head=words.say("head.document")),
        "day": Column(name="day", head=words.say("head.day"), width=26),
        "due": Column(name="due", head=words.say("head.due"), width=26),
        "overdue": Column(name="overdue", head=words.say("head.overdue"), width=26, numeric=True),
    }
    for name in ("entry", "open", "balance"):
        head = words.say(f"head.{name}", currency=facts.currency)
        every[name] = Column(name=name, head=head, width=30, numeric=True)
    return tuple(every[name] for name in wanted)


def rows(facts: PaperFacts, shown: tuple[Column, ...], words: Wording) -> tuple[Row, ...]:
    """Write the entries; a statement begins with the balance it takes over."""
    written = [_row(entry, facts, shown=shown, words=words) for entry in facts.entries]
    if facts.period_from and written:
        written.insert(0, _opening(facts, shown, words))
    return tuple(written)


def totals(facts: PaperFacts, words: Wording) -> Totals:
    """Lay out what is owed: with interest and fee where they are asked, and by age."""
    steps = []
    if (facts.interest or facts.fee) and facts.subtotal:
        steps.append((words.say("total.open"), shown_money(facts.subtotal, facts)))
    if facts.interest:
        steps.append((words.say("total.interest"), shown_money(facts.interest, facts)))
    if facts.fee:
        steps.append((words.say("total.fee"), shown_money(facts.fee, facts)))
    credit = facts.total < 0
    label = words.say("total.credit" if credit else "total.balance")
    aged = tuple(
        (words.say(f"ageing.{bucket}"), shown_money(amount, facts))
        for bucket, amount in zip(_BUCKETS, facts.ageing, strict=False)
        if amount
    )
    total = (label, shown_money(abs(facts.total), facts))
    return Totals(steps=tuple(steps), total=total, included=aged)


def _row(
    entry: AccountEntry, facts: PaperFacts, *, shown: tuple[Column, ...], words: Wording
) -> Row:
    return Row(
        cells=tuple(_CELLS[column.name](entry, facts, words) for column in shown),
        carried=_carried("page.carried", entry.running, facts, words=words),
        brought=_carried("page.brought", entry.running, facts, words=words),
    )


def _opening(facts: PaperFacts, shown: tuple[Column, ...], words: Wording) -> Row:
    said = {
        "day": shown_day(facts.period_from, facts),
        "document": words.say("account.opening"),
        "balance": figure(facts.opening_balance, facts.currency, facts.locale),
    }
    return Row(
        cells=tuple(Cell(text=said.get(column.name, "")) for column in shown),
        carried=_carried("page.carried", facts.opening_balance, facts, words=words),
        brought=_carried("page.brought", facts.opening_balance, facts, words=words),
    )


def _carried(key: str, amount: Decimal, facts: PaperFacts, *, words: Wording) -> str:
    return f"{words.say(key)}  {shown_money(amount, facts)}"


def _document(entry: AccountEntry, facts: PaperFacts, words: Wording) -> Cell:
    key = f"account.{entry.kind}"
    kind = words.say(key) if key in words else entry.kind
    return Cell(text=f"{kind} {entry.number}".strip())


def _due(entry: AccountEntry, facts: PaperFacts, words: Wording) -> Cell:
    return Cell(text=shown_day(entry.due, facts) or "–")


def _overdue(entry: AccountEntry, facts: PaperFacts, words: Wording) -> Cell:
    if entry.days_overdue <= 0:
        return Cell(text="–")
    key = "account.day_late" if entry.days_overdue == 1 else "account.days_late"
    return Cell(text=words.say(key, count=entry.days_overdue))


_CELLS: dict[str, Callable[[AccountEntry, PaperFacts, Wording], Cell]] = {
    "day": lambda entry, facts, words: Cell(text=shown_day(entry.day, facts)),
    "document": _document,
    "due": _due,
    "overdue": _overdue,
    "entry": lambda entry, facts, words: _figure(entry.amount, facts),
    "open": lambda entry, facts, words: _figure(entry.remaining, facts),
    "balance": lambda entry, facts, words: _figure(entry.running, facts),
}


def _figure(amount: Decimal, facts: PaperFacts) -> Cell:
    return Cell(text=figure(amount, facts.currency, facts.locale))
