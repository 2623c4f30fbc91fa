"""Questions back: what is missing or doubtful, with choices where there are any.

One question a turn in Slack, where an answer costs a moment; all of them in one mail, where
every round trip costs a day. After two rounds a person takes over.
"""

from dataclasses import replace

from bot.examples import examples
from bot.intents.understanding import Choices, Understanding
from bot.memory import Memory, Question
from bot.message import Message
from bot.reply import Option, Reply
from domain.parties.care import responsible_for
from domain.people import Actor
from domain.said import said, together
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
    "item": "Which article do you mean by “{mention}”?",
    "quantity": "How many of “{mention}” do you want?",
    "customer": "Which customer do you mean by “{mention}”?",
    "document": "Which document do you mean by “{mention}”?",
    "date": "Which date do you mean by “{mention}”?",
    "unit": "In which unit do you count “{mention}”?",
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
    asked = [_as_yes_or_no(*one) for one in asked]
    if not mail:
        sentence, options = asked[0]
        return Reply(text=sentence, options=options)
    if len(asked) == 1:
        return Reply(text=asked[0][0], options=asked[0][1])
    listed = (together(("• ", sentence, _listed(options)), "") for sentence, options in asked)
    return Reply(text=together(("Before I can do this I need to know:", *listed)))


def _as_yes_or_no(sentence: str, options: tuple[Option, ...]) -> tuple[str, tuple[Option, ...]]:
    """A question with a single choice is one for a yes or a no."""
    if sentence != _PLAIN["intent"] or len(options) != 1:
        return sentence, options
    return f"Do you mean: {options[0].label[:1].lower()}{options[0].label[1:]}?", options


def reminder(question: Question) -> str:
    """The question that was left for another matter, once more."""
    asked = [
        _sentence(
            target, next((one.mention for one in question.choices if one.target == target), "")
        )
        for target in question.asked
    ]
    return together(("Still open from before:", asked[0]), " ")


def too_late(actor: Actor) -> Reply:
    """An answer to a question that is not open any more; a customer's is read by a person."""
    return Reply(
        text="My question is too old to be answered by that. Please say again what you need.",
        needs_person=actor.is_contact,
        refused=True,
    )


def nothing_to_undo(known: Memory) -> Reply:
    """ "Undo that" where nothing was done, or where it cannot be taken back."""
    about = known.context.document
    return Reply(
        text=(
            f"The last step here cannot be undone. Say what shall be different about {about}."
            if about
            else "There is nothing here that I could undo."
        ),
        refused=True,
    )


def with_person(reply: Reply, known: Memory, work: Work) -> Reply:
    """What a customer's message needs beyond us is read by a person, and he is told so.

    The person gets the message with what was said before it.
    """
    if not (reply.needs_person and work.actor.is_contact):
        return reply
    person = responsible_for(work.session, work.actor.customer_no or "")
    if not person:
        return replace(reply, notes=(*reply.notes, "Please call your contact in sales."))
    turns = (*known.turns, ("My answer", reply.text))
    so_far = "\n".join(f"{who}: {text}" for who, text in turns)
    work.notify(person, "handover", work.source.message_id, detail=so_far)
    note = "A colleague will read your message and answer you."
    return replace(reply, notes=(*reply.notes, note))


def hand_over(message: Message, work: Work) -> Reply:
    """Give up understanding: a customer's message goes to a person, our own people hear how."""
    sorry = "I am sorry, I do not understand this well enough to act on it."
    if message.actor.is_contact:
        return Reply(text=sorry, refused=True, needs_person=True)
    return Reply(
        text=(
            "I still do not understand this well enough to act on it. Say it in one sentence, "
            f"for example: {examples(work).quote}. “help” lists what I do."
        )
    )


def _sentence(target: str, mention: str) -> str:
    if mention and target in _MENTIONED:
        return said(_MENTIONED[target], mention=mention[:80])
    return _PLAIN.get(target, _PLAIN["intent"])


def _options(choices: Choices) -> tuple[Option, ...]:
    return tuple(
        Option(label=choice.label, says=choice.says) for choice in choices.options[:_MOST_OPTIONS]
    )


def _listed(options: tuple[Option, ...]) -> str:
    return "".join(f"\n   – {option.label}" for option in options)
