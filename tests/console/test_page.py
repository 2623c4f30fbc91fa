"""The page in a real browser: live updates, buttons, forms, hostile text, phones, contrast."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.console.browser import CHROMIUM, DESKTOP, PHONE, chromium, page_of
from tests.console.conftest import KELLER, Stage
from tests.console.pictures import furnish
from tests.console.test_drawing import HOSTILE
from tests.console.test_mail import answer_of_the_clerk

pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
# the worst contrast of any text on the page, with what it says
WORST_CONTRAST = """() => {
  const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const numbers = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const under = (e) => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0.9) return c;
    }
    return [255, 255, 255];
  };
  let worst = [99, ""];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest("iframe, .sr, .skip")) continue;
    const a = light(numbers(getComputedStyle(e).color)), b = light(under(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, e.textContent.trim().slice(0, 60)];
  }
  return worst;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def opened(browser: Browser, stage: Stage, address: str, *, size: tuple[int, int]) -> Page:
    page = page_of(browser, size)
    page.goto(f"{stage.settings.console_url}/?as=U01MARIA{address}")
    return page


def test_a_talk_happens_without_reloading(browser: Browser, stage: Stage) -> None:
    page = opened(browser, stage, "#/slack", size=DESKTOP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_label("Your message").first.fill("quote 20 Nova chairs")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="2 replies").click()
    thread = page.locator("#answers")
    expect(thread).to_contain_text("Chair Nova")
    thread.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Back").click()
    assert stage.seen.clicks == []  # "Back" is no answer
    thread.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Approve it").click()

    expect(thread).to_contain_text("Approved by @Maria Vogel")
    expect(thread.get_by_role("button", name="Approve")).to_have_count(0)
    assert all(url.startswith(stage.settings.console_url) for url in asked)
    page.close()


def test_a_form_complains_in_its_place_and_goes_when_it_is_right(
    browser: Browser, stage: Stage
) -> None:
    asked = stage.driver.say("Maria", "quote 20 Nova chairs")
    page = opened(browser, stage, f"#/slack/D01MARIA/{asked}", size=DESKTOP)

    page.get_by_role("button", name="Reject", exact=True).click()
    page.get_by_label("Reason").fill("no")
    page.locator("#modal button[type=submit]").click()
    expect(page.locator("#modal")).to_contain_text("Say why in at least 5 characters.")
    page.get_by_label("Reason").fill("The margin is too low")
    page.locator("#modal button[type=submit]").click()

    expect(page.locator("#modal")).to_be_hidden()
    expect(page.locator("#answers")).to_contain_text("Rejected: The margin is too low")
    page.close()


def test_a_second_window_sees_what_the_first_one_says(browser: Browser, stage: Stage) -> None:
    page = opened(browser, stage, "#/slack/C01SALES", size=DESKTOP)
    expect(page.locator("#messages")).to_contain_text("No messages yet")

    stage.driver.say("Omar", "Anything open for Brandt?", channel="#sales")

    expect(page.locator("#messages")).to_contain_text("Anything open for Brandt?")
    page.close()


def test_a_customer_reads_a_quote_and_answers_it(browser: Browser, stage: Stage) -> None:
    raw = answer_of_the_clerk().replace(b"orders+TOKEN@", b"orders@")
    stage.relay_to_console.send(raw, "orders@harbor.example", recipients=(KELLER.email,))
    page = opened(browser, stage, f"#/mail/{KELLER.email}", size=PHONE)

    page.get_by_role("link", name="Quote S-QUO1001").click()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("S-QUO1001")
    page.get_by_role("link", name="Reply").click()
    page.locator("#letter-body").fill("We accept.")
    page.get_by_role("button", name="Send").click()

    expect(page.locator("#reading")).to_contain_text("We accept.")
    assert b"> our quote is attached." in stage.letters[0].content
    page.close()


def test_hostile_texts_run_nothing(browser: Browser, stage: Stage) -> None:
    for text in HOSTILE:
        stage.driver.say("Omar", text, channel="#sales")
    stage.relay_to_console.send(
        answer_of_the_clerk(), "orders@harbor.example", recipients=(KELLER.email,)
    )
    page = page_of(browser, DESKTOP)
    alarms: list[str] = []

    def alarmed(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", alarmed)
    page.goto(f"{stage.settings.console_url}/?as=U01MARIA#/slack/C01SALES")

    expect(page.locator("#messages article")).to_have_count(len(HOSTILE))
    page.goto(f"{stage.settings.console_url}/?as=U01MARIA#/mail/{KELLER.email}")
    page.get_by_role("link", name="Quote S-QUO1001").click()
    page.frame_locator("iframe").locator("p").click()

    assert alarms == []
    page.close()


def test_every_place_fits_a_phone_and_can_be_read(browser: Browser, stage: Stage) -> None:
    thread = furnish(stage)
    letter = stage.driver.letters(KELLER.email)[-1].id
    places = ["slack", "slack/D01MARIA", f"slack/C01SALES/{thread}", "slack/home", "mail",
              f"mail/{KELLER.email}", f"mail/{KELLER.email}/{letter}",
              f"mail/{KELLER.email}/write:{letter}"]  # fmt: skip

    for scheme, size in (("light", PHONE), ("dark", PHONE), ("light", DESKTOP), ("dark", DESKTOP)):
        page = page_of(browser, size, scheme="dark" if scheme == "dark" else "light")
        for place in places:
            page.goto(f"{stage.settings.console_url}/?as=U01MARIA#/{place}")
            page.locator(f'html[data-shown="#/{place}"]').wait_for(state="attached")
            ratio, text = page.evaluate(WORST_CONTRAST)
            assert ratio >= 4.5, f"{text!r} at {place} in {scheme} has {ratio:.1f}"
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], place
        page.close()
