"""Machines are not answered, people are; and returned letters say which they were."""

import pytest

from mail.automatic import automatic_reason
from mail.bounces import Bounce, bounce_of
from mail.letter import read_letter
from mail.threads import message_id, return_path

SECRET = b"a secret for tests"
OURS = ("orders@shop.example",)


def reason(
    *headers: str, sender: str = "Tom <tom@northwind.example>", envelope: str = "tom@x.example"
) -> str | None:
    raw = "\r\n".join((f"From: {sender}", "Subject: Order", *headers, "", "20 chairs"))
    return automatic_reason(read_letter(raw.encode()), envelope, our_addresses=OURS, secret=SECRET)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: bulk",
        "Precedence: LIST",
        "List-Id: <news.x.example>",
        "List-Unsubscribe: <mailto:x@x.example>",
        "X-Auto-Response-Suppress: OOF, DR",
        "X-Auto-Response-Suppress: All",
        "Content-Type: multipart/report; boundary=x",
        "Return-Path: <>",
        "X-Autoreply: yes",
        "X-Salesclerk: 1",
        f"Message-ID: <{message_id('s-ord1', '2', domain='shop.example', secret=SECRET)}>",
    ],
)
def test_a_letter_marked_as_automatic_is_not_answered(header: str) -> None:
    assert reason(header)


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@x.example",
        "postmaster@x.example",
        "No-Reply@x.example",
        "noreply+123@x.example",
        "orders@shop.example",
        "orders+abc@shop.example",
    ],
)
def test_a_machine_or_we_ourselves_are_not_answered(sender: str) -> None:
    assert reason(sender=sender)


@pytest.mark.parametrize("envelope", ["", "<>", "bounces+77@x.example", "mailer-daemon@x.example"])
def test_a_letter_without_a_person_behind_it_is_not_answered(envelope: str) -> None:
    assert reason(envelope=envelope)


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: Order", "Out of Office: Order", "Undelivered Mail Returned to Sender"],
)
def test_the_subject_of_an_automatic_message_is_known(subject: str) -> None:
    letter = read_letter(f"From: a@x.example\r\nSubject: {subject}\r\n\r\nx".encode())

    assert automatic_reason(letter, "a@x.example", our_addresses=OURS)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Precedence: normal",
        "X-Auto-Response-Suppress: DR",
        "Importance: high",
        "Message-ID: <77@shop.example>",  # a colleague, not the clerk
        "Reply-To: support@x.example",
        "X-Mailer: Outlook",
    ],
)
def test_a_person_is_answered(header: str) -> None:
    assert reason(header) is None


REPORT = b"""\
From: MAILER-DAEMON@relay.example (Mail Delivery System)\r
Subject: Undelivered Mail Returned to Sender\r
Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r
\r
--B\r
Content-Type: text/plain\r
\r
I'm sorry.\r
--B\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; relay.example\r
\r
Final-Recipient: rfc822; Buyer@OldCustomer.example\r
Action: ACTION\r
Status: STATUS\r
Diagnostic-Code: smtp; 550 user unknown\r
\r
--B--\r
"""


def test_a_report_says_who_was_not_reached_and_why() -> None:
    raw = REPORT.replace(b"ACTION", b"failed").replace(b"STATUS", b"5.1.1")
    path = return_path("4711", address="bounce@shop.example", secret=SECRET)

    bounce = bounce_of(read_letter(raw), [path], secret=SECRET)

    assert bounce == Bounce(
        outbox_id="4711",
        recipient="buyer@oldcustomer.example",
        status="5.1.1",
        reason="550 user unknown",
        permanent=True,
    )


@pytest.mark.parametrize(("action", "status"), [(b"delayed", b"4.4.1"), (b"failed", b"4.2.2")])
def test_a_delay_is_not_the_end(action: bytes, status: bytes) -> None:
    raw = REPORT.replace(b"ACTION", action).replace(b"STATUS", status)

    bounce = bounce_of(read_letter(raw))

    assert bounce is not None
    assert not bounce.permanent


def test_a_success_report_is_no_bounce() -> None:
    raw = REPORT.replace(b"ACTION", b"delivered").replace(b"STATUS", b"2.0.0")

    assert bounce_of(read_letter(raw)) is None


def test_any_letter_to_our_return_path_is_a_bounce() -> None:
    path = return_path("4711", address="bounce@shop.example", secret=SECRET)
    letter = read_letter(b"From: x@x.example\r\nSubject: failed\r\n\r\n554 5.7.1 no")

    bounce = bounce_of(letter, [path], secret=SECRET)

    assert bounce is not None
    assert (bounce.outbox_id, bounce.status, bounce.reason) == ("4711", "5.7.1", "failed")


def test_the_manners_of_an_old_mail_server_are_known() -> None:
    letter = read_letter(
        b"From: MAILER-DAEMON@relay.example\r\nSubject: failure notice\r\n\r\n"
        b"Hi. This is the qmail-send program at relay.example.\r\n"
        b"I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
        b"\r\n<buyer@oldcustomer.example>:\r\n"
        b"Sorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        b"--- Below this line is a copy of the message.\r\n"
    )

    bounce = bounce_of(letter)

    assert bounce is not None
    assert bounce.recipient == "buyer@oldcustomer.example"


def test_an_order_is_no_bounce() -> None:
    assert bounce_of(read_letter(b"From: tom@x.example\r\n\r\nPlease send 5.1.1 chairs")) is None
