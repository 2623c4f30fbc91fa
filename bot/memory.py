"""What a conversation is about and what was asked last, stored between its messages.

The reader's `Context`, the question that was left for another matter, what takes the last act
back and the last turns, as JSON in the conversation's row. A question expires: after a day a
bare "yes" means nothing any more. In a mail only what is staged expires that soon; whoever is
asked by mail may answer next week.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot.intents import BY_NAME
from bot.intents.understanding import Choices, Line, Proposal, Slot, Understanding
from bot.intents.utterance import Context
from bot.reply import Reply
from domain.codec import from_json, to_json
from domain.commands import Commands
from domain.conversations import Conversation, conversation
from domain.errors import Command

_FORGOTTEN_AFTER = timedelta(days=1)
_ANSWERED_BY_MAIL_WITHIN = timedelta(days=14)
_MOST_TURNS = 6
_MOST_KEPT = 300  # characters of a turn
ANSWERS = ("answered", "chosen", "confirmed")
_DECIMAL = "decimal"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was asked: the command it would complete, the targets and the choices shown."""

    pending: Proposal
    asked: tuple[str, ...]
    choices: tuple[Choices, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A command as it is stored: the name of its type and its fields."""

    name: str
    fields: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Memory:
    """`rounds` counts questions in a row that led nowhere; `asker` is whom the last one was put to.

    `aside` is a question left for another matter; `expired` says that one was dropped just now.
    `back` takes the last act back, `how` says how it was understood, and `turns` are the last
    turns, who and what. `language` is the one last spoken clearly.
    """

    context: Context = field(default_factory=Context)
    rounds: int = 0
    asker: str = ""
    aside: Question | None = None
    expired: bool = False
    back: Kept | None = None
    how: tuple[tuple[str, str], ...] = ()
    turns: tuple[tuple[str, str], ...] = ()
    language: str = ""

    @property
    def way_back(self) -> Command | None:
        """The command that takes the last act back."""
        return Commands().read(self.back.name, self.back.fields) if self.back else None


def recall(session: Session, key: str, now: datetime) -> Memory:
    """What is known of a conversation; a question that is too old is dropped."""
    row = session.get(Conversation, key)
    if row is None or not row.state:
        return Memory()
    memory = _read(row.state)
    context = memory.context
    by_mail = row.channel == "mail" and not context.staged
    lasting = _ANSWERED_BY_MAIL_WITHIN if by_mail else _FORGOTTEN_AFTER
    if row.updated_at is None or now - row.updated_at > lasting:
        waited = context.pending is not None
        return replace(closed(memory), aside=None, expired=waited)
    return memory


def remember(session: Session, key: str, memory: Memory, *, channel: str, now: datetime) -> None:
    """Store what the conversation is about now."""
    row = conversation(session, key, channel)
    row.state = to_json(_each_proposal(replace(memory, expired=False), _packed))
    row.document_no = memory.context.document or row.document_no
    row.customer_no = memory.context.customer or row.customer_no
    row.updated_at = now


def without_question(context: Context) -> Context:
    """The same conversation with nothing asked and nothing waiting."""
    return replace(context, pending=None, asked=(), choices=(), staged=False)


def closed(memory: Memory) -> Memory:
    """The same conversation with nothing asked, and nothing asked in vain."""
    return replace(memory, context=without_question(memory.context), rounds=0)


def said(memory: Memory, who: str, text: str) -> Memory:
    """One more turn of the conversation."""
    turn = (who, " ".join(text.split())[:_MOST_KEPT])
    return replace(memory, turns=(*memory.turns, turn)[-_MOST_TURNS:])


def answered(memory: Memory, reply: Reply) -> Memory:
    """What we said, for the reader of the next message."""
    if reply.silent:
        return memory
    context = replace(memory.context, previous_turn=reply.text[:_MOST_KEPT])
    return replace(said(memory, "I", reply.text), context=context)


def set_aside(memory: Memory, understanding: Understanding) -> Memory:
    """An open question is left for another matter; the same matter said anew settles it."""
    context = memory.context
    if context.pending is None or context.staged or not context.asked:
        return memory
    if not context.pending.lines:
        return closed(memory)  # nothing of it would be lost
    anew = any(done.intent == context.pending.intent for done in understanding.proposals)
    if anew or understanding.reason in ANSWERS:
        return memory
    question = Question(pending=context.pending, asked=context.asked, choices=context.choices)
    return replace(closed(memory), aside=question)


def taken_up(memory: Memory) -> Memory | None:
    """The conversation with the question that was left open in it; None where there is none."""
    aside = memory.aside
    if aside is None or memory.context.pending is not None:
        return None
    context = replace(
        memory.context, pending=aside.pending, asked=aside.asked, choices=aside.choices
    )
    return replace(memory, context=context, aside=None)


def after_acting(memory: Memory, understanding: Understanding, reply: Reply) -> Memory:
    """Something was done: its document and customer are in focus, nothing is asked any more.

    What only looked something up leaves the way back to what was done before.
    """
    context = without_question(memory.context)
    done = understanding.proposals[-1] if understanding.proposals else None
    document = reply.document_no or context.document
    looked = done is not None and done.intent in BY_NAME and BY_NAME[done.intent].reads_only
    return replace(
        memory,
        rounds=0,
        back=memory.back if looked else _kept(reply.way_back),
        context=replace(
            context,
            document=document,
            last_document=reply.document_no or context.last_document,
            customer=reply.customer_no or _customer(done) or context.customer,
            last_command=done or context.last_command,
            last_lines=(done.lines if done and done.lines else context.last_lines),
            shown_lines=_shown_lines(reply) or context.shown_lines,
            listed=_listed(reply) or context.listed,
        ),
    )


def after_asking(memory: Memory, understanding: Understanding) -> Memory:
    """A question is open: what it asks for and the choices shown.

    An answer that told a part of it is no round in vain.
    """
    pending = understanding.proposals[0] if understanding.proposals else memory.context.pending
    context = replace(
        memory.context,
        pending=pending,
        asked=understanding.clarify,
        choices=understanding.choices,
        staged=False,
    )
    rounds = 0 if understanding.reason in ANSWERS else memory.rounds
    return replace(memory, context=context, rounds=rounds + 1)


def after_staging(memory: Memory, proposal: Proposal, reply: Reply) -> Memory:
    """A preview was shown: a plain "yes" makes it happen, a "no" drops it."""
    context = without_question(memory.context)
    number = proposal.value("document")
    return replace(
        memory,
        rounds=0,
        context=replace(
            context,
            pending=proposal,
            staged=True,
            document=number if isinstance(number, str) and "@" not in number else context.document,
            last_lines=proposal.lines or context.last_lines,
            shown_lines=_shown_lines(reply) or context.shown_lines,
        ),
    )


def in_focus(memory: Memory, document_no: str) -> Memory:
    """A document was spoken of, and nothing was done."""
    if not document_no:
        return memory
    return replace(memory, context=replace(memory.context, document=document_no))


def _customer(done: Proposal | None) -> str:
    """Whom the last command was about."""
    named = done.value("customer") if done else None
    return named if isinstance(named, str) else ""


def _kept(command: Command | None) -> Kept | None:
    return Kept(name=type(command).__name__, fields=to_json(command)) if command else None


def _shown_lines(reply: Reply) -> tuple[Line, ...]:
    """The lines of the document just shown, in their order, for "the second one"."""
    if reply.lines is None or reply.lines.head[:1] != ("Item",):
        return ()
    return tuple(Line(item=row[0]) for row in reply.lines.rows if row[0])


def _listed(reply: Reply) -> tuple[str, ...]:
    """Numbers shown in a list of documents, for "the second one"."""
    if reply.lines is None or reply.lines.head[:1] != ("Number",):
        return ()
    return tuple(row[0] for row in reply.lines.rows)


def _read(state: dict[str, Any]) -> Memory:
    """What was stored; what an older version wrote and nobody can read any more is forgotten."""
    try:
        memory = from_json(Memory, state)
        return _each_proposal(memory, _unpacked)
    except ValidationError:
        return Memory()


def _each_proposal(memory: Memory, change: Callable[[Slot], Slot]) -> Memory:
    def changed(proposal: Proposal) -> Proposal:
        return replace(proposal, slots=tuple(change(slot) for slot in proposal.slots))

    context, aside = memory.context, memory.aside
    return replace(
        memory,
        aside=replace(aside, pending=changed(aside.pending)) if aside else None,
        context=replace(
            context,
            pending=changed(context.pending) if context.pending else None,
            last_command=changed(context.last_command) if context.last_command else None,
        ),
    )


def _packed(slot: Slot) -> Slot:
    """A slot's value may be anything, and JSON knows no decimals: they are marked as such."""
    if isinstance(slot.value, Decimal):
        return replace(slot, value={_DECIMAL: str(slot.value)})
    return slot


def _unpacked(slot: Slot) -> Slot:
    """Give a slot's value its type back: lines, decimals, and several values as a tuple."""
    value = slot.value
    if isinstance(value, Mapping) and set(value) == {_DECIMAL}:
        return replace(slot, value=Decimal(str(value[_DECIMAL])))
    if isinstance(value, (list, tuple)):
        lines = slot.name == "lines"
        whole = tuple(from_json(Line, one) if lines else one for one in value)
        return replace(slot, value=whole)
    return slot
