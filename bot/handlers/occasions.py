"""Letters we write on our own, in the customer's language: a quote sent, an order confirmed."""

from dataclasses import dataclass

from bot.handlers.extract import facts_of, lines_of, paper_of, totals_of, voice_of
from bot.reply import Button, Reply, Tone
from domain.papers import PaperFacts
from domain.sales.quotes import AcceptQuote


@dataclass(frozen=True, kw_only=True)
class OwnLetter:
    """What a letter says and its subject line."""

    subject: str
    reply: Reply


def letter_about(occasion: str, facts: PaperFacts) -> OwnLetter:
    """Word a letter that carries a paper; an occasion without words of its own is a copy."""
    voice = voice_of(facts)
    key = f"mail.{occasion}" if f"mail.{occasion}" in voice.words else "mail.copy"
    title = voice.words.say(f"{facts.kind}.title")
    return OwnLetter(
        subject=f"{facts.seller.name}: {title} {facts.number}",
        reply=Reply(
            text=voice.words.say(key, number=facts.number),
            facts=facts_of(facts, voice)[1:],  # who they are customers know
            lines=lines_of(facts, voice),
            totals=totals_of(facts, voice),
            buttons=_buttons(occasion, facts),
            papers=(paper_of(facts),),
            document_no=facts.number,
        ),
    )


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
