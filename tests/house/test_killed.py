"""`kill -9` at ten points of the tour: nothing is lost, nothing is done twice, all is answered."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.console.records import Post
from domain.history import HistoryEntry
from domain.inbox import InboxRow
from domain.outbox import OutboxRow
from tests.house.letters import letter
from tests.house.mortal import MortalHouse

SEED = 741
KILLS = 10
POINTS = 5  # steps of the tour that are followed by kills, some by a second one while it recovers
LONGEST = (0.9, 4.0)  # seconds until the kill: after an acknowledgement, after a restart
TOM, PETRA = "tom@northwindcycles.example", "info@fahrradhaus-lindner.example"
MAIL_ORDER = (
    "Dear Nordwerk team,\n\nplease deliver against our purchase order NW-3391:\n\n"
    "Item        Description              Qty\n"
    "BK-2118     Chain 11-speed            20\n"
    "BK-2120     Cassette 11-speed 11-42   10\n\n"
    "Kind regards\nTom Ashworth\nNorthwind Cycles Ltd\n"
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[MortalHouse]:
    made = MortalHouse(tmp_path)
    made.start()
    yield made
    made.stop()


class Tour:
    """The tour's steps. After each, the clerk may die, at a moment that chance decides."""

    def __init__(self, house: MortalHouse, chance: random.Random, *, steps: int) -> None:
        self._house = house
        self._chance = chance
        points = chance.sample(range(steps), POINTS)
        self._deaths = Counter((*points, *points[: KILLS - POINTS]))
        self.steps = 0

    def say(self, person: str, text: str, *, thread: str = "", words: str) -> Post:
        ts = f"{time.time():.6f}"
        body = self._house.event(person, text, ts=ts, thread=thread)
        self._do(lambda: self._house.bring_to_slack_door(body))
        return self._house.answer(person, thread or ts, words=words)

    def press(self, person: str, post: Post, label: str) -> None:
        body = self._house.press(person, post, label)
        self._do(lambda: self._house.bring_to_slack_door(body))

    def mail(self, sender: str, subject: str, text: str, *, answers: str = "") -> None:
        raw = letter(sender, subject, text, answers=answers)
        self._do(lambda: self._house.bring_letter(raw, sender))

    def _do(self, deliver: Callable[[], None]) -> None:
        deliver()
        for again in range(self._deaths[self.steps]):
            time.sleep(self._chance.uniform(0, LONGEST[again]))
            self._house.kill()
            self._house.start()
        self.steps += 1


def play(house: MortalHouse, tour: Tour) -> None:
    quote = tour.say("Priya", "quote 20 Nova chairs black for Brandt, 5 % off", words="Quote S-QUO")
    thread = quote.thread_ts
    changed = tour.say("Priya", "add 2 floor lamps", thread=thread, words="is changed")
    tour.press("Priya", changed, "Send the quote")
    house.answer("Priya", thread, words="is on its way")
    won = tour.say("Priya", "they accept the quote", thread=thread, words="is now order")
    tour.press("Priya", won, "Confirm the order")
    house.answer("Priya", thread, words="is confirmed")
    tour.mail(TOM, "Purchase order NW-3391", MAIL_ORDER)
    made = tour.say("Marco", "order 8 dual motor desks for Harbor Dental", words="Order S-ORD")
    tour.press("Marco", made, "Confirm the order")
    house.answer("Marco", made.thread_ts, words="waits for the approval")
    house.wait(lambda: bool(cards(house)), "a card for Katrin")
    tour.press("Katrin", cards(house)[0], "Approve")
    house.answer("Marco", made.thread_ts, words="was approved by Katrin")
    tour.mail(PETRA, "Stühle", "Hello, please send us 4 Nova chairs.\n\nPetra Lindner\n")
    house.wait(lambda: bool(house.received(PETRA)), "a question by mail")
    asked = house.received(PETRA)[0]
    tour.mail(PETRA, f"Re: {asked.subject}", "the grey ones\n", answers=asked.message_id)
    tour.say("Priya", "how many docking stations do we have?", words="docking station")


STEPS = 12


def cards(house: MortalHouse) -> list[Post]:
    posts = house.driver.messages(person="Katrin")
    return [post for post in posts if "asks for your approval" in post.text]


def deeds(house: MortalHouse) -> Counter[tuple[str, str, str]]:
    """What happened because of which message, and how often."""
    with house.database.reading() as session:
        rows = session.scalars(select(HistoryEntry))
        return Counter((row.message_id, row.what, row.subject) for row in rows if row.message_id)


def ends(house: MortalHouse) -> set[tuple[str, str]]:
    """The states in which all rows of inbox and outbox ended."""
    with house.database.reading() as session:
        return {
            (table.__tablename__, state)
            for table in (InboxRow, OutboxRow)
            for state in session.scalars(select(table.state))
        }


@pytest.mark.slow
def test_ten_kills_lose_nothing_and_double_nothing(house: MortalHouse) -> None:
    tour = Tour(house, random.Random(SEED), steps=STEPS)

    play(house, tour)
    house.settle()

    assert (tour.steps, house.kills) == (STEPS, KILLS)
    kept = {no: sorted(one[:5] for one in house.documents(no)) for no in ("C001", "C002", "C006")}
    assert kept == {"C001": ["S-ORD", "S-QUO"], "C002": ["S-ORD"], "C006": ["S-ORD"]}
    assert len(house.documents("C009")) == 1
    assert len(house.documents()) == 5
    assert set(deeds(house).values()) == {1}
    assert len(house.stored()) == STEPS
    assert ends(house) == {("inbox", "done"), ("outbox", "done")}
    for address, letters in ((TOM, 1), (PETRA, 2)):
        received = {one.message_id: one for one in house.received(address)}
        assert len(received) == letters  # the same letter may come twice, another may not
        assert list(received.values())[-1].files


@pytest.mark.slow
def test_what_was_stored_and_not_answered_is_answered_after_a_restart(house: MortalHouse) -> None:
    house.wait_until_open()
    ts = f"{time.time():.6f}"
    raw = letter(TOM, "Order", "please send us 2 Nova chairs grey\n")

    house.bring_to_slack_door(house.event("Priya", "quote 3 Nova chairs grey for Brandt", ts=ts))
    house.bring_letter(raw, TOM)
    house.kill()  # reading the first message takes a new process about a second
    unanswered, made = house.pending(), house.documents()
    house.start()
    house.answer("Priya", ts, words="S-QUO")
    house.settle()

    assert unanswered == 2
    assert made == set()
    assert len(house.documents("C001")) == 1
    assert len(house.documents("C002")) == 1
    assert [len(one.files) for one in house.received(TOM)] == [1]
