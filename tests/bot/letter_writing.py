"""Letters as mail servers bring them, put into a stage's letter box and dealt with."""

import uuid
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import select

from bot.assembly import House, Outside
from bot.stage import Heard, Stage
from bot.stage_cast import OURS
from domain.durable import State
from domain.inbox import InboxRow
from domain.parties.contact_rows import Quarantine
from domain.sales.documents import SalesDocument
from mail.listener import RawLetter

TOM = "tom@northwindcycles.example"
JENNA = "jenna@bluepeak.example"
MARCO = "marco.bellini@nordwerk.example"
KATRIN = "katrin.albers@nordwerk.example"
SERVER = "10.20.30.40"
SERVER_NAME = "mx.nordwerk.example"


def letter(sender: str, text: str, *, subject: str = "Order", **headers: str) -> bytes:
    """A letter with an id of its own; `headers` have "_" for "-"."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = OURS
    message["Subject"] = subject
    message["Message-ID"] = f"<{uuid.uuid4().hex}@letters.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text + "\n")
    return message.as_bytes()


def bring(
    stage: Stage, raw: bytes, *, sender: str = TOM, to: str = OURS, peer: str = "127.0.0.1"
) -> InboxRow:
    """Hand in one letter, let it be dealt with, and return what became of it."""
    before = {row.id for row in letters(stage)}
    stage.house.letter_box(lambda: None).accept(
        RawLetter(
            content=raw, envelope_from=sender, recipients=(to,), peer=peer, received_via="smtp"
        )
    )
    stage.work()
    new = [row for row in letters(stage) if row.id not in before]
    return new[0] if new else letters(stage)[-1]


def distrust(stage: Stage) -> None:
    """From now on addresses are believed only when our mail server has checked them."""
    settings = stage.house.settings.model_copy(
        update={
            "mail_trust": "authenticated",
            "mail_authserv_id": SERVER_NAME,
            "mail_upstreams": SERVER,
        }
    )
    stage.house.close()
    stage.house = House(
        settings,
        stage.clock,
        renderer=stage.far,
        outside=Outside(slack=stage.far, relay=stage.far, files=stage.far),
    )


def letters(stage: Stage) -> list[InboxRow]:
    with stage.house.database.reading() as session:
        asked = select(InboxRow).where(InboxRow.kind == "mail.letter").order_by(InboxRow.id)
        return list(session.scalars(asked))


def answers(stage: Stage, address: str) -> list[Heard]:
    return [one for one in stage.far.heard if one.audience == f"mail:{address}"]


def documents(stage: Stage, customer_no: str = "") -> list[str]:
    asked = select(SalesDocument.number).order_by(SalesDocument.number)
    if customer_no:
        asked = asked.where(SalesDocument.customer_no == customer_no)
    with stage.house.database.reading() as session:
        return list(session.scalars(asked))


def quarantined(stage: Stage) -> list[str]:
    with stage.house.database.reading() as session:
        return list(session.scalars(select(Quarantine.address)))


def parked(stage: Stage) -> list[InboxRow]:
    with stage.house.database.reading() as session:
        return list(session.scalars(select(InboxRow).where(InboxRow.state == State.PARKED)))
