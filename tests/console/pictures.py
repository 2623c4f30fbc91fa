"""Take pictures of the console in light and dark, on a desk and on a phone.

python -m tests.console.pictures FOLDER
"""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page
from slack_sdk import WebClient

from bot.channels.console.workspace import Workspace
from tests.console.browser import DESKTOP, PHONE, chromium, page_of
from tests.console.clerk import PAPER, TOKEN, button
from tests.console.conftest import KELLER, Stage, console_settings
from tests.console.test_mail import answer_of_the_clerk


def furnish(stage: Stage) -> str:
    """Say and show enough for a picture; the `ts` of the message with a thread."""
    driver = stage.driver
    slack = WebClient(token=TOKEN, base_url=f"{stage.settings.console_url}/api/")
    driver.say("Omar", "Morning! Anything open for *Brandt*?", channel="#sales")
    asked = driver.say("Maria", "@Salesclerk quote 20 Nova chairs for Brandt", channel="#sales")
    mine = driver.say("Maria", "quote 20 Nova chairs for Brandt, 5 % off, deliver by 12 December")
    slack.chat_postMessage(
        channel="D01MARIA",
        text="Quote S-QUO1001",
        blocks=big_card(),
    )
    slack.files_upload_v2(
        channel="D01MARIA", filename="S-QUO1002.pdf", title="Quote S-QUO1002", content=PAPER
    )
    slack.chat_postEphemeral(
        channel="C01SALES", user="U01MARIA", text="Only Omar may approve this. :lock:"
    )
    driver.mail(KELLER.email, "Request for a quote", "Hello,\nplease quote 20 Nova chairs.\nMaria")
    stage.relay_to_console.send(
        answer_of_the_clerk(), "orders@harbor.example", recipients=(KELLER.email,)
    )
    return asked if mine else ""


def big_card() -> list[dict[str, object]]:
    def plain(text: str) -> dict[str, str]:
        return {"type": "plain_text", "text": text}

    def cell(text: str) -> dict[str, str]:
        return {"type": "raw_text", "text": text}

    rows = [
        ["Item", "Description", "Quantity", "Price", "Amount"],
        ["2010-B", "Nova office chair, black", "20", "149.00", "2,980.00"],
        ["2011-G", "Nova armrest, grey", "20", "19.50", "390.00"],
    ]
    facts = [("Customer", "Brandt &amp; Söhne GmbH"), ("Net amount", "EUR 3,201.50"),
             ("Valid until", "18 Dec 2026"), ("Delivery", "12 Dec 2026")]  # fmt: skip
    fields = [{"type": "mrkdwn", "text": f"*{label}*\n{value}"} for label, value in facts]
    right = {"align": "right"}
    return [
        {"type": "header", "text": plain("Quote S-QUO1001")},
        {"type": "section", "text": {"type": "mrkdwn", "text": "Here is the quote for "
         "*Brandt &amp; Söhne GmbH*, with 5 % off every line."}, "fields": fields},
        {"type": "table", "column_settings": [{}, {}, right, right, right],
         "rows": [[cell(text) for text in row] for row in rows]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text":
         ":bulb: I took *20 Nova chairs* as 2010-B. Asked by <@U01MARIA>"}]},
        {"type": "actions", "elements": [
            {**button("Send to customer", "send"), "style": "primary"},
            button("Change a line", "change"), button("Show PDF", "pdf"),
            {**button("Withdraw", "withdraw"), "style": "danger"}]},
    ]  # fmt: skip


def take(page: Page, path: Path) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=str(path))


def pictures(stage: Stage, folder: Path) -> None:
    home = stage.settings.console_url
    with chromium() as browser:
        page = page_of(browser, DESKTOP)
        page.goto(f"{home}/?as=U01MARIA#/slack")
        take(page, folder / "first-desk-light.png")
    thread = furnish(stage)
    box = f"#/mail/{KELLER.email}"
    letters = stage.driver.letters(KELLER.email)
    places = {
        "direct": "#/slack/D01MARIA",
        "thread": f"#/slack/C01SALES/{thread}",
        "home": "#/slack/home",
        "mail": f"{box}/{letters[-1].id}",
        "write": f"{box}/write:{letters[-1].id}",
        "empty": "#/mail/maria@harbor.example",
    }
    with chromium() as browser:
        for scheme in ("light", "dark"):
            for size, name in ((DESKTOP, "desk"), (PHONE, "phone")):
                page = page_of(browser, size, scheme="dark" if scheme == "dark" else "light")
                for place, address in places.items():
                    page.goto(f"{home}/?as=U01MARIA{address}")
                    page.reload()
                    take(page, folder / f"{place}-{name}-{scheme}.png")
                page.goto(f"{home}/?as=U01MARIA#/slack")
                page.reload()
                take(page, folder / f"side-{name}-{scheme}.png")
                dialogs(page, stage, folder, f"{name}-{scheme}", thread=thread)
                page.close()


def dialogs(page: Page, stage: Stage, folder: Path, name: str, *, thread: str) -> None:
    """Show the question before a button, then a form that complains."""
    page.goto(f"{stage.settings.console_url}/?as=U02OMAR#/slack/C01SALES/{thread}")
    page.reload()
    page.get_by_role("button", name="Approve", exact=True).click()
    take(page, folder / f"confirm-{name}.png")
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Reject", exact=True).click()
    page.get_by_label("Reason").fill("no")
    page.locator("#modal button[type=submit]").click()
    take(page, folder / f"modal-{name}.png")
    page.get_by_role("button", name="Cancel").click()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    settings = console_settings()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "console.sqlite"
        workspace = Workspace(settings, path=path, clock=time.time)
        stage = Stage(settings=settings, workspace=workspace, path=path)
        stage.start_door()
        stage.start_mail()
        stage.start_console()
        try:
            pictures(stage, folder)
        finally:
            for close in reversed(stage.closing):
                close()


if __name__ == "__main__":
    main()
