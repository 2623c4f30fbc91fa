"""Letters we send: fixed before the first try, tried with patience, and never in circles."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.posting import MOST_AN_HOUR
from bot.stage import FarEnds, Stage
from domain.outbox import OutboxRow
from mail.letter import read_letter
from mail.sending import PermanentFailure, Sent, TemporaryFailure
from tests.bot.letter_writing import MARCO, TOM, answers, bring, documents, letter
from tests.conftest import DEMO_DATE, demo_file

ORDER = "please send us 6 task chairs Nova black, our PO is {po}"

QUESTION = "How many floor lamps do you have? {}"


class MoodyRelay(FarEnds):
    """A relay that refuses as long as `mood` says; it remembers the bytes of every try."""

    def __init__(self) -> None:
        super().__init__()
        self.mood: Exception | None = None
        self.tries: list[tuple[bytes, str]] = []

    def send(self, raw: bytes, envelope_from: str, *, recipients: tuple[str, ...]) -> Sent:
        self.tries.append((raw, envelope_from))
        if self.mood is not None:
            raise self.mood
        return super().send(raw, envelope_from, recipients=recipients)


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[tuple[Stage, MoodyRelay]]:
    """A stage whose relay has moods."""
    far = MoodyRelay()
    stage = Stage(demo_file(tmp_path / "company.db"), folder=tmp_path, day=DEMO_DATE, far=far)
    yield stage, far
    stage.close()


def queued(stage: Stage) -> OutboxRow:
    with stage.house.database.reading() as session:
        return session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).one()


def minutes_until_due(stage: Stage) -> float:
    return (queued(stage).due - stage.clock.now()).total_seconds() / 60


# in circles


def test_a_customer_is_answered_five_times_an_hour_and_then_a_person_is_told(stage: Stage) -> None:
    for number in range(MOST_AN_HOUR + 2):
        bring(stage, letter(TOM, QUESTION.format(number)))

    assert len(answers(stage, TOM)) == MOST_AN_HOUR
    cards = [str(one.payload["text"]) for one in stage.far.heard if one.kind == "slack.dm"]
    assert [card.count("so many answers") for card in cards if "so many" in card] == [1, 1]


def test_after_an_hour_the_customer_is_answered_again(stage: Stage) -> None:
    for number in range(MOST_AN_HOUR + 1):
        bring(stage, letter(TOM, QUESTION.format(number)))
    stage.clock.moment += timedelta(minutes=61)

    bring(stage, letter(TOM, QUESTION.format("later")))

    assert len(answers(stage, TOM)) == MOST_AN_HOUR + 1


def test_what_was_done_is_confirmed_however_many_answers_there_were(stage: Stage) -> None:
    for number in range(MOST_AN_HOUR + 2):
        bring(stage, letter(TOM, ORDER.format(po=number)))

    assert len(documents(stage, "C002")) == MOST_AN_HOUR + 2
    assert len(answers(stage, TOM)) == MOST_AN_HOUR + 2


def test_our_own_people_are_always_answered(stage: Stage) -> None:
    for number in range(MOST_AN_HOUR + 2):
        bring(stage, letter(MARCO, f"how many floor lamps do we have? {number}"), sender=MARCO)

    assert len(answers(stage, MARCO)) == MOST_AN_HOUR + 2


def test_one_customers_letters_do_not_silence_another(stage: Stage) -> None:
    for number in range(MOST_AN_HOUR + 1):
        bring(stage, letter(TOM, QUESTION.format(number)))

    bring(
        stage, letter("jenna@bluepeak.example", ORDER.format(po=1)), sender="jenna@bluepeak.example"
    )

    assert len(answers(stage, "jenna@bluepeak.example")) == 1


# fixed bytes


def test_a_letter_is_the_same_letter_in_every_try(relay: tuple[Stage, MoodyRelay]) -> None:
    stage, far = relay
    far.mood = TemporaryFailure(451, "greylisted")
    bring(stage, letter(TOM, ORDER.format(po=1)))
    named = str(queued(stage).payload["message_id"])
    for _ in range(2):
        stage.clock.moment += timedelta(minutes=20)
        stage.work()
    far.mood = None
    stage.clock.moment += timedelta(minutes=20)
    stage.work()

    assert len(far.tries) == 4
    assert len(set(far.tries)) == 1
    assert read_letter(far.tries[0][0]).message_id in named
    assert len(answers(stage, TOM)) == 1
    assert queued(stage).state == "done"


def test_the_bytes_are_kept_before_the_relay_sees_them(relay: tuple[Stage, MoodyRelay]) -> None:
    stage, far = relay
    far.mood = TemporaryFailure(451, "later")

    bring(stage, letter(TOM, ORDER.format(po=1)))

    assert queued(stage).fixed == far.tries[0][0]


# patience


def test_a_busy_relay_is_tried_again_with_growing_pauses(relay: tuple[Stage, MoodyRelay]) -> None:
    stage, far = relay
    far.mood = TemporaryFailure(421, "busy")
    bring(stage, letter(TOM, ORDER.format(po=1)))

    pauses = []
    for _ in range(6):
        pauses.append(minutes_until_due(stage))
        stage.clock.moment = queued(stage).due
        stage.work()

    assert pauses == [1, 5, 15, 60, 240, 240]
    assert queued(stage).state == "pending"


def test_after_two_days_of_patience_a_letter_is_parked(relay: tuple[Stage, MoodyRelay]) -> None:
    stage, far = relay
    far.mood = TemporaryFailure(421, "busy")
    bring(stage, letter(TOM, ORDER.format(po=1)))

    stage.clock.moment += timedelta(hours=48)
    stage.work()

    assert queued(stage).state == "parked"
    assert "421 busy" in queued(stage).error


def test_a_refusal_for_good_parks_the_letter_at_once(relay: tuple[Stage, MoodyRelay]) -> None:
    stage, far = relay
    far.mood = PermanentFailure(550, "no such user")

    bring(stage, letter(TOM, ORDER.format(po=1)))

    assert len(far.tries) == 1
    assert queued(stage).state == "parked"
    assert "550 no such user" in queued(stage).error
    assert len(documents(stage, "C002")) == 1
