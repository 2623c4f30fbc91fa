"""Letters that do not arrive: the customer's salesperson hears of it, once."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.stage import Stage
from bot.stage_cast import OURS
from domain.outbox import OutboxRow
from mail.listener import RawLetter
from mail.sending import PermanentFailure
from mail.threads import return_path
from tests.conftest import DEMO_DATE, demo_file

PETRA = "info@fahrradhaus-lindner.example"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(demo_file(tmp_path / "company.db"), folder=tmp_path, day=DEMO_DATE)


def test_a_bounce_tells_the_salesperson_which_letter_came_back(stage: Stage) -> None:
    stage.play("mail", PETRA, "Subject: Order\n\nplease send us 2 floor lamps\n")
    sent = [one for one in stage.far.heard if one.audience == f"mail:{PETRA}"]
    number = _outbox_id(stage)

    _bounce(stage, number)
    _bounce(stage, number)
    stage.work()

    told = [one for one in stage.far.heard if "did not arrive" in str(one.payload.get("text"))]
    assert len(sent) == 1
    assert [one.audience for one in told] == ["slack:D01"]
    assert PETRA in str(told[0].payload["text"])


def test_a_letter_the_relay_refuses_for_good_is_given_to_a_person(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(raw: bytes, envelope_from: str, *, recipients: tuple[str, ...]) -> None:
        raise PermanentFailure(code=550, text="no such mailbox")

    monkeypatch.setattr(stage.far, "send", refuse)

    stage.play("mail", PETRA, "Subject: Order\n\nplease send us 2 floor lamps\n")

    told = [one for one in stage.far.heard if "did not arrive" in str(one.payload.get("text"))]
    assert [one.audience for one in told] == ["slack:D01"]


def _outbox_id(stage: Stage) -> int:
    with stage.house.database.reading() as session:
        return session.scalars(select(OutboxRow.id).where(OutboxRow.kind == "mail")).one()


def _bounce(stage: Stage, number: int) -> None:
    back_to = return_path(str(number), address=OURS, secret=stage.house.room.secret)
    report = (
        "From: MAILER-DAEMON@fahrradhaus-lindner.example\r\nTo: " + back_to + "\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such mailbox.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {PETRA}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    box = stage.house.letter_box(lambda: None)
    box.accept(
        RawLetter(
            content=report.encode(),
            envelope_from="",
            recipients=(back_to,),
            peer="127.0.0.1",
            received_via="smtp",
        )
    )
