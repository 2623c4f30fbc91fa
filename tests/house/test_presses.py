"""Buttons pressed twice, by the wrong person, or forged: explained, and nothing changed."""

from functools import partial

import pytest

from bot.channels.console.records import Post
from tests.house.house import RunningHouse, at_once, posts_only

pytestmark = pytest.mark.slow


def test_a_second_press_is_explained_and_sends_nothing(house: RunningHouse) -> None:
    card = house.ask("Priya", "quote 2 Nova chairs grey for Ateliers Moreau")
    for _ in range(2):
        assert house.to_slack_door(house.press("Priya", card, "Send the quote")) == 200
    house.settle()

    thread = house.driver.messages(person="Priya", thread=card.thread_ts)
    told = posts_only(thread, house.driver.person("Priya").id)
    assert len(told) == 1
    assert "“Send the quote” was already pressed by Priya Nair" in told[0].text
    assert len(house.received("hugo@ateliersmoreau.example")) == 1


def waiting_order(house: RunningHouse, text: str) -> tuple[str, Post, Post]:
    """An order above Marco's limit: its number, his message about it, and Katrin's card."""
    before = house.documents("C006")
    made = house.ask("Marco", text)
    (number,) = house.documents("C006") - before
    house.driver.click("Marco", made.ts, "Confirm the order")
    house.answer("Marco", made.thread_ts, words="waits for the approval of Katrin")

    def cards() -> list[Post]:
        return [one for one in house.driver.messages(person="Katrin") if number in one.text]

    house.wait(lambda: bool(cards()), "Katrin's card")
    return number, made, cards()[0]


def test_who_may_not_approve_is_told_so_and_the_request_still_waits(house: RunningHouse) -> None:
    number, made, card = waiting_order(house, "order 8 dual motor desks for Harbor Dental")

    for person in ("Marco", "Jürgen"):
        house.to_slack_door(house.press(person, card, "Approve"))
    house.settle()
    waiting = house.status(number)
    told = [one for one in house.driver.messages(person="Katrin") if one.only_for]
    house.driver.click("Katrin", card.ts, "Approve")
    house.answer("Marco", made.thread_ts, words="was approved by Katrin")

    assert waiting == "pending_approval"
    assert [one.only_for for one in told] == ["U02", "U03"]
    assert all(one.text for one in told)
    assert house.status(number) == "released"


def test_of_five_presses_at_once_by_two_managers_one_decides(house: RunningHouse) -> None:
    number, made, card = waiting_order(house, "order 9 dual motor desks for Harbor Dental")
    people = ("Katrin", "Henrik", "Katrin", "Henrik", "Katrin")
    presses = [house.press(person, card, "Approve") for person in people]

    statuses = at_once([partial(house.to_slack_door, press) for press in presses])
    house.answer("Marco", made.thread_ts, words="was approved by")
    house.settle()

    decided = [one for one in house.said("Marco", made.thread_ts) if "was approved by" in one]
    assert statuses == [200] * 5
    assert len(decided) == 1
    assert house.status(number) == "released"


def test_a_press_with_an_invented_token_is_refused(house: RunningHouse) -> None:
    card = house.ask("Priya", "quote 2 Nova chairs grey for Adatum Fabrication")

    for token in ("1." + "0" * 24, "x", "9" * 400):
        forged = house.press("Priya", card, "Send the quote", token=token)
        assert house.to_slack_door(forged) == 200
    house.settle()

    thread = house.driver.messages(person="Priya", thread=card.thread_ts)
    told = posts_only(thread, house.driver.person("Priya").id)
    assert ["I do not know this button" in one.text for one in told] == [True] * 3
    assert house.received("rtownes@adatumfab.example") == []


def test_a_request_that_slack_did_not_sign_is_answered_401(house: RunningHouse) -> None:
    body = house.event("Priya", "quote 4 Nova chairs black for Brandt")
    before = house.stored()

    forged = house.to_slack_door(body, secret="guessed")
    too_old = house.to_slack_door(body, age=600)

    assert (forged, too_old) == (401, 401)
    assert house.stored() == before
