"""Buttons: nobody can invent one, the first press counts, and a refused press is no press."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.buttons import Buttons, ButtonUnknown, ButtonUsed
from bot.reply import Blank, Button, Paper, Reply
from domain.approvals.requests import RejectRequest
from domain.database import Database
from domain.errors import Command
from domain.people import Actor, Role
from domain.sales.orders import ConfirmOrder

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
PRIYA = Actor(id="E02", name="Priya Nair", roles=frozenset({Role.SALESPERSON}))
MARCO = Actor(id="E03", name="Marco Bellini", roles=frozenset({Role.SALESPERSON}))
CONFIRM = ConfirmOrder(order_no="S-ORD1001")


@pytest.fixture
def session(demo: Database) -> Iterator[Session]:
    with demo.writing() as opened:
        yield opened


@pytest.fixture
def buttons() -> Buttons:
    return Buttons(b"a secret of this test")


def offered(
    buttons: Buttons, session: Session, command: Command = CONFIRM, *, blank: str = ""
) -> str:
    button = Button(
        label="Go", command=command, blank=Blank(field=blank, label="Why?") if blank else None
    )
    reply = Reply(text="?", buttons=(button,))
    (token,) = buttons.offer(session, reply, conversation="slack:D01:1", now=NOW)
    return token


def test_a_press_gives_the_command_that_was_offered(buttons: Buttons, session: Session) -> None:
    token = offered(buttons, session)

    pressed = buttons.press(session, token, actor=PRIYA, now=NOW)

    assert pressed.command == CONFIRM
    assert (pressed.label, pressed.conversation) == ("Go", "slack:D01:1")


def test_tokens_come_in_the_order_of_their_buttons(buttons: Buttons, session: Session) -> None:
    commands = [ConfirmOrder(order_no=f"S-ORD{number}") for number in range(1001, 1004)]
    reply = Reply(text="?", buttons=tuple(Button(label="Go", command=one) for one in commands))

    tokens = buttons.offer(session, reply, conversation="c", now=NOW)
    pressed = [buttons.press(session, one, actor=PRIYA, now=NOW).command for one in tokens]

    assert pressed == commands


def test_a_token_of_another_installation_is_unknown(buttons: Buttons, session: Session) -> None:
    token = offered(Buttons(b"another secret"), session)

    with pytest.raises(ButtonUnknown):
        buttons.press(session, token, actor=PRIYA, now=NOW)


def test_a_signature_fits_its_own_number_only(buttons: Buttons, session: Session) -> None:
    first, second = offered(buttons, session), offered(buttons, session)
    mixed = f"{first.partition('.')[0]}.{second.partition('.')[2]}"

    with pytest.raises(ButtonUnknown):
        buttons.press(session, mixed, actor=PRIYA, now=NOW)


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: token[:-1],
        lambda token: f"{token}0",
        lambda token: f"0{token}",
        lambda token: token.replace(".", "1."),
        lambda token: token.upper() + " ",
    ],
)
def test_an_altered_token_is_unknown(
    buttons: Buttons, session: Session, alter: Callable[[str], str]
) -> None:
    token = offered(buttons, session)

    with pytest.raises(ButtonUnknown):
        buttons.find(session, alter(token))


@pytest.mark.parametrize("token", ["", ".", "1", "-1.a", "9" * 5000, "²." + "0" * 24, "1.\ud800"])
def test_nonsense_is_unknown_and_no_fault(buttons: Buttons, session: Session, token: str) -> None:
    with pytest.raises(ButtonUnknown):
        buttons.find(session, token)


def test_an_offer_that_is_gone_is_unknown(buttons: Buttons, session: Session) -> None:
    token = offered(buttons, session)
    session.delete(buttons.find(session, token))
    session.flush()

    with pytest.raises(ButtonUnknown):
        buttons.press(session, token, actor=PRIYA, now=NOW)


def test_the_second_press_is_told_who_was_first(buttons: Buttons, session: Session) -> None:
    token = offered(buttons, session)
    buttons.press(session, token, actor=PRIYA, now=NOW)

    with pytest.raises(ButtonUsed) as refused:
        buttons.press(session, token, actor=MARCO, now=NOW + timedelta(minutes=5))

    assert refused.value.sentence() == "“Go” was already pressed by Priya Nair at 09:00 UTC."


def test_a_refused_press_can_be_pressed_again(buttons: Buttons, session: Session) -> None:
    token = offered(buttons, session)
    savepoint = session.begin_nested()
    buttons.press(session, token, actor=MARCO, now=NOW)
    savepoint.rollback()  # what the conversation does when the domain says no

    pressed = buttons.press(session, token, actor=PRIYA, now=NOW)

    assert pressed.command == CONFIRM


def test_the_pressers_text_fills_the_blank_and_nothing_else(
    buttons: Buttons, session: Session
) -> None:
    token = offered(
        buttons, session, RejectRequest(document_no="S-ORD1001", reason=""), blank="reason"
    )

    pressed = buttons.press(session, token, actor=PRIYA, now=NOW, text="S-ORD1002 <b>too dear</b>")

    assert pressed.command == RejectRequest(
        document_no="S-ORD1001", reason="S-ORD1002 <b>too dear</b>"
    )


def test_text_without_a_blank_is_ignored(buttons: Buttons, session: Session) -> None:
    token = offered(buttons, session)

    pressed = buttons.press(session, token, actor=PRIYA, now=NOW, text="S-ORD9999")

    assert pressed.command == CONFIRM


def test_a_paper_can_be_shown_as_often_as_wished(buttons: Buttons, session: Session) -> None:
    paper = Paper(kind="quote", number="S-QUO1001", version=3)
    reply = Reply(text="?", buttons=(Button(label="Show PDF", paper=paper),))
    (token,) = buttons.offer(session, reply, conversation="c", now=NOW)

    pressed = [buttons.press(session, token, actor=PRIYA, now=NOW) for _ in range(3)]

    assert [(one.paper, one.command) for one in pressed] == [(paper, None)] * 3
