"""A reply drawn as Block Kit: the same calm order for every message, and never too large.

Text, facts, lines, notes, choices, buttons. What can be pressed gets its room first, then
text and facts; the lines take what is left, and a note says how many are missing. Nothing
here decides, computes or calls Slack: a reply and its tokens go in, blocks come out.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from bot.channels import limits
from bot.channels.block_room import Room
from bot.channels.block_tables import fenced, table_block
from bot.channels.mrkdwn import cut, escaped, length
from bot.reply import Button, Option, Reply, Tone

Block = dict[str, Any]
T = TypeVar("T")

_TEXT_SECTIONS = 2
_MOST_FACTS = 30
_FACT_LABEL = 120
_MOST_NOTES = 10
_NOTE = 500
_OPTION_LINE = 200
_SPOKEN_ROWS = 40
_SPOKEN_CELL = 80
_MOST_BUTTONS = 2 * limits.ACTIONS_ELEMENTS


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A message for Slack. `text` says what the blocks say, for notices and screen readers."""

    text: str
    blocks: list[Block]


def draw(reply: Reply, tokens: Sequence[str], *, plain: bool = False) -> Drawn:
    """Draw a reply; `tokens` belong to its buttons, in order.

    With `plain` no block newer than `section` is used: that is the second try after Slack
    has refused the first with `invalid_blocks`.

    Raises:
        ValueError: there are more or fewer tokens than buttons.
    """
    blocks = contents(reply, tokens, room=Room(), plain=plain)
    return Drawn(text=spoken_text(reply), blocks=named(blocks))


def contents(
    reply: Reply, tokens: Sequence[str], *, room: Room, plain: bool = False
) -> list[Block]:
    """Draw a reply's blocks within `room`, without block ids."""
    buttons = _buttons(reply.buttons, tokens, room)
    options = _options(reply.options, room)
    text = _text(reply.text, room)
    facts = _facts(reply.facts, room)
    totals = _facts(reply.totals, room)
    notes = [room.mrkdwn(note, _NOTE) for note in reply.notes[:_MOST_NOTES]]
    lines: list[Block] = []
    missing = 0
    if reply.lines is not None:
        lines, missing = (fenced if plain else table_block)(reply.lines, room)
    notes.append(_left_out(reply, missing, shortened=room.shortened))
    return [*text, *facts, *lines, *totals, *_notes(notes), *options, *buttons]


def named(blocks: Sequence[Block], prefix: str = "") -> list[Block]:
    """Give every block an id that is unique in the message and changes with its content."""
    return [
        {**block, "block_id": f"{prefix}{number}.{_fingerprint(block)}"}
        for number, block in enumerate(blocks)
    ]


def spoken_text(reply: Reply) -> str:
    """Say in one text what the blocks show."""
    most = limits.TOP_TEXT_CEILING
    table = (reply.lines.head, *reply.lines.rows) if reply.lines else ()
    parts = [
        cut(reply.text, most),
        *(f"{cut(label, _FACT_LABEL)}: {cut(value, _NOTE)}" for label, value in reply.facts),
        *(" · ".join(cut(cell, _SPOKEN_CELL) for cell in row) for row in table[:_SPOKEN_ROWS]),
        *(f"{label}: {value}" for label, value in reply.totals),
        *(
            f"{number}. {cut(option.label, _NOTE)}"
            for number, option in enumerate(reply.options, 1)
        ),
        *(cut(note, _NOTE) for note in reply.notes),
    ]
    return escaped("\n".join(parts), most) or "(no text)"


