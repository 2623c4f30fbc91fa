"""Signed links: looking does nothing, pressing is stored once, and nothing is kept by browsers."""

import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.stage import Stage
from domain.inbox import InboxRow
from domain.people import Employee
from domain.sales.documents import SalesDocument

JONAS = "m.keller@brandt-soehne.example"
MARCO = "marco.bellini@nordwerk.example"
LINK = re.compile(r"/act/([0-9]+\.[0-9a-f]+)")


class Browser:
    """Opens and presses the links of letters, with all that comes back."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._client = stage.house.web_app(lambda: None).test_client()

    def look(self, token: str) -> TestResponse:
        return self._client.get(f"/act/{token}")

    def press(self, token: str, text: str = "") -> TestResponse:
        return self._client.post(f"/act/{token}", data={"text": text})

    def presses(self) -> list[InboxRow]:
        with self.stage.house.database.reading() as session:
            return list(session.scalars(select(InboxRow).where(InboxRow.kind == "mail.press")))


@pytest.fixture
def browser(stage: Stage) -> Browser:
    return Browser(stage)


def sent_quote(stage: Stage, wish: str = "quote 2 Nova chairs black for Brandt") -> str:
    """Send a quote to Jonas; the token of its "Accept the quote"."""
    stage.play("slack", "priya new", wish)
    stage.play("click", "priya", "Send the quote")
    return token(stage, JONAS)


def token(stage: Stage, address: str) -> str:
    letter = next(one for one in reversed(stage.far.heard) if one.audience == f"mail:{address}")
    found = LINK.search(str(letter.payload["text"]))
    assert found
    return found[1]


def orders(stage: Stage) -> list[str]:
    with stage.house.database.reading() as session:
        asked = select(SalesDocument.number).where(SalesDocument.kind == "order")
        return list(session.scalars(asked))


def test_opening_a_link_does_nothing(browser: Browser) -> None:
    link = sent_quote(browser.stage)

    page = browser.look(link)
    browser.stage.work()

    assert page.status_code == 200
    assert "<form" in page.text
    assert browser.presses() == []
    assert orders(browser.stage) == []


def test_pressing_twice_is_stored_once_and_makes_one_order(browser: Browser) -> None:
    link = sent_quote(browser.stage)

    pages = [browser.press(link), browser.press(link)]
    browser.stage.work()
    later = [browser.look(link), browser.press(link)]

    assert [page.status_code for page in pages] == [200, 200]
    assert len(browser.presses()) == 1
    assert len(orders(browser.stage)) == 1
    assert all("was pressed by" in page.text for page in later)


def test_a_refused_press_can_be_pressed_again(browser: Browser) -> None:
    stage = browser.stage
    link = sent_quote(stage, "quote 2 Nova chairs black for Brandt, valid until 2026-11-20")
    stage.play("today", "", "2026-11-25")
    browser.press(link)
    stage.work()
    stage.play("today", "", "2026-11-20")  # somebody looked at the wrong calendar

    again = browser.press(link)
    stage.work()

    assert "I am on it" in again.text
    assert len(browser.presses()) == 2
    assert len(orders(stage)) == 1


@pytest.mark.parametrize("token", ["1." + "0" * 24, "x", "9" * 5000 + ".a", "1", "٣.abc", "1.é"])
def test_an_invented_link_is_not_found(browser: Browser, token: str) -> None:
    pages = [browser.look(token), browser.press(token)]

    assert [page.status_code for page in pages] == [404, 404]
    assert all("I do not know this button" in page.text for page in pages)
    assert browser.presses() == []


def test_a_button_shown_in_slack_is_no_link(browser: Browser) -> None:
    stage = browser.stage
    stage.play("slack", "priya new", "quote 2 Nova chairs black for Brandt")
    blocks = stage.far.heard[0].payload["blocks"]
    shown = next(
        one["value"] for block in blocks for one in block.get("elements", ()) if "value" in one
    )

    page = browser.press(shown)

    assert page.status_code == 404
    assert browser.presses() == []


def test_a_link_that_asks_why_needs_an_answer(browser: Browser) -> None:
    stage = browser.stage
    link = rejection(stage)

    asked = browser.press(link, "   ")
    told = browser.press(link, "  below cost <b>  ")

    assert "<textarea" in browser.look(link).text
    assert "One thing is missing" in asked.text
    assert "I am on it" in told.text
    assert [b'"text": "below cost <b>"' in row.body for row in browser.presses()] == [True]


def test_no_page_is_kept_or_framed(browser: Browser) -> None:
    link = sent_quote(browser.stage)

    pages = [browser.look(link), browser.press(link), browser.look("1.x")]

    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy


def rejection(stage: Stage) -> str:
    """The token of a "Reject" that Katrin got by mail, because she has no Slack here."""
    with stage.house.database.writing() as session:
        katrin = session.scalars(select(Employee).where(Employee.name.startswith("Katrin"))).one()
        katrin.slack_id = None
        address = katrin.email
    stage.play("slack", "marco new", "order 8 dual motor desks for Harbor Dental, PO HD-2207")
    stage.play("click", "marco", "Confirm the order")
    letter = next(one for one in stage.far.heard if one.audience == f"mail:{address}")
    lines = str(letter.payload["text"]).splitlines()
    found = LINK.search(lines[lines.index("Reject:") + 1])
    assert found
    return found[1]
