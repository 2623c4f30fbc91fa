"""The demo as a person meets it: a real browser on the console, the real clerk behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.console.browser import CHROMIUM, DESKTOP, chromium, page_of
from tests.console.conftest import elsewhere
from tests.house.house import RunningHouse

pytestmark = [
    pytest.mark.interop,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PRIYA, MARCO, KATRIN = "U01", "U02", "U05"
TOM = "tom@northwindcycles.example"
PATIENCE = 30_000  # milliseconds


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    made: list[RunningHouse] = []
    folder = tmp_path_factory.mktemp("tour")
    elsewhere(lambda: made.append(RunningHouse(folder)))
    yield made[0]
    elsewhere(made[0].stop)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def opened(browser: Browser, house: RunningHouse, speaker: str, *, place: str = "slack") -> Page:
    page = page_of(browser, DESKTOP)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{house.cast.console_url}/?as={speaker}#/{place}")
    return page


def say(page: Page, text: str) -> Locator:
    """Write to the clerk, open the thread it answers in, and return that thread."""
    page.get_by_label("Your message").first.fill(text)
    page.keyboard.press("Enter")
    page.locator("#messages article", has_text=text).get_by_role("button", name="repl").click()
    return page.locator("#answers")


def shows(place: Locator, *words: str) -> None:
    for word in words:
        expect(place).to_contain_text(word, timeout=PATIENCE)


def linked_file(page: Page, link: Locator) -> bytes:
    """The bytes behind a link to a PDF, fetched as the browser would."""
    address = link.get_attribute("href") or ""
    return page.request.get(page.url.partition("/?")[0] + address).body()


def card_of(page: Page, number: str) -> Locator:
    """Katrin's newest card about a document."""
    return page.locator("#messages article", has_text=number).last


def test_a_salesperson_asks_for_a_quote_and_opens_its_pdf(
    browser: Browser, house: RunningHouse
) -> None:
    page = opened(browser, house, PRIYA)

    thread = say(page, "quote 20 Nova chairs black for Brandt, 5 % off")

    shows(thread, "Quote S-QUO1001", "Brandt & Söhne GmbH", "Task chair Nova, black mesh")
    shows(thread.locator("table").first, "1210-B", "20 pcs", "3,180.00")
    shows(thread, "3,021.00", "573.99", "3,594.99 EUR")
    paper = thread.locator("a[href*='.pdf']").first
    expect(paper).to_be_visible(timeout=PATIENCE)
    assert linked_file(page, paper).startswith(b"%PDF-")
    page.close()


def test_an_order_above_the_limit_is_approved_by_button(
    browser: Browser, house: RunningHouse
) -> None:
    marco, katrin = opened(browser, house, MARCO), opened(browser, house, KATRIN)
    before = house.documents("C006")

    thread = say(marco, "order 8 dual motor desks for Harbor Dental, PO HD-2207")
    thread.get_by_role("button", name="Confirm the order").click()
    confirm(marco)
    shows(thread, "waits for the approval of Katrin Albers")
    (number,) = house.documents("C006") - before
    card = card_of(katrin, number)
    card.get_by_role("button", name="Approve").click()
    confirm(katrin)

    shows(thread, f"{number} was approved by Katrin Albers")
    shows(card_of(katrin, number), "approved")
    expect(card.get_by_role("button", name="Approve")).to_have_count(0)
    assert house.status(number) == "released"
    marco.close()
    katrin.close()


def test_an_order_above_the_limit_is_rejected_with_a_reason(
    browser: Browser, house: RunningHouse
) -> None:
    marco, katrin = opened(browser, house, MARCO), opened(browser, house, KATRIN)
    before = house.documents("C006")

    thread = say(marco, "order 9 dual motor desks for Harbor Dental, PO HD-2208")
    thread.get_by_role("button", name="Confirm the order").click()
    confirm(marco)
    shows(thread, "waits for the approval of Katrin Albers")
    (number,) = house.documents("C006") - before
    card_of(katrin, number).get_by_role("button", name="Reject").click()
    katrin.locator("#modal").get_by_role("textbox").fill("The margin is too low")
    katrin.locator("#modal button[type=submit]").click()

    expect(katrin.locator("#modal")).to_be_hidden(timeout=PATIENCE)
    shows(thread, "The margin is too low")
    assert house.status(number) == "open"
    marco.close()
    katrin.close()


def test_a_customer_orders_by_mail_and_reads_the_confirmation(
    browser: Browser, house: RunningHouse
) -> None:
    page = opened(browser, house, PRIYA, place=f"mail/{TOM}")

    page.locator("#write").click()
    page.get_by_label("Subject").fill("Purchase order NW-3391")
    page.locator("#letter-body").fill(
        "Please deliver:\n\nItem        Description      Qty\nBK-2118     Chain 11-speed    20\n"
        "\nOur PO is NW-3391.\n\nTom Ashworth"
    )
    page.get_by_role("button", name="Send").click()
    page.locator("#letters").get_by_text("Re: Purchase order NW-3391").first.click()

    letter = page.frame_locator("iframe").locator("body")
    shows(letter, "Hello Tom Ashworth", "S-ORD", "BK-2118", "20 pcs", "565.88", "NW-3391")
    paper = page.locator("#reading a", has_text="Order-Confirmation_S-ORD").first
    expect(paper).to_be_visible(timeout=PATIENCE)
    assert linked_file(page, paper).startswith(b"%PDF-")
    page.close()


def confirm(page: Page) -> None:
    """Answer the question that a weighty button asks first, where it asks one."""
    if page.locator("#confirm").is_visible():
        page.locator("#confirm-yes").click()
