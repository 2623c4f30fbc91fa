"""Customers, articles and words in Slack that try to be markup: they are shown, never obeyed."""

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from bot.clock import Clock
from bot.founding import open_company
from domain import company
from tests.house.house import RunningHouse, interpreted
from tests.house.letters import letter

pytestmark = pytest.mark.slow
SECRET = "the-secret-of-this-machine"


@dataclass(frozen=True)
class Traps:
    """Things that a name tells us to read. `pipe` never ends for who reads it."""

    secret: Path
    pipe: Path
    web: socket.socket

    @property
    def name(self) -> str:
        """A name of a stranger's making."""
        port = self.web.getsockname()[1]
        return (
            f"Evil <img src=file://{self.pipe}><img src=http://127.0.0.1:{port}/x>"
            f"<link rel=attachment href=file://{self.secret}><!channel>"
            "{{ 7 * 191 }} \u202egnp.exe\u202c 🤖"
        )

    def sprung(self) -> list[str]:
        """Which traps somebody stepped into."""
        found = []
        try:
            os.close(os.open(self.pipe, os.O_WRONLY | os.O_NONBLOCK))
            found.append("somebody reads the pipe")
        except OSError:
            pass  # nobody has it open
        try:
            self.web.accept()
            found.append("somebody asked the web")
        except BlockingIOError:
            pass
        return found


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traps]:
    folder = tmp_path_factory.mktemp("t")
    (folder / "secret").write_text(SECRET)
    os.mkfifo(folder / "pipe")
    with socket.create_server(("127.0.0.1", 0)) as web:
        web.setblocking(False)
        yield Traps(folder / "secret", folder / "pipe", web)


@pytest.fixture(scope="module")
def evil_house(traps: Traps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A house whose first customer and whose black chair bear the name of `traps`."""
    folder, records = tmp_path_factory.mktemp("evil"), tmp_path_factory.mktemp("records")
    _rename(records, "customers.json", "C001", name=traps.name)
    _rename(records, "catalog.json", "1210-B", description=traps.name, synonyms=[])
    for name in ("company.json", "employees.json", "stock.json"):
        (records / name).write_bytes((company.DEMO / name).read_bytes())
    url = f"sqlite:///{folder / 'company.db'}"
    open_company(url, records, demo=False, today=Clock().now().date())
    running = RunningHouse(folder)
    yield running
    running.stop()


def _rename(records: Path, file: str, key: str, **values: Any) -> None:
    rows = json.loads((company.DEMO / file).read_text(encoding="utf-8"))
    row = next(one for one in rows if key in (one.get("id"), one.get("sku"), one.get("no")))
    row.update(values)
    (records / file).write_text(json.dumps(rows), encoding="utf-8")


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _check_paper(pdf: bytes, traps: Traps) -> None:
    words = _words(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = b"".join(
            one.read_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream)
        )
        attached = [name for name in opened.attachments if "secret" in name]
    assert "<img" in words.replace("\r\n", "")
    assert "1337" not in words  # nobody filled in a template
    assert SECRET not in words
    assert SECRET.encode() not in streams
    assert attached == []
    assert traps.sprung() == []


def test_a_quote_for_a_hostile_name_prints_it_and_reads_nothing(
    evil_house: RunningHouse, traps: Traps
) -> None:
    card = evil_house.ask("Priya", "quote 2 pcs 1210-B for Brandt")

    evil_house.wait(
        lambda: any(post.files for post in evil_house.thread("Priya", card.thread_ts)), "the PDF"
    )
    paper = next(post for post in evil_house.thread("Priya", card.thread_ts) if post.files)

    assert "S-QUO" in card.text
    assert "<" not in interpreted(card)
    assert "\u202e" not in card.text + repr(card.blocks)
    _check_paper(evil_house.driver.file(paper.files[0]), traps)


def test_a_letter_to_a_hostile_name_shows_it_and_reads_nothing(
    evil_house: RunningHouse, traps: Traps
) -> None:
    sender = "m.keller@brandt-soehne.example"

    evil_house.post_letter(letter(sender, "Order", "please send us 3 pcs of 1210-B\n"), sender)
    evil_house.settle()

    answer = evil_house.received(sender)[-1]
    assert "<img src=file" not in answer.html
    assert "1337" not in answer.html + answer.text
    _check_paper(evil_house.driver.letter_file(answer, answer.files[0][0]), traps)


@pytest.mark.parametrize(
    "said",
    [
        "quote 2 docking stations 90W for <img src=file:///etc/passwd>",
        "quote 2 <!channel> for Brandt",
        "<!channel> <!here> <@U05>",
        "quote 2 \u202eevil\u202c for Brandt",
        "quote 2 🤖🤖🤖 for Brandt",
        "{{ config }} {% include '/etc/passwd' %}",
    ],
)
def test_hostile_words_in_slack_get_an_answer_and_change_nothing(
    house: RunningHouse, said: str
) -> None:
    before = house.documents()

    answer = house.ask("Priya", said)
    house.settle()

    assert house.documents() == before
    for mark in ("<!channel", "<!here", "<img", "<@U05", "\u202e", "root:"):
        assert mark not in interpreted(answer)
