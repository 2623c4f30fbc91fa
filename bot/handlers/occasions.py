"""Letters we write on our own: a quote sent, an order confirmed, a copy asked for."""

from dataclasses import dataclass

from bot.handlers.extract import facts_of, lines_of, paper_of, totals_of
from bot.reply import Button, Reply, Tone
from domain.errors import Command
from domain.papers import PaperFacts
from domain.sales.quotes import AcceptQuote
from templates.pages import day

_KIND = {"quote": "Quote", "order-confirmation": "Order confirmation"}


@dataclass(frozen=True, kw_only=True)
class OwnLetter:
    """What a letter says and its subject line."""

    subject: str
    reply: Reply


def letter_about(occasion: str, facts: PaperFacts) -> OwnLetter:
    """Word a letter that carries a paper; an occasion without words of its own is a copy."""
    words = _WORDS.get(occasion, _copy)
    text, steps = words(facts)
    kind = _KIND.get(facts.kind, facts.kind.replace("-", " ").capitalize())
    return OwnLetter(
        subject=f"{facts.seller.name}: {kind} {facts.number}",
        reply=Reply(
            text=text,
            facts=facts_of(facts)[1:],
            lines=lines_of(facts),
            totals=totals_of(facts),
            buttons=tuple(
                Button(label=label, command=step, tone=Tone.PRIMARY) for label, step in steps
            ),
            papers=(paper_of(facts),),
            document_no=facts.number,
        ),
    )


_Steps = tuple[tuple[str, Command], ...]


def _quote(facts: PaperFacts) -> tuple[str, _Steps]:
    until = f" It is valid until {day(facts.valid_until)}." if facts.valid_until else ""
    text = (
        f"Thank you for your interest. Here is our quote {facts.number}.{until} To order, press "
        "the button or answer this mail with a yes."
    )
    return text, (("Accept the quote", AcceptQuote(quote_no=facts.number, version=facts.version)),)


def _confirmed(facts: PaperFacts) -> tuple[str, _Steps]:
    return (
        f"Thank you for your order. We have booked it as {facts.number} and confirm it as "
        "follows; the order confirmation is attached.",
        (),
    )


def _copy(facts: PaperFacts) -> tuple[str, _Steps]:
    kind = _KIND.get(facts.kind, facts.kind).lower()
    return f"Here is the {kind} {facts.number} you asked for.", ()


_WORDS = {"quote-sent": _quote, "order-confirmed": _confirmed}
