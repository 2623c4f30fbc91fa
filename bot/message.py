"""One message as the clerk sees it, whatever door it came through."""

from dataclasses import dataclass
from datetime import datetime

from domain.people import Actor
from mail.attachments.bank import BankFile


@dataclass(frozen=True, kw_only=True)
class Message:
    """What somebody said to the clerk.

    `text` is what is to be read: the new words, or a customer's words that one of our own
    people passes on; then `customer_no` is that customer. Quoted history is not in it.
    `thread` names the conversation ("slack:D01:1710.22", "mail:NAME"); the state of the
    dialogue hangs on it. `tables` are rows of cells read from HTML tables or attachments,
    `statements` what a bank says about our account.
    """

    id: str
    channel: str  # slack, mail, console, terminal
    thread: str
    actor: Actor
    sender_name: str
    sender_address: str = ""
    received: datetime
    text: str
    subject: str = ""
    customer_no: str = ""
    direct: bool = True  # nobody but the clerk is meant; False where people talk among themselves
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    statements: tuple[BankFile, ...] = ()
