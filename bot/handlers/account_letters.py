"""Letters about a customer's account, in his language: statements, reminders, interest."""

from decimal import Decimal

from bot.handlers.extract import paper_of, voice_of
from bot.reply import Reply, Table
from domain.papers import PaperFacts
from templates.pages import day, figure, money

KINDS = ("statement", "reminder", "finance-charge")
_MOST_ROWS = 40


def account_reply(occasion: str, facts: PaperFacts) -> Reply:
    """Word the letter that carries such a paper: its entries, and what is asked."""
    voice = voice_of(facts)
    key = f"mail.{occasion}" if f"mail.{occasion}" in voice.words else "mail.copy"
    graded = f"{key}.{facts.reminder_level}"
    text = voice.words.say(graded if graded in voice.words else key, number=facts.number)
    due = facts.due_date
    return Reply(
        text=text,
        facts=((voice.words.say("extract.due"), day(due, voice.locale)),) if due else (),
        lines=_entries(facts),
        totals=_totals(facts),
        papers=(paper_of(facts),),
        document_no=facts.number,
    )


def _entries(facts: PaperFacts) -> Table | None:
    voice = voice_of(facts)
    say, locale = voice.words.say, voice.locale
    rows = []
    for entry in facts.entries[-_MOST_ROWS:]:
        name = f"account.{entry.kind}"
        kind = say(name) if name in voice.words else entry.kind
        rows.append(
            (
                f"{kind} {entry.number}",
                day(entry.day, locale),
                day(entry.due, locale) if entry.due else "–",
                figure(entry.amount, facts.currency, locale),
            )
        )
    head = (
        say("head.document"),
        say("head.day"),
        say("head.due"),
        say("head.entry", currency=facts.currency),
    )
    return Table(head=head, rows=tuple(rows), numeric=(3,)) if rows else None


def _totals(facts: PaperFacts) -> tuple[tuple[str, str], ...]:
    voice = voice_of(facts)

    def shown(name: str, amount: Decimal) -> tuple[str, str]:
        return voice.words.say(name), money(amount, facts.currency, voice.locale)

    said = []
    if facts.interest:
        said.append(shown("total.interest", facts.interest))
    if facts.fee:
        said.append(shown("total.fee", facts.fee))
    label = "total.credit" if facts.total < 0 else "total.balance"
    return (*said, shown(label, abs(facts.total)))
