"""From the link in an invoice's letter to the money in the books, over real sockets."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import httpx
import pytest
from sqlalchemy import select

from bot.logs import set_up_logs
from domain.people import Actor, Employee
from domain.posting.prepayment import PostPrepayment, post_prepayment
from domain.receivables.online import Doubt
from domain.sales.documents import SalesDocument
from domain.work import begin
from tests.console.browser import CHROMIUM, PHONE, chromium, page_of
from tests.providers import sandbox
from tests.providers.conftest import BRANDT, Shop
from tests.providers.sandbox import PayPalSandbox, checkout_notice

OPEN = Decimal("756.84")  # 4 chairs at 159.00 and 19 % VAT


def employee_actor(shop: Shop, name: str) -> Actor:
    with shop.stage.house.database.reading() as session:
        return session.scalars(select(Employee).where(Employee.name.startswith(name))).one().actor()


def newest(box: PayPalSandbox) -> str:
    return max(box.invoices)


def test_the_letter_and_the_paper_carry_the_same_sealed_link(shop: Shop) -> None:
    number = shop.invoice()

    letter = shop.heard(f"mail:{BRANDT}")
    link = re.search(r"https://clerk\.example/pay/\S+", letter)

    assert link is not None
    assert link[0] == shop.stage.house.pay_links.url(number)
    assert str(OPEN) not in link[0]
    assert number not in link[0]


def test_the_page_tells_what_is_open_and_leads_to_the_provider(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()

    page = shop.look(number)
    led = shop.press(number)

    assert page.status_code == 200
    assert "756,84 EUR" in page.text  # the customer reads German
    assert "Mit PayPal bezahlen" in page.text
    assert paypal.calls[0].startswith("POST /v1/oauth2")
    assert led.status_code == 303
    assert led.headers["Location"] == f"{paypal.url}/invoice/p/#{newest(paypal)}"
    made = paypal.invoices[newest(paypal)]
    assert made["items"][0]["unit_amount"] == {"currency_code": "EUR", "value": "756.84"}
    assert made["detail"]["reference"] == number
    assert made["status"] == "SENT"


def test_opening_the_link_asks_the_provider_for_nothing(shop: Shop, paypal: PayPalSandbox) -> None:
    number = shop.invoice()

    shop.look(number)
    shop.look(number)

    assert paypal.calls == []


def test_pressing_often_makes_one_page(shop: Shop, paypal: PayPalSandbox) -> None:
    number = shop.invoice()

    places = {shop.press(number).headers["Location"] for _ in range(3)}

    assert len(places) == 1
    assert len(paypal.invoices) == 1


def test_a_notice_delivered_five_times_books_one_payment(shop: Shop, paypal: PayPalSandbox) -> None:
    number = shop.invoice()
    shop.press(number)
    paypal.pay(newest(paypal), "756.84")

    answers = [shop.notify(paypal.notice(newest(paypal))) for _ in range(5)]

    assert answers == [200] * 5
    assert shop.payments() == [("PAY108001", -OPEN)]
    assert shop.open(number) == 0
    assert "Das ist bezahlt" in shop.look(number).text
    assert shop.press(number).status_code == 200  # a page, no provider


def test_five_notices_at_the_same_moment_book_one_payment(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    shop.press(number)
    paypal.pay(newest(paypal), "756.84")
    notices = [paypal.notice(newest(paypal)) for _ in range(5)]
    door = f"{shop.url}/pay/notice/paypal"

    with ThreadPoolExecutor(5) as together:
        answers = list(together.map(lambda one: sandbox.post(door, one), notices))
    shop.stage.work()

    assert answers == [200] * 5
    assert shop.payments() == [("PAY108001", -OPEN)]


def test_who_sold_and_who_posted_hear_of_it_and_the_payer_gets_a_receipt(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    shop.press(number)
    paypal.pay(newest(paypal), "756.84")

    shop.notify(paypal.notice(newest(paypal)))

    said = f"Brandt &amp; Söhne GmbH has paid 756.84 EUR for {number}"
    threads = [
        one.payload.get("thread_ts")
        for one in shop.stage.far.heard
        if one.audience.startswith("slack:") and said in str(one.payload)
    ]
    assert len(threads) == 2  # Anke, in the thread where she posted it; Priya, who sold it
    assert any(threads)
    letter = shop.heard(f"mail:{BRANDT}")
    assert f"Ihre Zahlung zu {number} ist eingegangen" in letter
    assert "bezahlt, vielen Dank" in letter


def test_a_part_payment_shows_on_the_old_link_and_asks_for_the_rest(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    shop.press(number)
    first = newest(paypal)
    shop.stage.play("slack", "anke new", f"Brandt paid 200 EUR for {number}")
    shop.stage.play("slack", "anke", "yes")

    page = shop.look(number)
    led = shop.press(number)

    assert "556,84 EUR" in page.text
    assert "Teilweise bezahlt" in page.text
    assert led.headers["Location"].endswith(newest(paypal))
    assert newest(paypal) != first
    assert paypal.invoices[newest(paypal)]["items"][0]["unit_amount"]["value"] == "556.84"
    assert paypal.invoices[first]["status"] == "CANCELLED"


def test_an_amount_that_differs_is_applied_as_it_is(shop: Shop, paypal: PayPalSandbox) -> None:
    number = shop.invoice()
    shop.press(number)
    paypal.pay(newest(paypal), "700.00")

    shop.notify(paypal.notice(newest(paypal)))

    assert shop.open(number) == Decimal("56.84")
    assert "56,84 EUR" in shop.heard(f"mail:{BRANDT}")
    assert [told.doubt for told in shop.told()] == [Doubt.NONE]


def test_money_for_a_paid_invoice_stands_on_account_and_a_person_is_told(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    shop.press(number)
    invoice = newest(paypal)
    paypal.pay(invoice, "756.84")
    shop.notify(paypal.notice(invoice))
    paypal.pay(invoice, "756.84")

    shop.notify(paypal.notice(invoice))

    assert [amount for _, amount in shop.payments()] == [-OPEN, -OPEN]
    assert [told.doubt for told in shop.told()] == [Doubt.NONE, Doubt.NOTHING_OPEN]
    card = shop.direct("anke")
    assert "nothing was open any more" in card
    assert "Pay it back" in card


def test_another_currency_an_unknown_invoice_and_a_refund_wait_for_a_person(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    shop.press(number)
    invoice = newest(paypal)
    paypal.pay(invoice, "756.84", currency="USD")
    paypal.refund(invoice, "10.00")
    stray = {"id": "INV2-9999", "detail": {"reference": "R-77"}, "status": "SENT"}
    paypal.invoices["INV2-9999"] = stray
    paypal.pay("INV2-9999", "12.00")

    answers = [
        shop.notify(paypal.notice(invoice)),
        shop.notify(paypal.notice(invoice, "REFUNDED")),
        shop.notify(paypal.notice("INV2-9999")),
    ]

    assert answers == [200, 200, 200]
    assert shop.payments() == []
    assert shop.open(number) == OPEN
    assert {told.doubt for told in shop.told()} == {Doubt.CURRENCY, Doubt.REFUND, Doubt.UNKNOWN}
    said = shop.direct("anke")
    assert "which is in EUR" in said
    assert "PayPal gave 10.00 EUR back" in said
    assert "“R-77”, which is no invoice of ours" in said


def test_a_payment_still_pending_books_nothing_until_it_is_there(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    shop.press(number)
    paypal.pay(newest(paypal), "756.84")
    paypal.invoices[newest(paypal)]["status"] = "PAYMENT_PENDING"
    shop.notify(paypal.notice(newest(paypal)))
    assert shop.payments() == []

    paypal.invoices[newest(paypal)]["status"] = "PAID"
    shop.notify(paypal.notice(newest(paypal)))

    assert len(shop.payments()) == 1


def test_a_forged_notice_is_refused_and_nothing_is_stored(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    shop.press(number)
    paypal.pay(newest(paypal), "756.84")
    body, headers = paypal.notice(newest(paypal))
    other = json.dumps({**json.loads(body), "id": "WH-FORGED"}).encode()
    bare = {"Content-Type": "application/json"}

    answers = [
        shop.notify((other, headers)),
        shop.notify((body, bare)),
        shop.notify((b"no json", headers)),
        shop.notify((body, headers), name="stripe"),
    ]

    assert answers == [400, 400, 400, 404]
    assert shop.payments() == []
    assert shop.told() == []


def test_while_the_provider_is_away_the_page_offers_the_bank_and_notices_come_again(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    notice = paypal.notice("INV2-0001")
    paypal.down = True

    page = shop.press(number)
    answer = shop.notify(notice)

    assert page.status_code == 200
    assert "gerade nicht erreichbar" in page.text
    assert "IBAN" in page.text
    assert answer == 503


@pytest.mark.parametrize("change", ["last", "number", "empty", "long"])
def test_an_altered_link_is_not_found(shop: Shop, change: str) -> None:
    number = shop.invoice()
    whole = shop.link(number)
    altered = {
        "last": whole[:-1] + ("0" if whole[-1] != "0" else "1"),
        "number": whole.replace("/pay/", "/pay/A"),
        "empty": f"{shop.url}/pay/.",
        "long": f"{shop.url}/pay/{'A' * 5000}.{'0' * 24}",
    }[change]

    pages = [httpx.get(altered, **sandbox.PLAIN), httpx.post(altered, **sandbox.PLAIN)]

    assert [page.status_code for page in pages] == [404, 404]
    assert all(number not in page.text for page in pages)


def test_without_a_provider_the_page_shows_account_and_code(plain_shop: Shop) -> None:
    number = plain_shop.invoice()

    page = plain_shop.look(number)

    assert "<form" not in page.text
    assert "IBAN" in page.text
    assert number in page.text
    assert "data:image/svg+xml" in page.text


def test_no_page_is_kept_framed_or_told_about(shop: Shop) -> None:
    number = shop.invoice()

    for page in (shop.look(number), httpx.get(f"{shop.url}/pay/x.y", **sandbox.PLAIN)):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_no_log_holds_a_link(
    shop: Shop, paypal: PayPalSandbox, capfd: pytest.CaptureFixture[str]
) -> None:
    number = shop.invoice()
    token = shop.stage.house.pay_links.token(number)
    set_up_logs("info")  # to the standard error of this test

    shop.look(number)
    shop.press(number)
    paypal.pay(newest(paypal), "756.84")
    shop.notify(paypal.notice(newest(paypal)))
    paypal.down = True
    shop.notify(paypal.notice(newest(paypal)))
    written = "".join(capfd.readouterr())

    assert "notice not checked" in written  # something is logged at all
    assert token not in written
    assert token.partition(".")[2] not in written
    assert sandbox.SECRET not in written


def test_a_hosted_checkout_takes_the_money_with_signed_notices(checkout_shop: Shop) -> None:
    shop, box = checkout_shop, checkout_shop.provider
    number = shop.invoice()
    at = int(shop.stage.clock.now().timestamp())

    page, led = shop.look(number), shop.press(number)
    notice = checkout_notice("pm_1", number, "756.84", at=at)
    answers = [shop.notify(notice, name="checkout") for _ in range(5)]

    assert "Mit Kontor Pay bezahlen" in page.text
    assert led.headers["Location"] == f"{box.url}/pay/cs_1"
    assert box.pages["cs_1"]["reference"] == number
    assert box.pages["cs_1"]["return_url"].endswith("?back")
    assert answers == [200] * 5
    assert shop.payments() == [("PAY108001", -OPEN)]
    assert shop.open(number) == 0


def test_a_checkout_notice_with_an_old_or_wrong_signature_is_refused(checkout_shop: Shop) -> None:
    number = checkout_shop.invoice()
    now = int(checkout_shop.stage.clock.now().timestamp())
    old = checkout_notice("pm_1", number, "756.84", at=now - 600)
    body, headers = checkout_notice("pm_1", number, "756.84", at=now)
    changed = (body.replace(b"756.84", b"999.99"), headers)

    answers = [checkout_shop.notify(one, name="checkout") for one in (old, changed)]

    assert answers == [400, 400]
    assert checkout_shop.told() == []


def test_a_prepayment_invoice_has_a_link_of_its_own(shop: Shop, paypal: PayPalSandbox) -> None:
    shop.stage.play("slack", "priya new", "order 4 Nova chairs grey for Brandt, PO 4712")
    order = "S-ORD1001"
    with shop.stage.house.database.writing() as session:
        session.get_one(SalesDocument, order).prepayment_pct = Decimal(50)
    shop.stage.play("slack", "priya", "confirm it")
    actor = employee_actor(shop, "Anke")
    with begin(shop.stage.house.database, now=shop.stage.clock.now(), actor=actor) as work:
        number = post_prepayment(PostPrepayment(order_no=order), work).document_no
    shop.stage.work()

    led = shop.press(number)
    paypal.pay(newest(paypal), "378.42")
    shop.notify(paypal.notice(newest(paypal)))

    assert led.status_code == 303
    assert shop.stage.house.pay_links.url(number) in shop.heard(f"mail:{BRANDT}")
    assert shop.open(number) == 0


def test_the_page_holds_on_a_phone_and_its_button_leads_out(
    shop: Shop, paypal: PayPalSandbox
) -> None:
    number = shop.invoice()
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")

    with chromium() as browser:
        page = page_of(browser, PHONE)
        page.goto(shop.link(number))
        wide = page.evaluate("document.documentElement.scrollWidth")
        high = page.locator("button").bounding_box()
        page.locator("button").click()
        page.wait_for_url(f"{paypal.url}/**")

    assert wide <= PHONE[0]
    assert high is not None
    assert high["height"] >= 44  # a thumb
    assert high["y"] + high["height"] <= PHONE[1]  # without scrolling
