"""Letters: who is believed, who is answered, and which conversation a letter belongs to."""

import re

import pytest
from sqlalchemy import select

from bot.stage import Stage
from bot.stage_cast import OURS
from domain.conversations import Conversation
from domain.outbox import OutboxRow
from mail.threads import return_path
from tests.bot.letter_writing import (
    JENNA,
    KATRIN,
    MARCO,
    SERVER,
    SERVER_NAME,
    TOM,
    answers,
    bring,
    distrust,
    documents,
    letter,
    parked,
    quarantined,
)

ORDER = "please send us 6 task chairs Nova black, our PO is 77"
PASSED = f"{SERVER_NAME}; dmarc=pass header.from=northwindcycles.example"


def test_a_known_customers_order_becomes_one_order_and_one_answer(stage: Stage) -> None:
    row = bring(stage, letter(TOM, ORDER))

    assert row.state == "done"
    assert len(documents(stage, "C002")) == 1
    assert len(answers(stage, TOM)) == 1


def test_a_letter_that_comes_again_does_nothing(stage: Stage) -> None:
    raw = letter(TOM, ORDER)
    bring(stage, raw)

    again = bring(stage, b"Received: from elsewhere by ours; today\r\n" + raw)

    assert again.state == "done"
    assert len(documents(stage, "C002")) == 1
    assert len(answers(stage, TOM)) == 1


def test_a_used_message_id_with_other_words_is_read_and_flagged(stage: Stage) -> None:
    raw = letter(TOM, ORDER)
    bring(stage, raw)

    other = bring(
        stage, raw.replace(b"6 task chairs", b"7 task chairs").replace(b"is 77", b"is 78")
    )

    assert other.envelope["same_id_other_body"] is True
    assert len(documents(stage, "C002")) == 2


# who is believed


@pytest.mark.parametrize(
    ("peer", "finding"),
    [
        ("127.0.0.1", PASSED),
        (SERVER, ""),
        (SERVER, "mx.evil.example; dmarc=pass header.from=northwindcycles.example"),
        (SERVER, f"{SERVER_NAME}; dmarc=fail header.from=northwindcycles.example"),
        (SERVER, f"{SERVER_NAME}; dmarc=pass header.from=evil.example"),
    ],
    ids=["not our server", "no finding", "another's finding", "failed", "about somebody else"],
)
def test_a_forged_sender_waits_in_quarantine(stage: Stage, peer: str, finding: str) -> None:
    distrust(stage)
    headers = {"Authentication_Results": finding} if finding else {}

    row = bring(stage, letter(TOM, ORDER, **headers), peer=peer)

    assert row.outcome == "unknown sender, in quarantine"
    assert quarantined(stage) == [TOM]
    assert documents(stage) == []
    assert answers(stage, TOM) == []


def test_only_the_topmost_finding_counts(stage: Stage) -> None:
    distrust(stage)
    forged = f"Authentication-Results: {PASSED}\r\n".encode()
    found = f"Authentication-Results: {SERVER_NAME}; dmarc=fail header.from=x.example\r\n".encode()

    bring(stage, found + forged + letter(TOM, ORDER), peer=SERVER)

    assert quarantined(stage) == [TOM]
    assert documents(stage) == []


def test_a_sender_our_server_vouches_for_is_believed(stage: Stage) -> None:
    distrust(stage)

    bring(stage, letter(TOM, ORDER, Authentication_Results=PASSED), peer=SERVER)

    assert quarantined(stage) == []
    assert len(documents(stage, "C002")) == 1


def test_nobody_becomes_our_employee_by_writing_his_address(stage: Stage) -> None:
    distrust(stage)

    bring(stage, letter(KATRIN, "order 8 dual motor desks for Harbor Dental"), sender=KATRIN)

    assert quarantined(stage) == [KATRIN]
    assert documents(stage) == []
    assert answers(stage, KATRIN) == []


def test_a_letter_with_two_senders_is_nobodys(stage: Stage) -> None:
    raw = letter(f"{TOM}, {JENNA}", ORDER)

    bring(stage, raw)

    assert documents(stage) == []
    assert answers(stage, TOM) == []


def test_a_stranger_gets_no_answer_and_makes_nothing(stage: Stage) -> None:
    stranger = "ceo@northwindcycles.example.evil.test"

    row = bring(stage, letter(stranger, ORDER), sender=stranger)

    assert row.outcome == "unknown sender, in quarantine"
    assert documents(stage) == []
    assert answers(stage, stranger) == []


def test_what_cannot_be_read_waits_in_quarantine(stage: Stage) -> None:
    opened = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
        for n in range(200)
    )
    head = f"From: {TOM}\r\nTo: {OURS}\r\nSubject: x\r\nMIME-Version: 1.0\r\n".encode()

    row = bring(stage, head + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + opened)

    assert row.state == "done"
    assert row.outcome
    assert len(quarantined(stage)) == 1
    assert documents(stage) == []
    assert answers(stage, TOM) == []


