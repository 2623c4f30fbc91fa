"""The pictures of the README: a real demo plays, a headless browser looks, papers are drawn.

Nothing is retouched: the console, the letters and the PDFs are those of the build that is
checked out. Start it with `scripts/pictures`.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pypdfium2
from PIL import Image

from bot.channels.console.driver import Driver, SeenLetter
from bot.channels.console.records import Post
from bot.clock import Clock
from bot.demo import Demo, free_port
from bot.logs import set_up_logs
from tests.console.browser import chromium, page_of

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
DESK, PHONE = (1280, 800), (390, 844)
LARGEST = 250_000  # bytes
TOM = "tom@northwindcycles.example"
ORDER = """Dear Nordwerk team,

please deliver against our purchase order NW-3391:

Item        Description              Qty
BK-2118     Chain 11-speed            20
BK-2120     Cassette 11-speed 11-42   10

Kind regards
Tom Ashworth
Northwind Cycles Ltd"""
_PATIENCE = 60.0  # seconds; the machine may be busy
_DRAWN = "#answers article, #messages article, #reading *"
_DOTS = 1.35  # dots of a paper's picture for each of its points


Seen = TypeVar("Seen")


class NothingToSee(Exception):
    """What should be in a picture did not come."""


@dataclass(frozen=True, kw_only=True)
class View:
    """One picture: who looks at which address of the console, on what, down to where."""

    name: str
    address: str
    size: tuple[int, int] = DESK
    person: str = "U01"
    bring: str = ""  # text that must be in sight


class Play:
    """The scenes in front of the camera; it collects what is to be looked at."""

    def __init__(self, demo: Demo) -> None:
        self.driver = Driver(demo.console_settings)
        self.views: list[View] = []
        self.papers: dict[str, bytes] = {}

    def quote(self) -> None:
        """Priya quotes and changes the quote."""
        thread = self.driver.say(
            "Priya", "quote 20 Nova chairs black for Brandt, 5 % off, valid till Friday"
        )
        self._said("Priya", "Quote S-QUO", thread=thread)
        self.driver.say("Priya", "make that 25", thread=thread)
        self._said("Priya", "(version 2)", thread=thread)
        self.driver.say("Priya", "add 2 floor lamps", thread=thread)
        post = self._said("Priya", "(version 3)", thread=thread, with_paper=True)
        self.papers["quote"] = self.driver.file(post.files[-1])
        place = f"#/slack/{post.channel}/{thread}"
        self.views += [
            View(name="slack-quote", address=place, bring="Send the quote"),
            View(name="slack-quote-phone", address=place, size=PHONE, bring="Send the quote"),
        ]

    def approval(self) -> None:
        """Marco's order is above his limit, so Katrin gets a card."""
        thread = self.driver.say("Marco", "order 8 dual motor desks for Harbor Dental, PO HD-2207")
        self._said("Marco", "Order S-ORD", thread=thread)
        self.driver.say("Marco", "confirm it", thread=thread)
        self._said("Marco", "waits for the approval", thread=thread)
        card = self._said("Katrin", "asks for your approval")
        self.views.append(
            View(
                name="slack-approval",
                address=f"#/slack/{card.channel}",
                person="U05",
                bring="Show PDF",
            )
        )

    def order_by_mail(self) -> None:
        """Tom mails an order with a table in the body."""
        self.driver.mail(TOM, "Purchase order NW-3391", ORDER)
        answer = self._letter(TOM)
        name = next(name for name, _size in answer.files)
        self.papers["order-confirmation"] = self.driver.letter_file(answer, name)
        place = f"#/mail/{TOM}/{answer.id}"
        self.views += [
            View(name="mail-order", address=place),
            View(name="mail-order-phone", address=place, size=PHONE),
        ]

    def _said(self, who: str, words: str, *, thread: str = "", with_paper: bool = False) -> Post:
        """Wait until the clerk says these words to somebody, in a thread or in private."""

        def look() -> Post | None:
            posts = self.driver.messages(thread=thread, person=who)
            said = [post for post in posts if post.bot and words in post.text]
            if said and with_paper:
                files = [post for post in posts if post.files and post.ts > said[-1].ts]
                return files[-1] if files else None
            return said[-1] if said else None

        return _waited(self.driver, look, f"{who} was never told “{words}”")

    def _letter(self, address: str) -> SeenLetter:
        def look() -> SeenLetter | None:
            received = [one for one in self.driver.letters(address) if not one.sent and one.files]
            return received[-1] if received else None

        return _waited(self.driver, look, f"{address} got no letter with a paper")


def _waited(driver: Driver, look: Callable[[], Seen | None], otherwise: str) -> Seen:
    driver.wait_for(look, timeout=_PATIENCE)
    seen = look()
    if seen is None:
        raise NothingToSee(otherwise)
    return seen


def take(views: list[View], console_url: str, folder: Path) -> None:
    """Photograph the console; light colours, no moving parts."""
    with chromium() as browser:
        for view in views:
            page = page_of(browser, view.size)
            page.goto(f"{console_url}/?as={view.person}{view.address}")
            page.locator(_DRAWN).locator("visible=true").first.wait_for()
            page.wait_for_timeout(1000)
            if view.bring:
                page.get_by_text(view.bring).last.scroll_into_view_if_needed()
                page.wait_for_timeout(200)
            keep(Image.open(BytesIO(page.screenshot())), folder / f"{view.name}.png")
            page.close()


def draw(paper: bytes, file: Path) -> None:
    """Draw the first page of a PDF."""
    document = pypdfium2.PdfDocument(paper)
    try:
        keep(document[0].render(scale=_DOTS).to_pil(), file)
    finally:
        document.close()


def keep(picture: Image.Image, file: Path) -> None:
    """Write a PNG; 256 colours are enough for text and cards.

    Raises:
        NothingToSee: it is larger than a repository should carry.
    """
    drawn = BytesIO()
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(drawn, "PNG", optimize=True)
    content = drawn.getvalue()
    if len(content) > LARGEST:
        raise NothingToSee(f"{file.name} would have {len(content)} bytes, at most {LARGEST} may be")
    file.write_bytes(content)
    print(f"{file.name}: {len(content) // 1000} kB")


def take_pictures(folder: Path) -> None:
    """Play the scenes in a house of their own and write the pictures of them."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        demo = Demo(Path(place), console_port=free_port(), fresh=False, clock=Clock())
        demo.start()
        try:
            play = Play(demo)
            play.quote()
            play.approval()
            play.order_by_mail()
            take(play.views, demo.console_settings.console_url, folder)
        finally:
            demo.stop()
    for name, paper in play.papers.items():
        draw(paper, folder / f"pdf-{name}.png")


if __name__ == "__main__":
    set_up_logs("warning")
    take_pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
