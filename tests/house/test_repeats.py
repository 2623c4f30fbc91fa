"""What arrives five times happens once: Slack's retries, repeated letters, repeated presses."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mail.listener import Listener
from tests.house.house import RunningHouse, at_once
from tests.house.letters import OURS, letter

pytestmark = pytest.mark.slow

ORDER = "Hello,\n\nplease send us 3 task chairs Nova black, our PO is {po}.\n\nThank you\n"


@contextmanager
def lmtp_door(house: RunningHouse) -> Iterator[int]:
    """A second door to the same letter box, as it stands behind a mail server."""
    service = house.demo.service
    box = service.house.letter_box(service.wake)
    door = Listener("127.0.0.1", 0, protocol="lmtp", accept=box.accept, is_ours=box.is_ours)
    door.start()
    try:
        yield door.port
    finally:
        door.stop()


def test_an_event_that_slack_delivers_five_times_makes_one_quote(house: RunningHouse) -> None:
    before = house.documents()

    asked = house.driver.say("Priya", "quote 4 Nova chairs black for Brandt")
    statuses = house.driver.retry_last_event(times=4)
    house.answer("Priya", asked, words="S-QUO")
    statuses += house.driver.retry_last_event(times=1)  # and once more when it is dealt with
    house.settle()

    assert statuses == [200] * 5
    assert len(house.documents() - before) == 1
    assert len(house.said("Priya", asked)) == 1
    assert [len(post.files) for post in house.thread("Priya", asked)] == [0, 1]


def test_five_deliveries_of_an_event_at_once_make_one_quote(house: RunningHouse) -> None:
    body = house.event("Marco", "quote 4 Nova chairs black for Café Lumière")
    before = house.documents()

    statuses = at_once([lambda: house.to_slack_door(body)] * 5)
    house.settle()

    posts = [one for one in house.driver.messages(person="Marco") if "Lumière" in one.text]
    assert statuses == [200] * 5
    assert len(house.documents() - before) == 1
    assert len([post for post in posts if post.bot]) == 1


def test_a_mention_in_a_channel_is_told_twice_and_answered_once(house: RunningHouse) -> None:
    text = "@Salesclerk quote 4 Nova chairs black for Velo Zürich"
    before = house.documents()

    asked = house.driver.say("Priya", text, channel="#sales")
    house.wait(lambda: len(house.driver.messages("#sales", asked)) > 1, "an answer in #sales")
    house.settle()

    posts = house.driver.messages("#sales", asked)
    assert len(house.documents() - before) == 1
    assert len([post for post in posts if post.bot and post.text]) == 1


def test_a_letter_that_comes_five_times_and_by_two_doors_makes_one_order(
    house: RunningHouse,
) -> None:
    sender = "jenna@bluepeak.example"
    raw = letter(sender, "Order", ORDER.format(po="BP-1"))
    before = house.documents()

    for _ in range(2):
        house.post_letter(raw, sender)
    at_once([lambda: house.post_letter(raw, sender)] * 3)
    with lmtp_door(house) as port, smtplib.LMTP("127.0.0.1", port) as client:
        # the server in front adds its own line on every way
        client.sendmail(sender, [OURS], b"Received: from mx by our.mx; today\r\n" + raw)
    house.settle()

    letters = house.received(sender)
    assert len(house.documents() - before) == 1
    assert [len(one.files) for one in letters] == [1]
    assert "BP-1" in letters[0].text


def test_a_letter_that_first_comes_five_times_at_once_makes_one_order(house: RunningHouse) -> None:
    sender = "amit.rao@bluepeak.example"
    raw = letter(sender, "Order", ORDER.format(po="BP-2"))
    before = house.documents()

    at_once([lambda: house.post_letter(raw, sender)] * 5)
    house.settle()

    assert len(house.documents() - before) == 1
    assert len(house.received(sender)) == 1


def test_a_press_that_slack_delivers_five_times_sends_one_quote(house: RunningHouse) -> None:
    card = house.ask("Priya", "quote 4 Nova chairs black for Sunset Hotels")
    body = house.press("Priya", card, "Send the quote")

    statuses = at_once([lambda: house.to_slack_door(body)] * 5)
    house.answer("Priya", card.thread_ts, words="is on its way")
    house.settle()

    said = [text for text in house.said("Priya", card.thread_ts) if "is on its way" in text]
    assert statuses == [200] * 5
    assert len(said) == 1
    assert len(house.received("lnavarro@sunsethotels.example")) == 1
