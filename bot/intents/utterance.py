"""What is read: one message with its sender, its day and what the conversation was about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.intents.understanding import Choices, Line, Proposal

OUTSIDERS = frozenset({"customer", "unknown"})


@dataclass(frozen=True, kw_only=True)
class Context:
    """The conversation so far, as the thread remembers it.

    `pending` is a command that still misses something, `asked` the targets of our last question
    and `choices` what we offered with it. `staged` is a complete command behind its Confirm
    button. `listed` are the papers or lines last shown, numbered from 1; `last_lines` what the
    last command was about, `shown_lines` all lines of the document last shown, in their order.
    """

    document: str | None = None
    customer: str | None = None
    pending: Proposal | None = None
    asked: tuple[str, ...] = ()
    choices: tuple[Choices, ...] = ()
    staged: bool = False
    listed: tuple[str, ...] = ()
    shown_lines: tuple[Line, ...] = ()
    last_document: str | None = None
    last_lines: tuple[Line, ...] = ()
    last_command: Proposal | None = None
    previous_turn: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)  # kind: number in the thread


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """One message. `text` may hold quoted history; `sender_role` says what may be asked.

    `sender_customer` is the customer the sender writes for, None for our own people and for
    strangers. `tables` are rows from attachments or HTML, head first. `forwarded` is the mail
    that one of our people passed on, when the door has already parted it from `text`.
    """

    text: str
    today: date
    subject: str = ""
    channel: str = "slack"  # slack, mail
    sender_name: str = ""
    sender_address: str = ""
    sender_role: str = "salesperson"
    sender_customer: str | None = None
    sender_known: bool = True
    context: Context = field(default_factory=Context)
    tables: Sequence[Sequence[Sequence[str]]] = ()
    forwarded: str = ""
    forwarded_from: str = ""
    parted: bool = False  # quoted history and signature are already cut off

    @property
    def staff(self) -> bool:
        return self.sender_role not in OUTSIDERS
