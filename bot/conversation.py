"""The one path: a message comes in, is understood, becomes commands, and is answered.

Every channel enters here, a button or a signed link one step later than a sentence. What a
message did, its reply and the mark that it was dealt with are one transaction. Refusals are
worded, questions keep the dialogue going, and faults are caught here once: the person gets a
reference, the message is parked, nothing is lost.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import asking, bank, memory, wording
from bot.buttons import Buttons
from bot.clock import Clock
from bot.explaining import explain, how_read
from bot.handlers.registry import answer
from bot.handlers.talk import gives_thanks, gives_up, talk
from bot.intents.meaning import STAGED, command_type, in_one_step
from bot.intents.resolving import Missing, Thread, command_of, overlooked
from bot.intents.understanding import Proposal, Understanding
from bot.memory import Memory
from bot.message import Message
from bot.readers import Readers
from bot.reply import Reply
from bot.retelling import language_for
from bot.staging import preview
from bot.uttering import utterance_of
from bot.workers import LeaseLost
from domain.database import Database
from domain.errors import Command, Conflict, Refusal
from domain.people import Actor
from domain.said import said
from domain.sales.changes import ChangeDocument
from domain.sales.newest import last_document
from domain.setup import setup
from domain.work import Source, Work, begin, retrying

_MOST_ROUNDS = 2
_EMPTY = ("nothing-said", "mention-only")
_PUZZLING = (*_EMPTY, "smalltalk", "out-of-scope")

log = structlog.get_logger("salesclerk.conversation")


class Answering(Protocol):
    """What a channel does inside the transaction: queue the reply, mark the message done."""

    def reply(self, work: Work, reply: Reply, tokens: tuple[str, ...]) -> None: ...

    def done(self, session: Session, outcome: str) -> None: ...

    def park(self, session: Session, reference: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Press:
    """Somebody pressed a button or opened a signed link. `text` is what a blank was filled with.

    `language` is how he is answered.
    """

    id: str
    channel: str
    thread: str
    actor: Actor
    token: str
    text: str = ""
    language: str = "en"


class Clerk:
    """Hears messages and presses for one company."""

    def __init__(self, database: Database, clock: Clock, *, readers: Readers, buttons: Buttons):
        self._database = database
        self._clock = clock
        self._readers = readers
        self._buttons = buttons

    def hear(self, message: Message, channel: Answering) -> None:
        """Understand a message, obey it and queue the reply, once."""
        source = Source(channel=message.channel, message_id=message.id, conversation=message.thread)
        with self._parking_faults(source, actor=message.actor, channel=channel):
            understanding, known = self._understand(message)
            source = replace(source, language=known.language)

            def respond(work: Work) -> Reply:
                acts = understanding.expect == "act"
                left = memory.set_aside(known, understanding) if acts else known
                if gives_up(message.text):
                    left = replace(left, aside=known.aside)
                reply, kept = _respond(understanding, message, left, work)
                if left.aside is not known.aside:
                    reply = _still_open(reply, left)
                reply = asking.with_person(reply, known, work)
                kept = replace(kept, language=known.language)
                kept = memory.said(kept, message.sender_name, message.text)
                if kept.context.pending is not known.context.pending:
                    kept = replace(kept, asker=message.actor.id)
                memory.remember(
                    work.session,
                    message.thread,
                    memory.answered(kept, reply),
                    channel=message.channel,
                    now=work.now,
                )
                return reply

            self._exchange(respond, source, actor=message.actor, channel=channel)

    def press(self, press: Press, channel: Answering) -> None:
        """Obey what stands behind a button, once, with the rights of who pressed it."""
        source = Source(
            channel=press.channel,
            message_id=press.id,
            conversation=press.thread,
            language=press.language,
        )

        def respond(work: Work) -> Reply:
            reply = _or_refusal(work, lambda: self._take(press, work))
            known = memory.recall(work.session, press.thread, work.now)
            reply = asking.with_person(reply, known, work)
            acted = Understanding(expect="act")
            kept = memory.after_acting(memory.set_aside(known, acted), acted, reply)
            kept = memory.answered(kept, reply)
            memory.remember(work.session, press.thread, kept, channel=press.channel, now=work.now)
            return reply

        with self._parking_faults(source, actor=press.actor, channel=channel):
            self._exchange(respond, source, actor=press.actor, channel=channel)

    def _understand(self, message: Message) -> tuple[Understanding, Memory]:
        """Read a message, outside of any writing transaction: it takes a while."""
        with self._database.reading() as session:
            known = memory.recall(session, message.thread, message.received)
            known = replace(known, language=language_for(message, known.language, session))
            reader = self._readers.current(session)
            zone = ZoneInfo(setup(session).time_zone)
        today = message.received.astimezone(zone).date()
        understanding = reader.read(utterance_of(message, known, today=today))
        asked = known.asker in ("", message.actor.id)
        if not asked and understanding.reason in ("confirmed", "declined"):
            # a bare yes or no is the word of who was asked, not of whoever reads along
            bare = replace(known, context=memory.without_question(known.context))
            understanding = reader.read(utterance_of(message, bare, today=today))
        before = memory.taken_up(known) if understanding.expect != "act" else None
        if before is not None:
            again = reader.read(utterance_of(message, before, today=today))
            if again.expect == "act" and again.reason in memory.ANSWERS:
                return again, before
        return in_one_step(understanding), known

    def _take(self, press: Press, work: Work) -> Reply:
        pressed = self._buttons.press(
            work.session, press.token, actor=press.actor, now=work.now, text=press.text
        )
        if pressed.paper is not None:
            return wording.shown(pressed.paper)
        if pressed.command is None:
            raise LookupError(f"offer {pressed.offer_id} holds nothing")
        return answer(pressed.command, work)

    def _exchange(
        self,
        respond: Callable[[Work], Reply],
        source: Source,
        *,
        actor: Actor,
        channel: Answering,
    ) -> None:
        """Reply and remember in one transaction, again where it collided with another."""

        def attempt() -> None:
            with begin(self._database, now=self._clock.now(), actor=actor, source=source) as work:
                reply = respond(work)
                tokens = self._buttons.offer(
                    work.session, reply, conversation=source.conversation, now=work.now
                )
                if not reply.silent:
                    channel.reply(work, reply, tokens)
                channel.done(work.session, reply.text)

        retrying(attempt, lambda number: time.sleep(0.05 * number))

    @contextmanager
    def _parking_faults(
        self, source: Source, *, actor: Actor, channel: Answering
    ) -> Iterator[None]:
        """Whatever breaks in here, the person is told and the message is kept for one of us."""
        try:
            yield
        except (Conflict, DBAPIError, LeaseLost):
            raise  # the database's trouble, not the message's: the worker tries again
        except Exception as fault:
            self._park(fault, source, actor=actor, channel=channel)

    def _park(self, fault: Exception, source: Source, *, actor: Actor, channel: Answering) -> None:
        reference = wording.reference_of(source.message_id)
        with begin(self._database, now=self._clock.now(), actor=actor, source=source) as work:
            channel.reply(work, wording.fault(reference), ())
            channel.park(work.session, f"{reference}: {type(fault).__name__}")
        # last: not even a log that breaks may lose the message
        log.error("fault", reference=reference, message=source.message_id, exc_info=fault)


def _or_refusal(work: Work, act: Callable[[], Reply]) -> Reply:
    """The reply, or the refusal worded; what was refused leaves nothing behind it."""
    savepoint = work.session.begin_nested()
    try:
        reply = act()
    except Refusal as refusal:
        savepoint.rollback()
        work.session.expire_all()
        return wording.refusal(refusal, work.actor)
    savepoint.commit()
    return reply


def _respond(
    understanding: Understanding, message: Message, known: Memory, work: Work
) -> tuple[Reply, Memory]:
    if understanding.reason == "declined":
        return Reply(text="All right, I leave it as it is."), memory.closed(known)
    named = (_ABOUT_BEFORE.get(one.intent) for one in understanding.proposals)
    about = bank.read if message.statements else next(named, None)
    if about is not None:
        return about(understanding, message, known, work)
    if understanding.expect in ("ignore", "refuse"):
        return _without_command(understanding, message, known, work)
    if understanding.expect == "clarify":
        return _ask(understanding, message, known, work)
    replies: list[Reply] = []
    sure = understanding.reason == "confirmed"
    for left, proposal in _counted_down(understanding.proposals):
        one = replace(understanding, proposals=(proposal,))
        try:
            reply = _obey(proposal, message, known, work=work, sure=sure)
        except Missing as missing:
            open_question = replace(one, expect="clarify", clarify=(missing.target,))
            reply, known = _ask(open_question, message, known, work)
            return wording.together([*replies, _stopped(reply, left)]), known
        known = replace(known, how=how_read(proposal, understanding.text))
        if reply.refused:  # what follows may build on what was refused
            known = memory.in_focus(known, reply.document_no)
            return wording.together([*replies, _stopped(reply, left)]), known
        if reply.staged:
            shown = wording.together([*replies, _stopped(reply, left)])
            return shown, memory.after_staging(known, proposal, reply)
        replies.append(reply)
        known = memory.after_acting(known, one, reply)
    return wording.together(replies), known


def _explain(
    _understanding: Understanding, message: Message, known: Memory, work: Work
) -> tuple[Reply, Memory]:
    """ "Why?": the question stays open, and nothing moves."""
    return explain(known, message.actor, work), known


def _take_back(
    understanding: Understanding, message: Message, known: Memory, work: Work
) -> tuple[Reply, Memory]:
    """ "Undo that": done at once where it only changes a draft again, else shown first."""
    command = known.way_back
    if command is None:
        return asking.nothing_to_undo(known), known
    sure = understanding.reason == "confirmed" or isinstance(command, ChangeDocument)
    reply = _or_refusal(work, lambda: (answer if sure else preview)(command, work))
    if reply.staged:
        undo = understanding.proposals[0]
        return reply, replace(memory.after_staging(known, undo, reply), back=known.back)
    if reply.refused:
        return reply, known
    return reply, memory.after_acting(known, replace(understanding, proposals=()), reply)


_ABOUT_BEFORE: dict[str, Callable[[Understanding, Message, Memory, Work], tuple[Reply, Memory]]] = {
    "why": _explain,
    "undo": _take_back,
}


def _still_open(reply: Reply, known: Memory) -> Reply:
    """The answer to another matter, with the question that was asked before."""
    if known.aside is None or reply.silent:
        return reply
    return replace(reply, notes=(*reply.notes, asking.reminder(known.aside)))


def _counted_down(proposals: tuple[Proposal, ...]) -> Iterator[tuple[int, Proposal]]:
    """Each proposal with the number of those after it."""
    return zip(reversed(range(len(proposals))), proposals, strict=True)


def _stopped(reply: Reply, left: int) -> Reply:
    """A reply after which we do not go on; nobody shall believe that the rest was done."""
    if not left:
        return reply
    note = "I have not done the rest of your message. Please say it again when this is settled."
    return replace(reply, notes=(*reply.notes, note))


def _without_command(
    understanding: Understanding, message: Message, known: Memory, work: Work
) -> tuple[Reply, Memory]:
    """Answer small talk; what is no answer to an open question lets us ask again.

    A customer's letter in which we find nothing to do is not left lying: a person gets it.
    """
    puzzling = understanding.reason in _PUZZLING and not gives_thanks(message.text)
    open_question = known.context
    if puzzling and message.direct and open_question.asked and open_question.pending:
        again = Understanding(
            expect="clarify",
            proposals=(open_question.pending,),
            clarify=open_question.asked,
            choices=open_question.choices,
        )
        return _ask(again, message, known, work)
    if puzzling and message.direct and known.expired:
        return asking.too_late(message.actor), known
    if puzzling and message.actor.is_contact and understanding.reason in _EMPTY:
        return asking.hand_over(message, work), known
    return talk(understanding, message.actor, work, said=message.text, direct=message.direct), known


def _ask(
    understanding: Understanding, message: Message, known: Memory, work: Work
) -> tuple[Reply, Memory]:
    """Ask what is open; after two rounds without an answer a person takes over."""
    if known.rounds >= _MOST_ROUNDS and understanding.reason not in memory.ANSWERS:
        return asking.hand_over(message, work), memory.closed(known)
    reply = asking.question(understanding, mail=message.channel == "mail")
    return reply, memory.after_asking(known, understanding)


def _obey(proposal: Proposal, message: Message, known: Memory, *, work: Work, sure: bool) -> Reply:
    """Run one proposal in a savepoint of its own; stage what cannot be undone unless `sure`."""
    kind = command_type(proposal)
    if kind is None:
        understanding = Understanding(expect="act", proposals=(proposal,))
        return talk(understanding, message.actor, work, said=message.text)
    command = _command(proposal, kind, message, known, work)
    act = preview if kind in STAGED and not sure else answer
    reply = _or_refusal(work, lambda: act(command, work))
    missed = overlooked(proposal, kind)
    if not missed or reply.refused:
        return reply
    note = said("I did not take {what} into account.", what=" and ".join(missed))
    return replace(reply, notes=(*reply.notes, note))


def _command(
    proposal: Proposal, kind: type[Command], message: Message, known: Memory, work: Work
) -> Command:
    customer = message.actor.customer_no or message.customer_no or known.context.customer or ""
    named = str(proposal.value("customer") or "")
    thread = Thread(
        document_no=known.context.document or "",
        customer_no=customer,
        last=lambda what: last_document(work, what, customer_no=named or customer),
        said=message.text,
        speaker="" if message.actor.is_contact else message.actor.email,
    )
    return command_of(proposal, kind, thread)