def mrkdwn_section(text: str) -> Block:
    """Make a section of text that is escaped already."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def actions(elements: Sequence[Block]) -> list[Block]:
    """Put buttons into as few rows of buttons as Slack allows."""
    return [
        {"type": "actions", "elements": list(some)}
        for some in _portions(elements, limits.ACTIONS_ELEMENTS)
    ]


def button(label: str, *, action_id: str, value: str) -> Block:
    """Make a plain button; the label is cut to size, the value never is."""
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": cut(label, limits.BUTTON_TEXT) or "…"},
        "value": value,
    }


def _text(text: str, room: Room) -> list[Block]:
    fitted = room.mrkdwn(text.strip(), _TEXT_SECTIONS * limits.SECTION_TEXT)
    return [mrkdwn_section(page) for page in _pages(fitted, limits.SECTION_TEXT)]


def _pages(text: str, most: int) -> list[str]:
    """Part escaped text at line breaks or spaces, so that no page is longer than `most`."""
    pages = []
    window = most if length(text) == len(text) else most // 2  # emoji count twice
    while len(text) > window:
        end = max(text.rfind("\n", 0, window), text.rfind(" ", 0, window))
        if end <= 0:
            # an entity (`&amp;`) must not be split
            end = text.rfind("&", window - 4, window)
        if end <= 0:
            end = window
        pages.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [page for page in [*pages, text] if page]


def _facts(facts: Sequence[tuple[str, str]], room: Room) -> list[Block]:
    fields = []
    for label, value in facts[:_MOST_FACTS]:
        shown = room.mrkdwn(label, _FACT_LABEL)
        text = f"*{shown}*\n{room.mrkdwn(value, limits.FIELD_TEXT - _FACT_LABEL - 10) or '–'}"
        if shown and room.spend(4):
            fields.append({"type": "mrkdwn", "text": text, "verbatim": True})
    room.shortened = room.shortened or len(facts) > _MOST_FACTS
    return [{"type": "section", "fields": some} for some in _portions(fields, limits.FIELDS)]


def _notes(notes: Iterable[str]) -> list[Block]:
    elements = [{"type": "mrkdwn", "text": note, "verbatim": True} for note in notes if note]
    return [
        {"type": "context", "elements": some}
        for some in _portions(elements, limits.CONTEXT_ELEMENTS)
    ]


def _left_out(reply: Reply, missing: int, *, shortened: bool) -> str:
    """Say that something is missing, and where it is."""
    if not missing and not shortened:
        return ""
    what = f"{missing} more line{'s' if missing > 1 else ''} not shown" if missing else "Shortened"
    has_paper = reply.papers or any(button.paper for button in reply.buttons)
    return f"{what}: see the PDF." if has_paper else f"{what}: ask me for the PDF."


def _options(options: Sequence[Option], room: Room) -> list[Block]:
    """Number the choices; long labels are listed in full above the buttons."""
    elements = [
        button(
            room.label(f"{number}. {option.label}", limits.BUTTON_TEXT),
            action_id=f"option:{number}",
            value=option.says,
        )
        for number, option in enumerate(options[: limits.ACTIONS_ELEMENTS], 1)
        if option.says.strip() and length(option.says) <= limits.BUTTON_VALUE
    ]
    all_shown = len(elements) == len(options)
    if all_shown and all(
        length(f"{len(options)}. {o.label}") <= limits.BUTTON_TEXT for o in options
    ):
        return actions(elements)
    lines = [
        room.mrkdwn(f"{number}. {option.label}", _OPTION_LINE)
        for number, option in enumerate(options, 1)
    ]
    listed = _pages("\n".join(line for line in lines if line), limits.SECTION_TEXT)
    return [*map(mrkdwn_section, listed[:_TEXT_SECTIONS]), *actions(elements)]


def _buttons(buttons: Sequence[Button], tokens: Sequence[str], room: Room) -> list[Block]:
    drawn = [
        _button(pressable, token, number, room)
        for number, (pressable, token) in enumerate(zip(buttons, tokens, strict=True))
    ]
    return actions(drawn[:_MOST_BUTTONS])


def _button(pressable: Button, token: str, number: int, room: Room) -> Block:
    label = room.label(pressable.label, limits.BUTTON_TEXT)
    element = button(label, action_id=_action_id(pressable, number), value=token)
    if pressable.tone is not Tone.PLAIN:
        element["style"] = pressable.tone.value
    if pressable.confirm:
        element["confirm"] = _confirm(pressable, room)
    return element


def _action_id(pressable: Button, number: int) -> str:
    if pressable.paper is not None:
        return f"paper:{number}"
    if pressable.blank is None:
        return f"press:{number}"
    # the label of the blank travels in the id: the modal must open before any table is read
    action_id = f"ask:{number}:"
    for character in cut(pressable.blank.label, limits.ACTION_ID):
        quoted = quote(character, safe="")
        if len(action_id) + len(quoted) > limits.ACTION_ID:
            break
        action_id += quoted
    return action_id


def _confirm(pressable: Button, room: Room) -> Block:
    text = room.literal(pressable.confirm or "", limits.CONFIRM_TEXT)
    confirm: Block = {
        "title": _plain("Are you sure?"),
        "text": _plain(text or "Are you sure?"),
        "confirm": _plain(cut(pressable.label, limits.CONFIRM_BUTTON) or "Yes"),
        "deny": _plain("Back"),
    }
    room.spend(50)
    if pressable.tone is Tone.DANGER:
        confirm["style"] = "danger"
    return confirm


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def _portions(things: Sequence[T], size: int) -> list[list[T]]:
    return [list(things[start : start + size]) for start in range(0, len(things), size)]


def _fingerprint(block: Block) -> str:
    whole = json.dumps(block, sort_keys=True).encode()
    return hashlib.blake2s(whole, digest_size=5).hexdigest()
