"""The tour of `demo --once`: the main job over the real doors, played and printed.

Each step waits for what a person would see. A step that does not come ends the tour with
exit code 1 and says which one it was.
"""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.channels.console.driver import Driver, SeenLetter
from bot.channels.console.records import Post
from bot.demo import Demo
from bot.read_aloud import slack_message

_PATIENCE = 20.0


class TourStopped(Exception):
    """What the tour waited for did not come."""


def play_tour(demo: Demo) -> int:
    """Play all scenes; print the conversation and where the PDFs lie."""
    tour = Tour(demo)
    try:
        tour.slack_quote()
        tour.approval()
        tour.mail_order()
        tour.unclear_mail()
    except TourStopped as stopped:
        tour.out.print(f"[bold red]The tour stopped:[/] {stopped}")
        return 1
    tour.out.print("\n[bold]Papers[/]")
    for file in tour.saved:
        tour.out.print(f"  {file}")
    return 0


class Tour:
    """Plays scenes with the console's driver."""

    def __init__(self, demo: Demo) -> None:
        self.out = Console(width=100, highlight=False)
        self.driver = Driver(demo.console_settings)
        self.saved: list[Path] = []
        self._folder = demo.folder

    def slack_quote(self) -> None:
        """A salesperson quotes, changes the quote, and the customer says yes."""
        self._scene("A quote in Slack")
        thread = self._say(
            "Priya", "quote 20 Nova chairs black for Brandt, 5 % off, valid till Friday"
        )
        self._answer("Priya", thread, "Quote S-QUO")
        self._say("Priya", "make that 25 and add 2 floor lamps", thread=thread)
        changed = self._answer("Priya", thread, "is changed")
        self._press("Priya", changed, "Send the quote")
        self._answer("Priya", thread, "is on its way")
        self._say("Priya", "they accept the quote", thread=thread)
        accepted = self._answer("Priya", thread, "is now order")
        self._press("Priya", accepted, "Confirm the order")
        self._answer("Priya", thread, "is confirmed")

    def approval(self) -> None:
        """An order above the salesperson's limit waits for the head of sales."""
        self._scene("An order above the limit")
        thread = self._say("Marco", "order 8 dual motor desks for Harbor Dental, PO HD-2207")
        made = self._answer("Marco", thread, "Order S-ORD")
        self._press("Marco", made, "Confirm the order")
        self._answer("Marco", thread, "waits for the approval of Katrin")
        card = self._card("Katrin", "asks for your approval")
        self._press("Katrin", card, "Approve")
        self._answer("Marco", thread, "was approved by Katrin")

    def mail_order(self) -> None:
        """A customer mails an order with a table in the body."""
        self._scene("An order by mail")
        body = (
            "Dear Nordwerk team,\n\nplease deliver against our purchase order NW-3391:\n\n"
            "Item        Description              Qty\n"
            "BK-2118     Chain 11-speed            20\n"
            "BK-2120     Cassette 11-speed 11-42   10\n\n"
            "Kind regards\nTom Ashworth\nNorthwind Cycles Ltd"
        )
        self._mail("tom@northwindcycles.example", "Purchase order NW-3391", body)
        self._letter("tom@northwindcycles.example", 1, paper=True)

    def unclear_mail(self) -> None:
        """A mail that leaves something open is answered with a question, then becomes an order."""
        self._scene("A mail that needs a question")
        address = "info@fahrradhaus-lindner.example"
        self._mail(address, "Stühle", "Hello, please send us 4 Nova chairs.\n\nPetra Lindner")
        question = self._letter(address, 1)
        self._mail(address, f"Re: {question.subject}", "the grey ones", answers=question.message_id)
        self._letter(address, 2, paper=True)

    def _scene(self, name: str) -> None:
        self.out.rule(f"[bold]{name}")

    def _say(self, who: str, text: str, *, thread: str = "") -> str:
        self.out.print(
            Panel(escape(text), title=f"{who} in Slack", title_align="left", style="cyan")
        )
        ts = self.driver.say(who, text, thread=thread)
        return thread or ts

    def _answer(self, who: str, thread: str, words: str) -> Post:
        """Wait for an answer of the clerk in a thread that says these words."""
        return self._wait(
            lambda: self._newest(self.driver.messages(thread=thread, person=who), words), words
        )

    def _card(self, who: str, words: str) -> Post:
        return self._wait(lambda: self._newest(self.driver.messages(person=who), words), words)

    def _newest(self, posts: tuple[Post, ...], words: str) -> Post | None:
        found = [post for post in posts if post.bot and words in post.text]
        return found[-1] if found else None

    def _wait(self, look: Callable[[], Post | None], words: str) -> Post:
        if not self.driver.wait_for(look, timeout=_PATIENCE):
            raise TourStopped(f"nobody said “{words}”")
        post = look()
        if post is None:
            raise TourStopped(f"“{words}” was taken back")
        said = slack_message({"text": post.text, "blocks": post.blocks})
        self.out.print(Panel(escape(said.rstrip()), title="Salesclerk", title_align="left"))
        self._keep(post)
        return post

    def _keep(self, post: Post) -> None:
        for file in post.files:
            self._save(f"slack-{file}.pdf", self.driver.file(file))

    def _press(self, who: str, post: Post, label: str) -> None:
        self.out.print(f"   [bold]{who}[/] presses [reverse] {label} [/]")
        self.driver.click(who, post.ts, label, channel=post.channel)

    def _mail(self, address: str, subject: str, body: str, *, answers: str = "") -> None:
        self.out.print(
            Panel(
                escape(body),
                title=escape(f"{address}: {subject}"),
                title_align="left",
                style="cyan",
            )
        )
        self.driver.mail(address, subject, body, in_reply_to=answers)

    def _letter(self, address: str, number: int, *, paper: bool = False) -> SeenLetter:
        """Wait for the n-th letter to an address; `paper` says that a PDF must be with it."""

        def received() -> list[SeenLetter]:
            return [one for one in self.driver.letters(address) if not one.sent]

        if not self.driver.wait_for(lambda: len(received()) >= number, timeout=_PATIENCE):
            raise TourStopped(f"{address} got no letter number {number}")
        letter = received()[number - 1]
        self.out.print(
            Panel(escape(letter.text.strip()), title=escape(letter.subject), title_align="left")
        )
        if paper and not letter.files:
            raise TourStopped(f"the letter to {address} brought no PDF")
        for name, _size in letter.files:
            self._save(name, self.driver.letter_file(letter, name))
        return letter

    def _save(self, name: str, content: bytes) -> None:
        if not content.startswith(b"%PDF"):
            raise TourStopped(f"{name} is no PDF")
        folder = self._folder / "papers-received"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        file.write_bytes(content)
        if file not in self.saved:
            self.saved.append(file)
