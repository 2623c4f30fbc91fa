"""Our fetching against Dovecot: each letter once, stored first, moved second."""

import threading

import pytest
from imapclient import IMAPClient

from mail.listener import RawLetter
from mail.mailbox import Mailbox, MailboxSettings, Position
from tests.interop import mailtools

pytestmark = pytest.mark.interop


class Notebook:
    """Remembers the position as the database would."""

    def __init__(self) -> None:
        self.position: Position | None = None

    def read(self) -> Position | None:
        return self.position

    def write(self, position: Position) -> None:
        self.position = position


def settings(server: mailtools.Dovecot) -> MailboxSettings:
    return MailboxSettings(
        host="127.0.0.1", port=server.port, user="clerk", password="pass", tls="no"
    )


def order(number: int) -> bytes:
    return (
        f"Return-Path: <tom@x.example>\nDelivered-To: orders@shop.example\n"
        f"From: tom@x.example\nSubject: order {number}\n\n20 chairs\n"
    ).encode()


def count(server: mailtools.Dovecot, folder: str) -> int:
    client = IMAPClient("127.0.0.1", port=server.port, ssl=False)
    client.login("clerk", "pass")
    found = int(client.select_folder(folder)[b"EXISTS"])
    client.logout()
    return found


def test_letters_are_fetched_once_and_moved() -> None:
    spool: list[RawLetter] = []
    with mailtools.dovecot() as server:
        for number in range(50):
            server.deliver(order(number), name=f"letter{number:03}")
        mailbox = Mailbox(settings(server), spool.append, position=Notebook())

        first, second = mailbox.fetch_once(), mailbox.fetch_once()

        assert (first, second) == (50, 0)
        assert count(server, "Processed") == 50
        assert count(server, "INBOX") == 0
    assert len({letter.content for letter in spool}) == 50
    assert spool[0].recipients == ("orders@shop.example",)
    assert spool[0].envelope_from == "tom@x.example"
    assert spool[0].content.count(b"\r\n") == spool[0].content.count(b"\n")


def test_a_letter_that_cannot_be_stored_stays_in_the_mailbox() -> None:
    def fails(letter: RawLetter) -> None:
        raise OSError("no space left")

    with mailtools.dovecot() as server:
        server.deliver(order(1), name="letter1")
        notebook = Notebook()

        with pytest.raises(OSError, match="no space"):
            Mailbox(settings(server), fails, position=notebook).fetch_once()

        assert count(server, "INBOX") == 1
        assert notebook.position is None


def test_a_letter_that_was_stored_but_not_moved_is_moved_and_not_stored_again() -> None:
    spool: list[RawLetter] = []
    with mailtools.dovecot() as server:
        server.deliver(order(1), name="letter1")
        client = IMAPClient("127.0.0.1", port=server.port, ssl=False)
        client.login("clerk", "pass")
        state = client.select_folder("INBOX")
        notebook = Notebook()
        notebook.write(
            Position(uid_validity=int(state[b"UIDVALIDITY"]), last_uid=int(state[b"UIDNEXT"]) - 1)
        )
        client.logout()

        stored = Mailbox(settings(server), spool.append, position=notebook).fetch_once()

        assert stored == 0
        assert count(server, "Processed") == 1


def test_a_letter_that_comes_while_we_wait_is_fetched_at_once() -> None:
    spool: list[RawLetter] = []
    stop = threading.Event()
    with mailtools.dovecot() as server:
        mailbox = Mailbox(settings(server), spool.append, position=Notebook())
        fetching = threading.Thread(target=mailbox.run, args=(stop,))
        server.deliver(order(1), name="letter1")
        fetching.start()
        before = mailtools.until(lambda: len(spool) == 1)
        server.deliver(order(2), name="letter2")
        after = mailtools.until(lambda: len(spool) == 2)
        stop.set()
        fetching.join(timeout=20)

    assert (before, after) == (True, True)
    assert not fetching.is_alive()
