"""What the clerk answers, before any channel draws it.

A reply is a value: Slack draws it as Block Kit, mail as HTML with a text twin, the
terminal as plain lines. It names papers and never holds their bytes, and its buttons
hold commands, so what a button does is decided when the reply is made, not when it is drawn.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Command


class Tone(StrEnum):
    """How a button is drawn: `primary` for the expected next step, `danger` for what hurts."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document to show or attach: `kind` as in `domain.papers.KINDS`, frozen `version`."""

    kind: str
    number: str
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A field that the presser must fill before the command is complete.

    `field` is the name of the command's field (a string field that is empty until then).
    """

    field: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Button:
    """One thing to press. With `blank`, pressing asks for a text first (a modal in Slack).

    `confirm` is a question put before the command is sent, for what cannot be undone.
    A paper button has `paper` and no command: pressing shows the document.
    """

    label: str
    command: Command | None = None
    paper: Paper | None = None
    tone: Tone = Tone.PLAIN
    confirm: str | None = None
    blank: Blank | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of ready-made text under a head of the same length. `numeric` columns align right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer. `text` alone must make sense; everything else is detail under it.

    `facts` are label and value; `papers` are attached; `notes` are short remarks (what was
    assumed, converted or left out). `options` are numbered choices that answer a question:
    pressing one, or answering its number, sends that option's command or text.
    """

    text: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: Table | None = None
    totals: tuple[tuple[str, str], ...] = ()  # under the lines: net, VAT, total
    buttons: tuple[Button, ...] = ()
    papers: tuple[Paper, ...] = ()
    notes: tuple[str, ...] = ()
    pay_link: str = ""  # where the bill this is about is paid; letters draw it
    options: tuple["Option", ...] = ()
    document_no: str = ""  # what the conversation is about from here on
    customer_no: str = ""
    waits: bool = False  # somebody else's yes is awaited; asking for it posts nothing
    staged: bool = False  # a preview: the command waits for a yes
    would: str = ""  # `text` as a plan, for the preview: "I would ship …"
    way_back: Command | None = None  # what takes this back, for "undo that"
    refused: bool = False  # a refusal in words: nothing was done
    needs_person: bool = False  # a customer's message that one of our people shall read
    silent: bool = False  # nothing is sent: thanks, auto-replies, chatter among people


@dataclass(frozen=True, kw_only=True)
class Option:
    """A numbered choice. `says` is what choosing it means as a message ("1210-B")."""

    label: str
    says: str
