"""How sending ends: taken, refused, later, or unknown; each against a real conversation."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mail.listener import Limits, Listener, RawLetter
from mail.sending import OutcomeUnknown, PermanentFailure, Relay, TemporaryFailure

LETTER = b"Subject: hi\r\n\r\n.dots\r\n..and more\r\n."
TO = ("tom@x.example",)


@contextmanager
def relay_saying(
    answers: dict[bytes, bytes | None], *, heard: list[bytes] | None = None
) -> Iterator[Relay]:
    """A relay of a few lines: the reply to each command, None to hang up instead."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rwb") as talk:
            talk.write(b"220 relay\r\n")
            talk.flush()
            for line in talk:
                if heard is not None:
                    heard.append(line)
                word = line[:4].upper().strip()
                answer = answers.get(word, b"354 go on" if word == b"DATA" else b"250 ok")
                if word == b"DATA" and answer is not None and answer.startswith(b"354"):
                    talk.write(answer + b"\r\n")
                    talk.flush()
                    while talk.readline() not in (b".\r\n", b""):
                        pass
                    answer = answers.get(b".", b"250 taken")
                if answer is None:
                    return
                talk.write(answer + b"\r\n")
                talk.flush()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        user = "clerk:s3cret%3A%2F%40@" if b"AUTH" in answers else ""
        yield Relay(f"smtp://{user}127.0.0.1:{server.getsockname()[1]}?starttls=no", timeout=10)
    finally:
        server.close()
        thread.join(timeout=10)


def test_a_letter_arrives_byte_for_byte() -> None:
    spool: list[RawLetter] = []
    listener = Listener(
        "127.0.0.1", 0, accept=spool.append, is_ours=lambda to: to == "tom@x.example"
    )
    listener.start()

    sent = Relay(f"smtp://127.0.0.1:{listener.port}").send(
        LETTER, "bounce+1@shop.example", recipients=("tom@x.example", "foreign@x.example")
    )
    listener.stop()

    assert sent.code == 250
    assert [(one.address, one.code) for one in sent.refused] == [("foreign@x.example", 550)]
    assert spool[0].content == LETTER + b"\r\n"
    assert spool[0].envelope_from == "bounce+1@shop.example"


@pytest.mark.parametrize("command", [b"MAIL", b"RCPT", b"DATA", b"."])
def test_a_refusal_for_good_is_final(command: bytes) -> None:
    with (
        relay_saying({command: b"550 5.1.1 no such user"}) as relay,
        pytest.raises(PermanentFailure) as refused,
    ):
        relay.send(LETTER, "a@shop.example", recipients=TO)

    assert refused.value.code == 550
    assert refused.value.text == "5.1.1 no such user"


@pytest.mark.parametrize("command", [b"MAIL", b"RCPT", b"DATA", b"."])
def test_not_now_means_later(command: bytes) -> None:
    with (
        relay_saying({command: b"451 4.3.0 busy"}) as relay,
        pytest.raises(TemporaryFailure) as refused,
    ):
        relay.send(LETTER, "a@shop.example", recipients=TO)

    assert refused.value.code == 451
    assert not isinstance(refused.value, OutcomeUnknown)


@pytest.mark.parametrize("command", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_a_connection_lost_before_the_letter_means_later(command: bytes) -> None:
    with relay_saying({command: None}) as relay, pytest.raises(TemporaryFailure) as refused:
        relay.send(LETTER, "a@shop.example", recipients=TO)

    assert not isinstance(refused.value, OutcomeUnknown)


def test_a_connection_lost_after_the_letter_leaves_the_outcome_unknown() -> None:
    with relay_saying({b".": None}) as relay, pytest.raises(OutcomeUnknown):
        relay.send(LETTER, "a@shop.example", recipients=TO)


def test_nobody_listening_means_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(TemporaryFailure):
        Relay(f"smtp://127.0.0.1:{port}").send(LETTER, "a@shop.example", recipients=TO)


def test_a_letter_too_large_for_the_relay_is_refused() -> None:
    listener = Listener(
        "127.0.0.1",
        0,
        accept=lambda letter: None,
        is_ours=lambda to: True,
        limits=Limits(message_bytes=1_000),
    )
    listener.start()

    with pytest.raises(PermanentFailure) as refused:
        Relay(f"smtp://127.0.0.1:{listener.port}").send(
            LETTER * 100, "a@shop.example", recipients=TO
        )
    listener.stop()

    assert refused.value.code == 552


def test_starttls_that_is_needed_but_not_offered_means_later() -> None:
    listener = Listener("127.0.0.1", 0, accept=lambda letter: None, is_ours=lambda to: True)
    listener.start()

    with pytest.raises(TemporaryFailure, match="no STARTTLS"):
        Relay(f"smtp://127.0.0.1:{listener.port}?starttls=yes").send(
            LETTER, "a@shop.example", recipients=TO
        )
    listener.stop()


def test_the_relay_is_told_who_we_are() -> None:
    talk: dict[bytes, bytes | None] = {
        b"EHLO": b"250-relay\r\n250 AUTH PLAIN",
        b"AUTH": b"535 5.7.8 wrong",
    }
    heard: list[bytes] = []

    with relay_saying(talk, heard=heard) as relay, pytest.raises(TemporaryFailure) as refused:
        relay.send(LETTER, "a@shop.example", recipients=TO)

    assert refused.value.code == 535  # our settings are wrong, not the letter
    assert base64.b64decode(heard[1].split()[2]) == b"\0clerk\0s3cret:/@"


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "smtp://x?starttls=perhaps"])
def test_an_address_that_is_no_relay_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        Relay(url)


def test_the_password_shows_nowhere() -> None:
    assert "hush" not in repr(Relay("smtp://me:hush@relay.example:587"))
