"""The one path: one reply for each message, nothing half done, and faults that lose nothing."""

import pytest
from sqlalchemy import select, update

from bot.stage import Stage
from domain.conversations import Conversation, Offer
from domain.inbox import InboxRow
from domain.sales.documents import SalesDocument
from tests.bot.letter_writing import TOM, answers, bring, documents, letter, parked

QUOTE = "quote 2 Nova chairs black for Brandt"


def said(stage: Stage, who: str, text: str) -> str:
    stage.play("slack", who, text)
    return stage.answer("")


def inbox(stage: Stage) -> list[InboxRow]:
    with stage.house.database.reading() as session:
        return list(session.scalars(select(InboxRow).order_by(InboxRow.id)))


def status(stage: Stage, number: str) -> str:
    with stage.house.database.reading() as session:
        return session.get_one(SalesDocument, number).status


def test_thanks_are_not_answered(stage: Stage) -> None:
    answer = said(stage, "priya", "thanks a lot!")

    assert answer == "(nothing)\n"
    assert [row.state for row in inbox(stage)] == ["done"]
    assert stage.far.heard == []


def test_a_message_that_is_dealt_with_twice_is_answered_once(stage: Stage) -> None:
    said(stage, "priya", QUOTE)
    heard = list(stage.far.heard)

    (row,) = inbox(stage)
    for _ in range(3):
        assert stage.house.attempts.attempt("inbox", row.id) is None
    stage.work()

    assert stage.far.heard == heard
    assert documents(stage) == ["S-QUO1001"]


# several wishes in one message


def test_what_was_done_stays_when_the_next_wish_is_refused(stage: Stage) -> None:
    said(stage, "priya", "order 2 Nova chairs black for Brandt, PO 1")

    answer = said(stage, "priya", "confirm S-ORD1001 and cancel S-ORD1009")

    assert "Order S-ORD1001 is confirmed." in answer
    assert "I know no order S-ORD1009." in answer
    assert status(stage, "S-ORD1001") == "released"


def test_after_a_refusal_the_rest_is_not_done_and_that_is_said(stage: Stage) -> None:
    said(stage, "priya", "order 2 Nova chairs black for Brandt, PO 1")

    answer = said(stage, "priya", "cancel S-ORD1009 and confirm S-ORD1001")

    assert "I know no order S-ORD1009." in answer
    assert "I have not done the rest of your message." in answer
    assert status(stage, "S-ORD1001") == "open"


# questions


def test_after_two_rounds_a_letter_goes_to_a_person(stage: Stage) -> None:
    bring(stage, letter(TOM, "please send us 4 Nova chairs, PO 5", subject="Chairs"))
    for words in ("asdf qwer", "zxcv uiop"):
        subject = f"Re: {answers(stage, TOM)[-1].payload['subject']}"
        bring(stage, letter(TOM, words, subject=subject))

    told = [str(one.payload["text"]) for one in answers(stage, TOM)]
    assert [("Which article" in text, "A colleague" in text) for text in told] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert len([one for one in stage.far.heard if one.kind == "slack.dm"]) == 1
    assert documents(stage) == []


def test_what_is_no_answer_lets_the_question_be_asked_again(stage: Stage) -> None:
    first = said(stage, "priya new", "quote 4 Nova chairs for Brandt")

    again = said(stage, "priya", "hm, asdf")
    done = said(stage, "priya", "the grey ones")

    assert "Which article do you mean" in first
    assert again == first
    assert "1210-G" in done
    assert documents(stage) == ["S-QUO1001"]


def test_thanks_leave_the_question_open(stage: Stage) -> None:
    said(stage, "priya new", "quote 4 Nova chairs for Brandt")

    thanked = said(stage, "priya", "thanks")

    assert "Which article" not in thanked
    assert documents(stage) == []


# buttons


