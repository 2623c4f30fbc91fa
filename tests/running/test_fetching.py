"""A mailbox to fetch from: its address, its position, and a whole installation behind it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.demo import free_port
from bot.fetching import PositionFile, mailbox_of
from bot.founding import open_company
from bot.serving import Service
from bot.settings import Settings
from domain.durable import State
from domain.inbox import InboxRow
from mail.mailbox import Position
from tests.interop import mailtools


def test_a_mailbox_is_an_address() -> None:
    box = mailbox_of("imaps://clerk%40shop.example:p%2Fw@imap.example/Orders")

    assert (box.host, box.port, box.tls) == ("imap.example", 993, "yes")
    assert (box.user, box.password, box.folder) == ("clerk@shop.example", "p/w", "Orders")


def test_plain_imap_begins_tls_before_it_says_the_password() -> None:
    box = mailbox_of("imap://clerk:pw@imap.example")

    assert (box.port, box.tls, box.folder) == (143, "starttls", "INBOX")


@pytest.mark.parametrize(
    "url", ["imap://clerk:pw@imap.example?tls=no", "https://imap.example", "imaps://imap.example"]
)
def test_addresses_that_are_unsafe_or_senseless_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="mailbox"):
        mailbox_of(url)


def test_a_position_outlives_the_process_and_a_broken_file_is_none(tmp_path: Path) -> None:
    file = tmp_path / "var" / "mailbox.json"
    before = PositionFile(file).read()
    PositionFile(file).write(Position(uid_validity=7, last_uid=42))

    kept = PositionFile(file).read()
    file.write_text("{", encoding="ascii")

    assert (before, kept) == (None, Position(uid_validity=7, last_uid=42))
    assert PositionFile(file).read() is None


@pytest.mark.interop
def test_letters_of_a_mailbox_are_read_like_those_of_the_door(tmp_path: Path) -> None:
    letter = b"Return-Path: <x@stranger.example>\nDelivered-To: orders@nordwerk.example\n"
    letter += b"From: x@stranger.example\nMessage-ID: <1@stranger.example>\n\nhello\n"
    with mailtools.dovecot() as server:
        server.deliver(letter, name="one")
        settings = Settings(
            database=f"sqlite:///{tmp_path}/books.db",
            folder=tmp_path,
            http_listen=f"127.0.0.1:{free_port()}",
            smtp_listen=f"127.0.0.1:{free_port()}",
            imap_url=SecretStr(f"imap://clerk:pass@127.0.0.1:{server.port}?tls=no"),
            mail_address="orders@nordwerk.example",
            render_workers=1,
        )
        open_company(settings.database, None, demo=True, today=datetime.now(UTC).date())
        service = Service(settings)
        service.start()
        try:
            assert mailtools.until(lambda: outcomes(service) != [], seconds=20)
        finally:
            service.stop()

    assert PositionFile(tmp_path / "mailbox.json").read() is not None


def outcomes(service: Service) -> list[str]:
    """What became of the letters that were read."""
    with service.house.database.reading() as session:
        done = select(InboxRow.outcome).where(InboxRow.state == State.DONE)
        return list(session.scalars(done))
