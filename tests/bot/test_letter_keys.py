"""What makes two letters the same letter: the words, not the way they took."""

import pytest

from bot.channels.letter_keys import letter_key, same_message_id, thread_name

HEAD = (
    b"From: tom@northwindcycles.example\r\nSubject: order\r\nMessage-ID: <a1@nw.example>\r\n"
    b"Date: Wed, 18 Nov 2026 09:00:00 +0000\r\n"
)
BODY = b"\r\nplease send 12 chains\r\n\r\nTom\r\n"
LETTER = HEAD + BODY


@pytest.mark.parametrize(
    "copy",
    [
        LETTER.replace(b"\r\n", b"\n"),
        b"Received: from mx.example by our.example; today\r\n" + LETTER,
        b"Return-Path: <tom@northwindcycles.example>\r\nX-Spam: no\r\n" + LETTER,
        LETTER.replace(b"chains\r\n", b"chains  \r\n"),
        LETTER.replace(b"Message-ID: ", b"message-id:\r\n "),
    ],
    ids=["line ends", "another way", "more headers", "spaces at line ends", "folded id"],
)
def test_a_letter_that_comes_again_is_the_same_letter(copy: bytes) -> None:
    assert letter_key(copy) == letter_key(LETTER)


def test_another_body_under_the_same_id_is_another_letter_that_can_be_told() -> None:
    other = letter_key(LETTER.replace(b"12 chains", b"120 chains"))

    assert other != letter_key(LETTER)
    assert same_message_id(other) == same_message_id(letter_key(LETTER))


def test_another_id_is_another_letter() -> None:
    other = letter_key(LETTER.replace(b"<a1@", b"<a2@"))

    assert same_message_id(other) != same_message_id(letter_key(LETTER))


def test_without_an_id_the_writers_own_headers_tell_letters_apart() -> None:
    bare = LETTER.replace(b"Message-ID: <a1@nw.example>\r\n", b"")
    again = b"Received: from mx.example by our.example; today\r\n" + bare
    later = bare.replace(b"09:00:00", b"10:00:00")

    assert letter_key(again) == letter_key(bare)
    assert letter_key(later) != letter_key(bare)


def test_an_id_quoted_in_the_body_does_not_count() -> None:
    forged = b"From: a@b.example\r\n\r\nMessage-ID: <a1@nw.example>\r\nhello\r\n"

    assert same_message_id(letter_key(forged)) != same_message_id(letter_key(LETTER))


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", b"x" * 200_000, b"Message-ID: <\xff>\n\n\xff"]
)
def test_anything_has_a_key(content: bytes) -> None:
    assert letter_key(content).startswith("mail:")


def test_nobody_can_guess_a_conversations_name() -> None:
    name = thread_name(b"secret", "mail:1")

    assert name == thread_name(b"secret", "mail:1")
    assert len(name) == 10
    assert len({name, thread_name(b"secret", "mail:2"), thread_name(b"other", "mail:1")}) == 3
