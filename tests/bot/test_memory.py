"""What a conversation is about survives a restart, exactly; an old question does not."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from bot import memory
from bot.intents.understanding import Choice, Choices, Line, Proposal, Slot, Span, Understanding
from bot.intents.utterance import Context
from bot.memory import Memory
from bot.reply import Reply, Table
from domain.conversations import Conversation
from domain.database import Database

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
KEY = "slack:D01:1"
LINES = (
    Line(
        item="1210-B",
        quantity=Decimal("20"),
        unit="pcs",
        price=Decimal("149.5"),
        discount_pct=Decimal("2.5"),
        date="2026-11-27",
        op="add",
        replace_with="1210-G",
        line_no=2,
        asked="the black ones",
        candidates=("1210-B", "1210-G"),
        span=Span(start=3, end=20),
    ),
    Line(asked="something else"),
)
ORDER = Proposal(
    intent="create_order",
    slots=(
        Slot(name="lines", value=LINES, span=Span(start=0, end=20), rule="lines"),
        Slot(name="customer", value="C001", alternatives=("C001", "C002"), confidence=0.7),
        Slot(name="po_number", value="4711"),
        Slot(name="discount_pct", value=Decimal("5.50")),
        Slot(name="dates", value={"requested_delivery": "2026-11-27"}),
        Slot(name="documents", value=("S-ORD1001", "S-ORD1002")),
        Slot(name="partial", value=True),
    ),
    confidence=0.9,
    rule="order",
)
FULL = Context(
    document="S-ORD1001",
    customer="C001",
    pending=ORDER,
    asked=("item", "quantity"),
    choices=(
        Choices(target="item", mention="chairs", options=(Choice(says="1210-B", label="black"),)),
    ),
    staged=True,
    listed=("S-ORD1001", "S-ORD1002"),
    shown_lines=LINES,
    last_document="S-QUO1001",
    last_lines=LINES,
    last_command=ORDER,
    previous_turn="order chairs",
    documents={"quote": "S-QUO1001"},
)


@pytest.fixture
def session(demo: Database) -> Iterator[Session]:
    with demo.writing() as opened:
        yield opened


def kept(session: Session, stored: Memory, *, after: timedelta = timedelta()) -> Memory:
    """Store it, forget it in this session, and recall it after a while."""
    memory.remember(session, KEY, stored, channel="slack", now=NOW)
    session.flush()
    session.expire_all()
    return memory.recall(session, KEY, NOW + after)


def test_the_example_fills_every_field_of_a_context() -> None:
    empty = Context()

    untouched = [
        one.name for one in fields(Context) if getattr(FULL, one.name) == getattr(empty, one.name)
    ]

    assert untouched == []


def test_everything_is_recalled_as_it_was(session: Session) -> None:
    stored = Memory(context=FULL, rounds=1)

    recalled = kept(session, stored, after=timedelta(hours=23))

    assert recalled == stored


def test_values_keep_their_types(session: Session) -> None:
    recalled = kept(session, Memory(context=FULL)).context.pending

    assert recalled is not None
    assert recalled.value("po_number") == "4711"
    assert repr(recalled.value("discount_pct")) == "Decimal('5.50')"
    assert isinstance(recalled.value("documents"), tuple)
    assert recalled.lines == LINES


def test_an_unknown_conversation_is_about_nothing(session: Session) -> None:
    assert memory.recall(session, "slack:D01:9", NOW) == Memory()


def test_a_question_is_forgotten_after_a_day_but_not_what_it_was_about(session: Session) -> None:
    recalled = kept(session, Memory(context=FULL, rounds=2), after=timedelta(days=1, seconds=1))

    assert recalled.rounds == 0
    context = recalled.context
    assert (context.pending, context.asked, context.choices, context.staged) == (
        None,
        (),
        (),
        False,
    )
    assert (context.document, context.customer) == ("S-ORD1001", "C001")
    assert context.last_lines == LINES


def test_what_an_older_version_wrote_does_not_stop_the_conversation(session: Session) -> None:
    session.add(
        Conversation(
            key=KEY, channel="slack", state={"context": {"pending": "text"}}, updated_at=NOW
        )
    )
    session.flush()

    assert memory.recall(session, KEY, NOW) == Memory()


def test_acting_answers_the_question_and_moves_the_focus() -> None:
    understood = Understanding(expect="act", proposals=(ORDER,))
    done = Reply(text="", document_no="S-ORD1005", customer_no="C007")

    after = memory.after_acting(Memory(context=FULL, rounds=2), understood, done)

    assert after.rounds == 0
    assert after.context.asked == ()
    assert after.context.pending is None
    assert (after.context.document, after.context.customer) == ("S-ORD1005", "C007")
    assert after.context.last_command == ORDER


def test_a_list_of_documents_can_be_pointed_into() -> None:
    table = Table(head=("Number", "State"), rows=(("S-ORD1003", "open"), ("S-ORD1001", "open")))

    after = memory.after_acting(Memory(), Understanding(expect="act"), Reply(text="", lines=table))

    assert after.context.listed == ("S-ORD1003", "S-ORD1001")


def test_each_question_counts_as_a_round() -> None:
    asks = Understanding(expect="clarify", proposals=(ORDER,), clarify=("item",))

    first = memory.after_asking(Memory(), asks)
    second = memory.after_asking(first, asks)

    assert (first.rounds, second.rounds) == (1, 2)
    assert second.context.pending == ORDER
    assert second.context.asked == ("item",)


def test_a_question_by_mail_may_be_answered_next_week_but_not_a_preview(session: Session) -> None:
    asked = Memory(context=Context(pending=ORDER, asked=("item",)))
    staged = Memory(context=Context(pending=ORDER, staged=True))
    recalled = []
    for key, stored in (("mail:asked", asked), ("mail:staged", staged)):
        memory.remember(session, key, stored, channel="mail", now=NOW)
        session.flush()
        recalled.append(memory.recall(session, key, NOW + timedelta(days=5)))

    assert [one.context.pending is not None for one in recalled] == [True, False]
    assert [one.expired for one in recalled] == [False, True]


def test_a_question_is_set_aside_for_another_matter_and_taken_up_again() -> None:
    known = Memory(context=Context(pending=ORDER, asked=("item",)))
    other = Understanding(expect="act", proposals=(Proposal(intent="check_availability"),))

    left = memory.set_aside(known, other)
    again = memory.taken_up(left)

    assert left.context.pending is None
    assert again is not None
    assert again.context.pending == ORDER