def test_our_own_people_may_work_by_mail(stage: Stage) -> None:
    bring(stage, letter(MARCO, "quote 2 Nova chairs black for Brandt", subject="q"), sender=MARCO)

    assert len(documents(stage, "C001")) == 1
    assert len(answers(stage, MARCO)) == 1


# who is never answered


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.northwindcycles.example>"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_machines_are_not_answered_and_not_obeyed(stage: Stage, headers: dict[str, str]) -> None:
    row = bring(stage, letter(TOM, ORDER, **headers))

    assert row.outcome.startswith("not answered because")
    assert documents(stage) == []
    assert answers(stage, TOM) == []


def test_a_letter_that_came_back_is_not_answered(stage: Stage) -> None:
    bring(stage, letter(TOM, ORDER))
    with stage.house.database.reading() as session:
        sent = session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).one()
    room = stage.house.room
    back = return_path(str(sent.id), address=room.addresses[0], secret=room.secret)

    row = bring(stage, letter("mailer-daemon@mx.example", "550 no such user"), sender="", to=back)

    assert row.outcome.startswith("bounce:")
    assert len(answers(stage, TOM)) == 1
    assert quarantined(stage) == []


def test_our_own_letter_that_comes_round_is_not_answered(stage: Stage) -> None:
    bring(stage, letter(TOM, ORDER))
    with stage.house.database.reading() as session:
        ours = session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).one().fixed

    row = bring(stage, ours or b"", sender=TOM)

    assert row.outcome.startswith("not answered because")
    assert len(documents(stage)) == 1


# whose conversation it is


def sealed_subject(stage: Stage, address: str) -> str:
    subject = str(answers(stage, address)[-1].payload["subject"])
    assert re.search(r"\[.+\]", subject)
    return subject


def conversations(stage: Stage) -> dict[str, tuple[str, str]]:
    """Customer and addressee of every conversation by mail."""
    with stage.house.database.reading() as session:
        rows = session.scalars(select(Conversation).where(Conversation.channel == "mail"))
        return {row.key: (row.customer_no, str(row.address.get("to", ""))) for row in rows}


def test_an_answer_goes_on_with_its_conversation(stage: Stage) -> None:
    bring(stage, letter(TOM, "please send us 4 Nova chairs, PO 5"))
    subject = f"Re: {sealed_subject(stage, TOM)}"

    bring(stage, letter(TOM, "the grey ones", subject=subject))

    assert len(conversations(stage)) == 1
    assert len(documents(stage, "C002")) == 1


def test_another_customers_seal_opens_no_door(stage: Stage) -> None:
    bring(stage, letter(TOM, "please send us 4 Nova chairs, PO 5"))
    subject = f"Fwd: {sealed_subject(stage, TOM)}"
    before = conversations(stage)

    bring(stage, letter(JENNA, "the grey ones", subject=subject), sender=JENNA)

    after = conversations(stage)
    assert documents(stage) == []
    assert {key: after[key] for key in before} == before
    assert [to for _, to in after.values() if to == JENNA] == [JENNA]


def test_a_forged_seal_begins_a_conversation_of_its_own(stage: Stage) -> None:
    bring(stage, letter(TOM, "please send us 4 Nova chairs, PO 5"))
    subject = sealed_subject(stage, TOM)
    last = subject.rstrip("]")[-1]
    forged = f"Re: {subject.rstrip(']')[:-1]}{'a' if last != 'a' else 'b'}]"

    bring(stage, letter(TOM, "the grey ones", subject=forged))

    assert len(conversations(stage)) == 2
    assert documents(stage) == []


def test_our_people_do_not_take_over_a_customers_conversation(stage: Stage) -> None:
    bring(stage, letter(TOM, ORDER))
    subject = f"Fwd: {sealed_subject(stage, TOM)}"

    bring(stage, letter(MARCO, "what is the status of S-ORD1001?", subject=subject), sender=MARCO)

    assert sorted(to for _, to in conversations(stage).values()) == sorted([TOM, MARCO])
    assert len(answers(stage, MARCO)) == 1


# what nobody understands


def test_a_letter_without_a_wish_goes_to_a_person_each_time(stage: Stage) -> None:
    for words in ("asdf qwer", "lorem ipsum"):
        bring(stage, letter(TOM, words, subject="Hm"))

    told = [one for one in stage.far.heard if one.kind == "slack.dm"]
    assert [("asdf" in str(one.payload), "lorem" in str(one.payload)) for one in told] == [
        (True, False),
        (False, True),
    ]
    assert all("A colleague" in str(one.payload["text"]) for one in answers(stage, TOM))
    assert parked(stage) == []


def test_what_a_stranger_wrote_is_escaped_on_our_cards(stage: Stage) -> None:
    stranger = "huber@brandt-soehne.test"
    named = f'"<!channel> *all*" <{stranger}>'

    bring(
        stage, letter(named, ORDER, subject="<https://evil.example|ours> <@U05>"), sender=stranger
    )

    cards = [one for one in stage.far.heard if one.kind == "slack.dm"]
    drawn = str([one.payload["blocks"] for one in cards])
    assert len(cards) == 2
    assert "&lt;!channel&gt;" in drawn
    assert not re.search(r"<(?:!channel|https://evil|@U05)", drawn)