def test_a_refused_press_is_told_to_the_presser_and_counts_for_nothing(stage: Stage) -> None:
    said(stage, "priya new", QUOTE)
    stage.play("click", "priya", "Send the quote")
    stage.play("today", "", "2026-12-24")  # the quote has run out meanwhile
    stage.play("click", "priya", "Accept")
    refused = stage.far.heard[-1]
    with stage.house.database.reading() as session:
        accept = session.scalars(select(Offer).where(Offer.label == "Accept")).first()

    assert refused.kind == "slack.ephemeral"
    assert "expired" in str(refused.payload["text"]) or "valid" in str(refused.payload["text"])
    assert accept is not None
    assert accept.pressed_at is None
    assert documents(stage) == ["S-QUO1001"]


# faults


def break_the_button(stage: Stage) -> None:
    """What stands behind the buttons was taken away by a later version."""
    with stage.house.database.writing() as session:
        session.execute(update(Offer).values(command="NoSuchCommand"))


def test_a_fault_is_told_with_a_reference_and_parks_the_message(stage: Stage) -> None:
    said(stage, "priya new", QUOTE)
    break_the_button(stage)

    stage.play("click", "priya", "Send the quote")

    (row,) = parked(stage)
    reference = row.error.partition(":")[0]
    assert row.error == f"{reference}: KeyError"
    assert reference in str(stage.far.heard[-1].payload["text"])
    assert "nothing was changed" in str(stage.far.heard[-1].payload["text"])


def test_after_a_fault_nothing_has_moved(stage: Stage) -> None:
    said(stage, "priya new", QUOTE)
    with stage.house.database.reading() as session:
        before = session.get_one(SalesDocument, "S-QUO1001").quote_state
    break_the_button(stage)

    stage.play("click", "priya", "Send the quote")

    with stage.house.database.reading() as session:
        assert session.get_one(SalesDocument, "S-QUO1001").quote_state == before
        assert [one.pressed_at for one in session.scalars(select(Offer))] == [None]
    assert [one for one in stage.far.heard if one.kind == "mail"] == []


def test_an_unreadable_memory_does_not_stop_a_conversation(stage: Stage) -> None:
    said(stage, "priya new", QUOTE)
    with stage.house.database.writing() as session:
        session.execute(update(Conversation).values(state={"rounds": "many"}))

    answer = said(stage, "priya", "what is the status of S-QUO1001?")

    assert "S-QUO1001 for Brandt" in answer


@pytest.mark.parametrize("text", ["\x00", "🪑" * 2000, "S-ORD" + "9" * 400, "<b>" * 500, " "])
def test_odd_text_is_no_fault(stage: Stage, text: str) -> None:
    said(stage, "priya new", text)

    assert parked(stage) == []
    assert documents(stage) == []


# what was said before


def test_a_yes_is_the_word_of_who_was_asked(stage: Stage) -> None:
    said(stage, "katrin #sales new", "@Salesclerk order 2 floor lamps for Brandt and confirm it")
    said(stage, "jürgen #sales with katrin", "@Salesclerk ship it")

    said(stage, "marco #sales with katrin", "@Salesclerk yes")
    before = status(stage, "S-ORD1001")
    said(stage, "jürgen #sales", "@Salesclerk yes")

    assert (before, status(stage, "S-ORD1001")) == ("released", "released")
    shipped = [one for one in stage.far.heard if "Shipped PS-SHP" in str(one.payload)]
    assert len({one.ts for one in shipped if one.kind == "slack.post"}) == 1


def test_undo_puts_back_what_a_change_took(stage: Stage) -> None:
    said(stage, "priya new", "quote 2 Nova chairs black for Brandt, 5 % off")
    said(stage, "priya", "make that 9")

    undone = said(stage, "priya", "undo that")

    assert "quantity 9 → 2 pcs" in undone
    assert "Discount 5%" in undone


def test_undoing_an_order_wants_a_yes(stage: Stage) -> None:
    said(stage, "priya new", "order 2 Nova chairs black for Brandt, PO 1")

    said(stage, "priya", "undo")
    before = status(stage, "S-ORD1001")
    said(stage, "priya", "yes")

    assert (before, status(stage, "S-ORD1001")) == ("open", "cancelled")
