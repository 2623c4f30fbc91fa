"""Questions back: what is missing or doubtful, with choices where there are any.

One question a turn in Slack, where an answer costs a moment; all of them in one mail, where
every round trip costs a day. After two rounds a person takes over.
"""

from bot.intents.understanding import Choices, Understanding
from bot.message import Message
from bot.reply import Option, Reply
from domain.parties.care import responsible_for
from domain.work import Work

_MOST_OPTIONS = 9
_PLAIN = {
    "item": "Which article do you mean?",
    "quantity": "How many do you want?",
    "customer": "Which customer is this for?",
    "document": "Which document do you mean? Its number is enough, for example S-ORD1001.",
    "intent": "What shall I do with it?",
    "date": "Which date do you mean?",
    "price": "Which price or discount do you mean?",
    "unit": "In which unit do you count?",
    "address": "To which address shall it go?",
    "amount": "Which amount do you mean?",
    "reason": "What is the reason? The person who asked will read it.",
    "name": "What is the name?",
    "recipient": "To which address shall I send it?",
    "lines": "Which articles, and how many of each?",
}
_MENTIONED = {
    "item": "Which article do you mean by “{}”?",
    "quantity": "How many of “{}” do you want?",
    "customer": "Which customer do you mean by “{}”?",
    "document": "Which document do you mean by “{}”?",
    "date": "Which date do you mean by “{}”?",
    "unit": "In which unit do you count “{}”?",
}


def question(understanding: Understanding, *, mail: bool) -> Reply:
    """Word what is open: the first thing in Slack, everything in a mail."""
    targets = understanding.clarify or ("intent",)
    by_target: dict[str, list[Choices]] = {}
    for choices in understanding.choices:
        by_target.setdefault(choices.target, []).append(choices)
    asked: list[tuple[str, tuple[Option, ...]]] = []
    for target in targets:
        found = by_target.get(target) or [Choices(target=target)]
        asked += [(_sentence(target, one.mention), _options(one)) for one in found]
    if not mail:
        sentence, options = asked[0]
        return Reply(text=sentence, options=options)
    if len(asked) == 1:
        return Reply(text=asked[0][0], options=asked[0][1])
    text = "Before I can do this I need to know:\n" + "\n".join(
        f"• {sentence}{_listed(options)}" for sentence, options in asked
    )
    return Reply(text=text)


def pass_on(message: Message, work: Work) -> str:
    """Let a person in sales read a customer's message; the sentence that says so to him."""
    person = responsible_for(work.session, message.actor.customer_no or "")
    if not person:
        return "Please call or write to your contact in sales."
    work.notify(person, "handover", message.id)
    return "A colleague will read your message and answer you."


def hand_over(message: Message, work: Work) -> Reply:
    """Give the message to a person, who gets a note with what was written."""
    person = responsible_for(work.session, message.actor.customer_no or "")
    if message.actor.is_contact and person:
        work.notify(person, "handover", message.id)
        return Reply(
            text=(
                "I am sorry, I do not understand this well enough to act on it. "
                "A colleague will read your message and answer you."
            )
        )
    if message.actor.is_contact:
        return Reply(
            text=(
                "I am sorry, I do not understand this well enough to act on it. Please write which "
                "articles you mean and how many, or the number of your quote or order."
            )
        )
    return Reply(
        text=(
            "I still do not understand this well enough to act on it. Say it in one sentence, "
            "for example: quote 20 Nova chairs black for Brandt, 5 % off. “help” lists what I do."
        )
    )


def _sentence(target: str, mention: str) -> str:
    if mention and target in _MENTIONED:
        return _MENTIONED[target].format(mention[:80])
    return _PLAIN.get(target, _PLAIN["intent"])


def _options(choices: Choices) -> tuple[Option, ...]:
    return tuple(
        Option(label=choice.label, says=choice.says) for choice in choices.options[:_MOST_OPTIONS]
    )


def _listed(options: tuple[Option, ...]) -> str:
    return "".join(f"\n   – {option.label}" for option in options)
