"""Our letters against receivers we did not write: smtp-sink, Postfix and our own door behind it."""

from pathlib import Path

import pytest

from mail.composing import compose
from mail.letter import read_letter
from mail.listener import Listener, RawLetter, TlsSettings
from mail.sending import PermanentFailure, Relay, TemporaryFailure
from tests.interop import mailtools
from tests.mail.test_composing import LETTER, PDF

pytestmark = pytest.mark.interop


def test_smtp_sink_gets_our_letter_byte_for_byte() -> None:
    raw = compose(LETTER)

    with mailtools.smtp_sink() as sink:
        sent = Relay(f"smtp://127.0.0.1:{sink.port}").send(
            raw, "bounce+1.abc@shop.example", recipients=("tom@northwind.example",)
        )
        mailtools.until(lambda: bool(sink.letters()), seconds=10)
        letters = sink.letters()

    assert sent.code == 250
    assert len(letters) == 1
    assert raw.replace(b"\r\n", b"\n") in letters[0].replace(b"\r\n", b"\n")


@pytest.mark.parametrize("command", ["mail", "rcpt", "data", "."])
def test_smtp_sink_says_later(command: str) -> None:
    with mailtools.smtp_sink("-r", command) as sink, pytest.raises(TemporaryFailure) as refused:
        Relay(f"smtp://127.0.0.1:{sink.port}").send(
            compose(LETTER), "a@shop.example", recipients=("tom@northwind.example",)
        )

    assert 400 <= refused.value.code < 500


@pytest.mark.parametrize("command", ["mail", "rcpt", "data", "."])
def test_smtp_sink_says_no(command: str) -> None:
    with mailtools.smtp_sink("-f", command) as sink, pytest.raises(PermanentFailure) as refused:
        Relay(f"smtp://127.0.0.1:{sink.port}").send(
            compose(LETTER), "a@shop.example", recipients=("tom@northwind.example",)
        )

    assert 500 <= refused.value.code < 600


def test_our_letter_passes_postfix_and_is_read_again() -> None:
    spool: list[RawLetter] = []
    door = Listener("127.0.0.1", 0, protocol="lmtp", accept=spool.append, is_ours=lambda to: True)
    door.start()
    try:
        with mailtools.postfix(lmtp_port=door.port) as server:
            Relay(f"smtp://127.0.0.1:{server.port}").send(
                compose(LETTER), "bounce+1.abc@shop.example", recipients=("tom@shop.example",)
            )
            mailtools.until(lambda: bool(spool), seconds=30)
    finally:
        door.stop()

    letter = read_letter(spool[0].content)

    assert letter.subject == LETTER.subject
    assert letter.attachments[1].content == PDF
    assert spool[0].envelope_from == "bounce+1.abc@shop.example"


@pytest.mark.parametrize(("starttls", "taken"), [("auto", True), ("yes", False)])
def test_a_certificate_that_nobody_vouches_for(
    tmp_path: Path, *, starttls: str, taken: bool
) -> None:
    crt, key = mailtools.certificate(tmp_path)
    relay = Listener(
        "127.0.0.1",
        0,
        accept=lambda letter: None,
        is_ours=lambda to: True,
        tls=TlsSettings(certificate=crt, key=key, required=True),
    )
    relay.start()
    try:
        Relay(f"smtp://127.0.0.1:{relay.port}?starttls={starttls}").send(
            compose(LETTER), "a@shop.example", recipients=("tom@northwind.example",)
        )
        said = ""
    except TemporaryFailure as refused:
        said = refused.text.lower()
    finally:
        relay.stop()

    assert said == "" if taken else "certificate" in said
