"""Seals find a conversation again, and nobody else can make one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.threads import (
    FoundThread,
    find_thread,
    message_id,
    outbox_id_of,
    plus_address,
    return_path,
    subject_with_token,
    subject_without_token,
    thread_of_message_id,
    thread_token,
    without_plus,
)

SECRET = b"a secret for tests"
OTHER = b"another secret"
TOKEN = thread_token("S-ORD1001", secret=SECRET)
OURS = message_id("S-ORD1001", "77", domain="shop.example", secret=SECRET)


def found(
    *, recipients: tuple[str, ...] = (), references: tuple[str, ...] = (), subject: str = ""
) -> FoundThread | None:
    return find_thread(recipients, references, subject=subject, secret=SECRET)


def test_an_answer_to_the_plus_address_is_found() -> None:
    address = plus_address("orders@shop.example", TOKEN)

    assert found(recipients=(address.upper(),)) == FoundThread(thread="s-ord1001", by="recipient")
    assert without_plus(address) == "orders@shop.example"


def test_an_answer_to_our_message_id_is_found() -> None:
    assert found(references=("x@y", OURS, "z@y")) == FoundThread(thread="s-ord1001", by="reference")


def test_an_answer_with_our_subject_is_found() -> None:
    subject = "Re: " + subject_with_token("Your order", TOKEN)

    assert found(subject=subject.upper()) == FoundThread(thread="s-ord1001", by="subject")
    assert subject_without_token(subject) == "Re: Your order"
    assert subject_with_token(subject, TOKEN) == subject


def test_an_equal_subject_finds_nothing() -> None:
    assert found(subject="Your order S-ORD1001", references=("x@y",)) is None


@pytest.mark.parametrize("secret", [OTHER, b""])
def test_a_seal_made_without_the_secret_finds_nothing(secret: bytes) -> None:
    forged = thread_token("S-ORD1001", secret=secret)
    forged_id = message_id("S-ORD1001", "77", domain="shop.example", secret=secret)

    assert found(recipients=(f"orders+{forged}@shop.example",)) is None
    assert found(references=(forged_id,)) is None
    assert found(subject=f"[#{forged}]") is None


def test_a_seal_is_good_for_its_own_conversation_and_purpose_only() -> None:
    seal = TOKEN.rpartition(".")[2]

    assert found(recipients=(f"orders+s-ord1002.{seal}@shop.example",)) is None
    assert outbox_id_of(f"bounce+{TOKEN}@shop.example", secret=SECRET) is None
    assert thread_of_message_id(f"s-ord1001.78.{OURS.split('.')[2]}", secret=SECRET) is None


def test_a_returned_letter_names_its_outbox_row() -> None:
    path = return_path("4711", address="bounce@shop.example", secret=SECRET)

    assert path.startswith("bounce+4711.")
    assert outbox_id_of(path.upper(), secret=SECRET) == "4711"
    assert outbox_id_of(path.replace("4711", "4712"), secret=SECRET) is None


@pytest.mark.parametrize("name", ["", "a b", "ä", "x" * 41, "a@b", "a.b", "a\r\nb"])
def test_an_id_that_no_address_can_carry_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        thread_token(name, secret=SECRET)


@given(st.text(max_size=80))
def test_strange_text_is_no_seal(text: str) -> None:
    assert found(recipients=(text, f"a+{text}@b"), references=(text,), subject=text) is None
    assert outbox_id_of(f"bounce+{text}@b", secret=SECRET) is None
