"""A message that cannot be read at all: its writer is told, with the reference in the log."""

import json
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from bot.apologies import Apologies
from bot.channels.posting import MailRoom
from bot.delivery import Undeliverable
from bot.workers import Attempts, Job
from domain import inbox
from domain.database import Database
from domain.outbox import OutboxRow
from domain.parties.contact_rows import Contact
from tests.workers.desk import StillClock


@pytest.fixture
def refusing(demo: Database) -> Attempts:
    """Attempts of the demo company whose reader gives up on everything."""

    def give_up(_job: Job) -> None:
        raise Undeliverable("nobody can read this")

    clock = StillClock()
    room = MailRoom(
        secret=b"secret", addresses=("orders@nordwerk.example",), public_url="https://clerk.example"
    )
    return Attempts(
        demo, clock, read=give_up, deliver=give_up,
        on_parked=Apologies(demo, clock, room=room),
    )  # fmt: skip


def park(attempts: Attempts, kind: str, body: bytes) -> str:
    """Let a message of this kind be parked; return its reference."""
    with attempts.database.writing() as session:
        row_id = inbox.receive(
            session, channel=kind.partition(".")[0], kind=kind, key="message-1", lane="lane",
            body=body, now=attempts.clock.now(), envelope={"from": "x@customer.example"},
        )  # fmt: skip
    assert row_id is not None
    attempts.attempt("inbox", row_id)
    with attempts.database.reading() as session:
        row = session.get_one(inbox.InboxRow, row_id)
        session.expunge(row)
    return Job(table="inbox", id=row_id, attempts=1, row=row).reference


def told(attempts: Attempts) -> list[tuple[str, str]]:
    """What waits in the outbox: kind and payload."""
    with attempts.database.reading() as session:
        return [(row.kind, json.dumps(row.payload)) for row in session.scalars(select(OutboxRow))]


def letter_from(address: str, **headers: str) -> bytes:
    letter = EmailMessage()
    letter["From"] = address
    letter["To"] = "orders@nordwerk.example"
    letter["Subject"] = "Order"
    letter["Message-ID"] = "<1@customer.example>"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content("Two chairs, please.")
    return letter.as_bytes()


def known_address(attempts: Attempts) -> str:
    with attempts.database.reading() as session:
        found = select(Contact.email).where(Contact.customer_no.is_not(None), Contact.email != "")
        return str(session.scalars(found).first())


def test_a_salesperson_is_told_in_the_thread(refusing: Attempts) -> None:
    event = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.1", "text": "hello"}

    reference = park(
        refusing, "slack.message", json.dumps({"team_id": "T1", "event": event}).encode()
    )

    ((kind, payload),) = told(refusing)
    assert kind == "slack.post"
    assert reference in payload
    assert '"channel": "C1"' in payload


def test_a_known_customer_is_told_by_mail(refusing: Attempts) -> None:
    reference = park(refusing, "mail.letter", letter_from(known_address(refusing)))

    ((kind, payload),) = told(refusing)
    assert kind == "mail"
    assert reference in payload
    assert "Two chairs" not in payload


def test_strangers_and_machines_are_told_nothing(refusing: Attempts) -> None:
    park(refusing, "mail.letter", letter_from("nobody@stranger.example"))

    assert told(refusing) == []


def test_a_machine_with_a_known_address_is_told_nothing(refusing: Attempts) -> None:
    known = known_address(refusing)

    park(refusing, "mail.letter", letter_from(known, Auto_Submitted="auto-replied"))

    assert told(refusing) == []


def test_a_message_that_is_broken_itself_ends_without_a_fault(refusing: Attempts) -> None:
    park(refusing, "slack.message", b"\xff not JSON")

    assert told(refusing) == []
