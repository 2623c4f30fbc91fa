"""What time brings about by itself: quotes expire after their last day, once, in our own name."""

import time
from datetime import timedelta

from sqlalchemy import func, select

from bot.stage import Stage
from bot.upkeep import Upkeep, expire_what_is_over, forget_what_is_old
from domain.durable import State
from domain.history import HistoryEntry
from domain.inbox import InboxRow
from domain.outbox import OutboxRow
from domain.retention import Forgotten
from domain.sales.documents import SalesDocument


def quote(stage: Stage, *, until: str) -> str:
    stage.play("slack", "priya new", f"quote 2 Nova chairs black for Brandt, valid until {until}")
    return stage.answer("").split("Quote ")[1].split()[0]


def state(stage: Stage, number: str) -> str | None:
    with stage.house.database.reading() as session:
        return session.get_one(SalesDocument, number).quote_state


def expiries(stage: Stage) -> list[str]:
    with stage.house.database.reading() as session:
        rows = session.scalars(select(HistoryEntry).where(HistoryEntry.what == "QuotesExpired"))
        return [row.actor_id for row in rows]


def test_a_quote_expires_on_the_day_after_its_last(stage: Stage) -> None:
    number = quote(stage, until="2026-11-20")
    stage.play("today", "", "2026-11-20")
    on_its_last_day = expire_what_is_over(stage.house.database, stage.clock.now())

    stage.play("today", "", "2026-11-21")
    afterwards = expire_what_is_over(stage.house.database, stage.clock.now())

    assert on_its_last_day == ()
    assert afterwards == (number,)
    assert state(stage, number) == "expired"
    assert expiries(stage) == ["clerk"]


def test_an_hour_in_which_nothing_expires_leaves_no_trace(stage: Stage) -> None:
    number = quote(stage, until="2026-11-20")

    expired = expire_what_is_over(stage.house.database, stage.clock.now())

    assert expired == ()
    assert state(stage, number) == "draft"
    assert expiries(stage) == []


def test_the_thread_does_its_first_round_at_once_and_ends_when_told(stage: Stage) -> None:
    number = quote(stage, until="2026-11-20")
    stage.play("today", "", "2026-12-01")
    upkeep = Upkeep(stage.house.database, stage.clock)

    upkeep.start()
    until = time.monotonic() + 10
    while state(stage, number) != "expired" and time.monotonic() < until:
        time.sleep(0.02)
    upkeep.stop(timeout=5)

    assert state(stage, number) == "expired"
    assert not upkeep.is_alive()


def test_a_thread_that_never_began_can_be_stopped(stage: Stage) -> None:
    Upkeep(stage.house.database, stage.clock).stop()

    assert expiries(stage) == []


def counts(stage: Stage) -> tuple[int, int]:
    with stage.house.database.reading() as session:
        rows = [select(func.count()).select_from(one) for one in (InboxRow, OutboxRow)]
        return (session.scalar(rows[0]) or 0, session.scalar(rows[1]) or 0)


def test_words_are_forgotten_after_a_year_and_documents_stay(stage: Stage) -> None:
    number = quote(stage, until="2026-11-20")
    before = counts(stage)
    now = stage.clock.now()

    kept = forget_what_is_old(stage.house.database, now + timedelta(days=364), keep_days=365)
    gone = forget_what_is_old(stage.house.database, now + timedelta(days=366), keep_days=365)

    assert kept == Forgotten()
    assert (gone.messages, gone.deliveries) == before
    assert counts(stage) == (0, 0)
    assert state(stage, number) == "draft"


def test_without_a_term_nothing_is_forgotten(stage: Stage) -> None:
    quote(stage, until="2026-11-20")
    before = counts(stage)

    gone = forget_what_is_old(
        stage.house.database, stage.clock.now() + timedelta(days=9999), keep_days=0
    )

    assert gone == Forgotten()
    assert counts(stage) == before


def test_a_letter_in_quarantine_and_what_is_put_aside_are_kept(stage: Stage) -> None:
    stage.play("mail", "joe@stranger.test", "Subject: Order\n\nFive chairs please")
    quote(stage, until="2026-11-20")
    with stage.house.database.writing() as session:
        parked = session.scalars(select(InboxRow).where(InboxRow.channel == "slack")).one()
        parked.state = State.PARKED

    gone = forget_what_is_old(
        stage.house.database, stage.clock.now() + timedelta(days=400), keep_days=365
    )

    assert gone.messages == 0
    assert counts(stage)[0] == 2
