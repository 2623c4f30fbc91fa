"""The mailboxes the console keeps: one per address that ever wrote or got a letter.

A mailbox holds letters as they were on the wire. Nothing is judged here: what is spam, a reply
or an order is the clerk's business.
"""

import threading
from collections.abc import Sequence

from bot.channels.console.news import News
from bot.channels.console.records import StoredLetter, letter_from_json
from bot.channels.console.store import Store


class Mailboxes:
    """Letters by mailbox address (lower case), newest last."""

    def __init__(self, store: Store, news: News) -> None:
        self._store = store
        self._news = news
        self._lock = threading.Lock()
        self._letters = [letter_from_json(body) for _, body in store.every("letter")]

    def file(self, letter: StoredLetter, raw: bytes) -> None:
        """Lay a letter into its mailbox; the same id again changes nothing."""
        with self._lock:
            if any(known.id == letter.id for known in self._letters):
                return
            self._store.put_bytes(letter.id, raw)
            self._store.put("letter", letter.id, body=letter.to_json())
            self._letters.append(letter)
        self._news.ring()

    def letters(self, mailbox: str) -> list[StoredLetter]:
        wanted = mailbox.casefold()
        with self._lock:
            return [letter for letter in self._letters if letter.mailbox == wanted]

    def letter(self, letter_id: str) -> StoredLetter | None:
        with self._lock:
            return next((known for known in self._letters if known.id == letter_id), None)

    def raw(self, letter: StoredLetter) -> bytes:
        return self._store.read_bytes(letter.id) or b""

    def addresses(self, known: Sequence[str]) -> list[str]:
        """List the known addresses and every other that has letters."""
        with self._lock:
            used = [letter.mailbox for letter in self._letters]
        return list(dict.fromkeys([*(address.casefold() for address in known), *used]))
