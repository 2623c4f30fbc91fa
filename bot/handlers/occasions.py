"""Letters we write on our own, in the customer's language: a quote sent, an order confirmed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.handlers import account_letters
from bot.handlers.extract import Voice, facts_of, lines_of, paper_of, totals_of, voice_of
from bot.reply import Button, Reply, Tone
from domain.papers import PaperFacts
from domain.receivables.asked import Asked, BillState
from domain.sales.quotes import AcceptQuote
from templates.fact_words import change_text
from templates.pages import day, money, percent

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class OwnLetter:
    """What a letter says and its subject line."""

    subject: str
    reply: Reply


@dataclass(frozen=True, kw_only=True)
class Received:
    """Money for a bill: how much, when, and what is left open of the bill after it."""

    amount: Decimal
    on: date
    left: Decimal


def letter_about(occasion: str, facts: PaperFacts, *, asked: Asked | None = None) -> OwnLetter:
    """Word a letter that carries a paper; an occasion without words of its own is a copy.

    `asked` is what a bill asks for on the day of the letter.
    """
    voice = voice_of(facts)
    if facts.kind in account_letters.KINDS:
        reply = account_letters.account_reply(occasion, facts)
        return OwnLetter(subject=_subject(facts, voice), reply=reply)
    key = f"mail.{occasion}" if f"mail.{occasion}" in voice.words else "mail.copy"
    return OwnLetter(
        subject=_subject(facts, voice),
        reply=Reply(
            text=voice.words.say(key, number=facts.number),
            # who they are customers know
            facts=(*facts_of(facts, voice)[1:], *_asked_facts(asked, facts, voice)),
            lines=lines_of(facts, voice),
            totals=(*totals_of(facts, voice), *_asked_totals(asked, facts, voice)),
            buttons=_buttons(occasion, facts),
            notes=_changes(occasion, facts, voice),
            papers=(paper_of(facts),),
            pay_link=facts.pay_link if asked and asked.payable else "",
            document_no=facts.number,
        ),
    )


def receipt(facts: PaperFacts, received: Received) -> OwnLetter:
    """Word the thanks for a payment of a bill."""
    voice = voice_of(facts)
    say, locale = voice.words.say, voice.locale
    came = f"{money(received.amount, facts.currency, locale)}, {day(received.on, locale)}"
    left = money(received.left, facts.currency, locale)
    state = (
        (say("extract.open"), left)
        if received.left
        else (say("extract.state"), say("extract.paid_in_full"))
    )
    return OwnLetter(
        subject=_subject(facts, voice),
        reply=Reply(
            text=say("mail.payment-received", number=facts.number),
            facts=((say("extract.received"), came), state),
            pay_link=facts.pay_link if received.left else "",
            document_no=facts.number,
        ),
    )


def _subject(facts: PaperFacts, voice: Voice) -> str:
    return f"{facts.seller.name}: {voice.words.say(f'{facts.kind}.title')} {facts.number}"


def _asked_facts(asked: Asked | None, facts: PaperFacts, voice: Voice) -> Pairs:
    """When a bill is due, what may be taken off, and whether a part of it is paid."""
    if asked is None or not asked.payable:
        return ()
    say, locale = voice.words.say, voice.locale
    said = [(say("extract.due"), day(asked.due, locale))]
    if asked.discount and asked.discount_until:
        rate, until = percent(facts.discount_pct, locale), day(asked.discount_until, locale)
        hint = say("extract.discount_until", rate=rate, day=until)
        said.append((say("extract.discount_hint"), hint))
    if asked.state is BillState.PARTLY_PAID:
        said.append((say("extract.state"), say("extract.partly_paid")))
    return tuple(said)


def _asked_totals(asked: Asked | None, facts: PaperFacts, voice: Voice) -> Pairs:
    if asked is None or asked.state is not BillState.PARTLY_PAID:
        return ()
    return ((voice.words.say("extract.open"), money(asked.open, asked.currency, voice.locale)),)


def _changes(occasion: str, facts: PaperFacts, voice: Voice) -> tuple[str, ...]:
    """What an amended order's new confirmation changes."""
    if occasion != "order-amended":
        return ()
    return tuple(change_text(change, facts, voice.words) for change in facts.changes)


def _buttons(occasion: str, facts: PaperFacts) -> tuple[Button, ...]:
    if occasion != "quote-sent":
        return ()
    return (
        Button(
            label=voice_of(facts).words.say("mail.accept"),
            command=AcceptQuote(quote_no=facts.number, version=facts.version),
            tone=Tone.PRIMARY,
        ),
    )
