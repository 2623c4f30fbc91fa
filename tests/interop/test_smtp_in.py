"""Our door against senders we did not write: swaks and Postfix."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mail.letter import read_letter
from mail.listener import Limits, Listener, Protocol, RawLetter, TlsSettings
from tests.interop import mailtools

pytestmark = pytest.mark.interop


@contextmanager
def our_door(
    protocol: Protocol, *, tls: TlsSettings | None = None, limits: Limits | None = None
) -> Iterator[tuple[Listener, list[RawLetter]]]:
    spool: list[RawLetter] = []
    listener = Listener(
        "127.0.0.1",
        0,
        protocol=protocol,
        accept=spool.append,
        is_ours=lambda address: address.lower().endswith("@shop.example"),
        tls=tls,
        limits=limits,
    )
    listener.start()
    try:
        yield listener, spool
    finally:
        listener.stop()


@pytest.mark.parametrize("protocol", ["smtp", "lmtp"])
def test_swaks_brings_a_letter(protocol: Protocol) -> None:
    with our_door(protocol) as (door, spool):
        ran = mailtools.swaks(
            "--server", f"127.0.0.1:{door.port}", "--protocol", protocol.upper(),
            "--to", "orders@shop.example,orders+abc@shop.example",
            "--h-Subject", "20 chairs",
        )  # fmt: skip

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [letter.recipients for letter in spool] == [
        ("orders@shop.example", "orders+abc@shop.example")
    ]
    assert read_letter(spool[0].content).subject == "20 chairs"


def test_swaks_speaks_tls_with_us_and_is_refused_without(tmp_path: Path) -> None:
    crt, key = mailtools.certificate(tmp_path)
    tls = TlsSettings(certificate=crt, key=key, required=True)

    with our_door("smtp", tls=tls) as (door, spool):
        to = ("--server", f"127.0.0.1:{door.port}", "--to", "orders@shop.example")
        secured = mailtools.swaks(*to, "--tls")
        plain = mailtools.swaks(*to)

    assert secured.returncode == 0, secured.stdout + secured.stderr
    assert plain.returncode != 0
    assert "530" in plain.stdout
    assert len(spool) == 1


def test_swaks_cannot_relay_through_us() -> None:
    with our_door("smtp") as (door, spool):
        ran = mailtools.swaks(
            "--server", f"127.0.0.1:{door.port}", "--to", "victim@elsewhere.example"
        )

    assert "550 5.1.1" in ran.stdout
    assert not spool


def test_swaks_cannot_bring_too_large_a_letter(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(b"\0" * 300_000)

    with our_door("smtp", limits=Limits(message_bytes=200_000)) as (door, spool):
        ran = mailtools.swaks(
            "--server", f"127.0.0.1:{door.port}", "--to", "orders@shop.example",
            "--attach", f"@{large}",
        )  # fmt: skip

    assert "552" in ran.stdout
    assert not spool


def test_postfix_brings_a_letter_for_two_mailboxes_in_one_try() -> None:
    with our_door("lmtp") as (door, spool), mailtools.postfix(lmtp_port=door.port) as server:
        ran = mailtools.swaks(
            "--server", f"127.0.0.1:{server.port}",
            "--to", "orders@shop.example,sales@shop.example", "--h-Subject", "20 chairs",
        )  # fmt: skip
        arrived = mailtools.until(lambda: server.log.count("status=sent") >= 2)
        log = server.log

    assert ran.returncode == 0, ran.stdout
    assert arrived, log
    assert "status=deferred" not in log
    assert [sorted(letter.recipients) for letter in spool] == [
        ["orders@shop.example", "sales@shop.example"]
    ]


def test_postfix_keeps_a_letter_that_we_cannot_store_and_brings_it_again() -> None:
    tries: list[RawLetter] = []

    def accept(letter: RawLetter) -> None:
        tries.append(letter)
        if len(tries) == 1:
            raise OSError("no space left")

    door = Listener("127.0.0.1", 0, protocol="lmtp", accept=accept, is_ours=lambda to: True)
    door.start()
    try:
        with mailtools.postfix(lmtp_port=door.port) as server:
            mailtools.swaks("--server", f"127.0.0.1:{server.port}", "--to", "orders@shop.example")
            arrived = mailtools.until(lambda: "status=sent" in server.log, seconds=60)
            log = server.log
    finally:
        door.stop()

    assert arrived, log
    assert "status=deferred" in log
    assert len(tries) == 2


def test_postfix_brings_many_letters_and_loses_none() -> None:
    source = mailtools.needed("smtp-source")

    with our_door("lmtp") as (door, spool), mailtools.postfix(lmtp_port=door.port) as server:
        mailtools.run(
            source, "-s", "10", "-m", "100", "-l", "4000", "-f", "tom@x.example",
            "-t", "orders@shop.example", f"127.0.0.1:{server.port}",
        )  # fmt: skip
        arrived = mailtools.until(lambda: server.log.count("status=sent") >= 100, seconds=90)
        log = server.log

    assert arrived
    assert "status=deferred" not in log
    assert len(spool) == 100
