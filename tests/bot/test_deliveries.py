"""What leaves the house: nothing is lost, and the copies of a card change together."""

import pytest
from sqlalchemy import select

from bot.stage import Heard, Stage
from domain import outbox
from domain.conversations import ShownCard
from domain.database import Database
from domain.outbox import OutboxRow
from domain.people import Employee
from tests.bot.letter_writing import TOM, answers, bring, letter

KATRIN, HENRIK = "E05", "E06"
STRANGER = "stefan.huber@brandt-soehne.test"


def queue(stage: Stage, kind: str, **payload: object) -> int:
    with stage.house.database.writing() as session:
        row_id = outbox.send(
            session, kind=kind, key=f"{kind}:{payload}", lane=kind, payload=payload,
            due=stage.clock.now(),
        )  # fmt: skip
    assert row_id is not None
    stage.work()
    return row_id


def row(database: Database, row_id: int) -> OutboxRow:
    with database.reading() as session:
        return session.get_one(OutboxRow, row_id)


def cards(stage: Stage) -> list[Heard]:
    return [one for one in stage.far.heard if one.kind == "slack.dm"]


def updates(stage: Stage) -> list[Heard]:
    return [one for one in stage.far.heard if one.kind == "slack.update"]


def has_buttons(one: Heard) -> bool:
    return any(block["type"] == "actions" for block in one.payload["blocks"])


def without_slack(stage: Stage, number: str) -> str:
    """Take somebody out of Slack; returns the address he is reached at now."""
    with stage.house.database.writing() as session:
        person = session.get_one(Employee, number)
        person.slack_id = None
        return person.email


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("notice", {"person": KATRIN, "topic": "full-moon", "subject": "S-ORD1001"}),
        ("telegram", {"text": "hello"}),
    ],
)
def test_what_nobody_can_deliver_is_parked_at_once_and_kept(
    stage: Stage, kind: str, payload: dict[str, object]
) -> None:
    kept = row(stage.house.database, queue(stage, kind, **payload))

    assert (kept.state, kept.attempts) == ("parked", 1)
    assert kept.payload == payload
    assert kept.error


def test_a_notice_to_somebody_who_has_left_is_dropped(stage: Stage) -> None:
    with stage.house.database.writing() as session:
        session.get_one(Employee, KATRIN).active = False

    kept = row(
        stage.house.database,
        queue(stage, "notice", person=KATRIN, topic="handover", subject="mail:x"),
    )

    assert kept.state == "done"
    assert stage.far.heard == []


def test_every_copy_of_a_card_is_remembered(stage: Stage) -> None:
    bring(stage, letter(STRANGER, "please send 5 docking stations"), sender=STRANGER)

    with stage.house.database.reading() as session:
        shown = list(session.scalars(select(ShownCard)))
    assert {one.subject for one in shown} == {"quarantine:1"}
    assert sorted(one.person for one in shown) == [KATRIN, HENRIK]
    assert [one.place["ts"] for one in shown] == [one.ts for one in cards(stage)]


def test_when_one_manager_decides_whose_an_address_is_all_copies_say_so(stage: Stage) -> None:
    bring(stage, letter(STRANGER, "please send 5 docking stations"), sender=STRANGER)
    shown = {one.ts for one in cards(stage)}

    stage.play("click", "katrin", "From Brandt & Söhne GmbH")

    changed = [one for one in updates(stage) if "Katrin Albers has said" in str(one.payload)]
    assert {str(one.payload["ts"]) for one in changed} == shown
    assert not any(has_buttons(one) for one in changed)


def test_an_approvers_card_loses_its_buttons_when_it_is_decided(stage: Stage) -> None:
    stage.play("slack", "marco new", "order 8 dual motor desks for Harbor Dental, PO HD-2207")
    stage.play("click", "marco", "Confirm the order")
    (card,) = cards(stage)

    stage.play("click", "katrin", "Approve")

    last = [one for one in updates(stage) if one.payload["ts"] == card.ts][-1]
    assert has_buttons(card)
    assert not has_buttons(last)
    assert "was approved by Katrin" in str(last.payload["text"])


def test_the_asker_hears_of_the_decision_where_he_asked(stage: Stage) -> None:
    stage.play("slack", "marco new", "order 8 dual motor desks for Harbor Dental, PO HD-2207")
    asked = stage.far.heard[0]
    stage.play("click", "marco", "Confirm the order")

    stage.play("click", "katrin", "Approve")

    told = [one for one in stage.far.heard if "was approved by" in str(one.payload.get("text"))]
    posted = next(one for one in told if one.kind == "slack.post")
    assert posted.payload["channel"] == asked.payload["channel"]
    assert posted.payload["thread_ts"] == asked.payload["thread_ts"]


def test_a_second_request_about_the_same_order_is_told_again(stage: Stage) -> None:
    stage.play("slack", "marco new", "order 8 dual motor desks for Harbor Dental, PO HD-2207")
    stage.play("click", "marco", "Confirm the order")
    stage.play("click", "katrin", "Reject: too cheap")
    stage.play("slack", "marco", "confirm S-ORD1001")

    asked = [one for one in cards(stage) if "asks for your approval" in str(one.payload["text"])]
    assert len(asked) == 2
    assert len({one.ts for one in asked}) == 2


def test_who_has_no_slack_gets_the_card_by_mail(stage: Stage) -> None:
    address = without_slack(stage, KATRIN)

    stage.play("slack", "marco new", "order 8 dual motor desks for Harbor Dental, PO HD-2207")
    stage.play("click", "marco", "Confirm the order")

    (told,) = answers(stage, address)
    assert "asks for your approval" in str(told.payload["text"])
    assert "/act/" in str(told.payload["text"])


def test_a_customers_yes_is_told_to_the_salesperson(stage: Stage) -> None:
    bring(stage, letter(TOM, "please quote us 2 Nova chairs black", subject="Quote"))
    bring(stage, letter(TOM, "yes, we accept S-QUO1001", subject="Re: Quote"))

    told = [str(one.payload["text"]) for one in stage.far.heard if one.kind.startswith("slack.")]
    assert [text for text in told if "has accepted our quote" in text]
