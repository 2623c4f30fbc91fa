"""The door: a letter is ours once it is stored, and not before."""

import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from mail.listener import Limits, Listener, RawLetter

LETTER = b"From: a@x.example\r\nSubject: hi\r\n\r\n20 chairs\r\n"
ENDS_THAT_ARE_NONE = (b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n")


class Spool(list[RawLetter]):
    """Letters accepted, in order."""


@contextmanager
def listening(
    accept: Callable[[RawLetter], None],
    *,
    protocol: str = "smtp",
    limits: Limits | None = None,
) -> Iterator[Listener]:
    listener = Listener(
        "127.0.0.1",
        0,
        protocol="lmtp" if protocol == "lmtp" else "smtp",
        accept=accept,
        is_ours=lambda address: address.endswith("@shop.example"),
        limits=limits,
    )
    listener.start()
    try:
        yield listener
    finally:
        listener.stop()


def calling(listener: Listener) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", listener.port, timeout=10)


def flood(peer: socket.socket, *, megabytes: int) -> None:
    for _ in range(megabytes * 16):
        peer.sendall(b"x" * 65_536)


def send_many(port: int, *, letters: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        for _ in range(letters):
            client.sendmail("a@x.example", ["orders@shop.example"], LETTER)


def replies(port: int, *sent: bytes, greeting: bytes = b"EHLO me\r\n") -> list[bytes]:
    """Everything said after the greeting, one reply line each, to the end of the conversation."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
        talk = peer.makefile("rwb")
        talk.readline()
        talk.write(greeting)
        talk.flush()
        while talk.readline()[3:4] == b"-":
            pass
        for part in (*sent, b"QUIT\r\n"):
            talk.write(part)
        talk.flush()
        return [line.strip() for line in talk.readlines()]


def test_a_letter_is_stored_before_the_sender_hears_250() -> None:
    spool = Spool()

    with listening(spool.append) as listener, calling(listener) as client:
        client.sendmail("a@x.example", ["orders@shop.example"], LETTER)

    assert [letter.content for letter in spool] == [LETTER]
    assert spool[0].recipients == ("orders@shop.example",)
    assert spool[0].envelope_from == "a@x.example"
    assert spool[0].peer == "127.0.0.1"
    assert spool[0].received_via == "smtp"


def test_a_letter_that_cannot_be_stored_stays_with_the_sender() -> None:
    def fails(letter: RawLetter) -> None:
        raise OSError("no space left")

    with (
        listening(fails) as listener,
        calling(listener) as client,
        pytest.raises(smtplib.SMTPDataError) as refused,
    ):
        client.sendmail("a@x.example", ["orders@shop.example"], LETTER)

    assert refused.value.smtp_code == 451


def test_a_bounce_has_an_empty_sender() -> None:
    spool = Spool()

    with listening(spool.append) as listener, calling(listener) as client:
        client.sendmail("<>", ["orders@shop.example"], LETTER)

    assert spool[0].envelope_from == ""


def test_a_foreign_recipient_is_refused_and_the_others_are_served() -> None:
    spool = Spool()

    with listening(spool.append) as listener, calling(listener) as client:
        refused = client.sendmail(
            "a@x.example", ["orders@shop.example", "b@elsewhere.example"], LETTER
        )

    assert refused["b@elsewhere.example"][0] == 550
    assert spool[0].recipients == ("orders@shop.example",)


def test_too_many_recipients_are_put_off() -> None:
    spool = Spool()
    everybody = [f"o{number}@shop.example" for number in range(4)]

    with (
        listening(spool.append, limits=Limits(recipients=3)) as listener,
        calling(listener) as client,
    ):
        refused = client.sendmail("a@x.example", everybody, LETTER)

    assert refused["o3@shop.example"][0] == 452


@pytest.mark.parametrize("announced", [True, False])
def test_a_letter_over_the_limit_is_refused_with_552(announced: bool) -> None:
    spool = Spool()
    options = [f"SIZE={20_000}"] if announced else []

    with (
        listening(spool.append, limits=Limits(message_bytes=10_000)) as listener,
        calling(listener) as client,
    ):
        client.ehlo()
        code = client.mail("a@x.example", options)[0]
        if not announced:
            client.rcpt("orders@shop.example")
            code = client.data(b"x" * 70 + b"\r\n" + LETTER * 500)[0]

    assert code == 552
    assert not spool


def test_a_line_without_an_end_is_cut_off() -> None:
    with (
        listening(Spool().append, limits=Limits(message_bytes=10_000)) as listener,
        socket.create_connection(("127.0.0.1", listener.port), timeout=10) as peer,
    ):
        peer.sendall(b"EHLO me\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<o@shop.example>\r\nDATA\r\n")
        with pytest.raises(ConnectionError):
            flood(peer, megabytes=12)


@pytest.mark.parametrize("end", ENDS_THAT_ARE_NONE, ids=repr)
def test_no_second_letter_is_smuggled_in(end: bytes) -> None:
    spool = Spool()
    envelope = b"MAIL FROM:<a@x.example>\r\nRCPT TO:<o@shop.example>\r\nDATA\r\n"

    with listening(spool.append) as listener:
        said = replies(listener.port, envelope, b"first" + end + envelope, b"second\r\n.\r\n")

    assert any(line.startswith(b"550 5.6.0") for line in said)
    assert not spool


def test_line_ends_from_our_own_mail_server_are_repaired() -> None:
    spool = Spool()
    envelope = b"MAIL FROM:<a@x.example>\r\nRCPT TO:<o@shop.example>\r\nDATA\r\n"

    with listening(spool.append, protocol="lmtp") as listener:
        replies(listener.port, envelope, b"A: b\n\nx\ry\r\n.\r\n", greeting=b"LHLO me\r\n")

    assert spool[0].content == b"A: b\r\n\r\nx\r\ny\r\n"


def test_lmtp_answers_for_every_recipient() -> None:
    envelope = (
        b"MAIL FROM:<a@x.example>\r\nRCPT TO:<o@shop.example>\r\nRCPT TO:<p@shop.example>\r\n"
        b"RCPT TO:<q@shop.example>\r\nDATA\r\n"
    )
    spool = Spool()

    with listening(spool.append, protocol="lmtp") as listener:
        said = replies(listener.port, envelope, b"A: b\r\n\r\nx\r\n.\r\n", greeting=b"LHLO me\r\n")

    assert said[-4:-1] == [b"250 2.0.0 Stored"] * 3
    assert len(spool) == 1


def test_lmtp_refuses_an_oversized_letter_for_every_recipient() -> None:
    envelope = (
        b"MAIL FROM:<a@x.example>\r\nRCPT TO:<o@shop.example>\r\n"
        b"RCPT TO:<p@shop.example>\r\nDATA\r\n"
    )

    with listening(Spool().append, protocol="lmtp", limits=Limits(message_bytes=100)) as listener:
        said = replies(listener.port, envelope, b"x\r\n" * 200 + b".\r\n", greeting=b"LHLO me\r\n")

    assert [line[:3] for line in said[-3:-1]] == [b"552", b"552"]


def test_connections_beyond_the_cap_are_turned_away_and_room_is_given_back() -> None:
    spool = Spool()

    with listening(spool.append, limits=Limits(connections_per_ip=2)) as listener:
        address = ("127.0.0.1", listener.port)
        held = [socket.create_connection(address, timeout=10) for _ in range(2)]
        for peer in held:
            peer.recv(100)
        with socket.create_connection(address, timeout=10) as third:
            turned_away = third.recv(100)
        for peer in held:
            peer.close()
        with smtplib.SMTP(*address, timeout=10) as client:
            client.sendmail("a@x.example", ["orders@shop.example"], LETTER)

    assert turned_away.startswith(b"421")
    assert len(spool) == 1


def test_a_connection_brings_a_limited_number_of_letters() -> None:
    spool = Spool()

    with (
        listening(spool.append, limits=Limits(messages_per_connection=2)) as listener,
        pytest.raises(smtplib.SMTPException),
    ):
        send_many(listener.port, letters=3)

    assert len(spool) == 2


def test_letters_are_stored_side_by_side() -> None:
    together = threading.Barrier(4, timeout=10)

    def accept(letter: RawLetter) -> None:
        together.wait()  # breaks unless four are being stored at once

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=15) as client:
            client.sendmail("a@x.example", ["orders@shop.example"], LETTER)

    with listening(accept) as listener:
        port = listener.port
        senders = [threading.Thread(target=send) for _ in range(4)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()

    assert not together.broken
