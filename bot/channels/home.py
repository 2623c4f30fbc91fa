"""The clerk's Home tab: what waits for this person, what was last worked on, what can be said.

The same drawing as in messages, so a waiting approval has the same buttons there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels import limits
from bot.channels.block_room import Room
from bot.channels.blocks import Block, contents, mrkdwn_section, named
from bot.channels.mrkdwn import cut, escaped
from bot.reply import Reply

_MOST_WAITING = 8
_WAITING_CHARACTERS = 1_300
_MOST_RECENT = 10
_MOST_SAYINGS = 8
_LINE = 250


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for this person, as a reply with the tokens of its buttons."""

    reply: Reply
    tokens: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Recent:
    """A document this person worked on: its number and one line about it."""

    number: str
    about: str


def home_view(
    *,
    name: str,
    waiting: Sequence[Waiting] = (),
    recent: Sequence[Recent] = (),
    sayings: Sequence[str] = (),
) -> dict[str, object]:
    """Draw the Home of the person called `name`; longest waiting first is the caller's order."""
    blocks: list[Block] = [_header(f"Hello {name}"), _header(_how_many(len(waiting)))]
    for thing in waiting[:_MOST_WAITING]:
        room = Room(_WAITING_CHARACTERS)
        blocks += [*contents(thing.reply, thing.tokens, room=room, plain=True), _divider()]
    if len(waiting) > _MOST_WAITING:
        blocks.append(mrkdwn_section(f"And {len(waiting) - _MOST_WAITING} more."))
    if recent:
        blocks += [_header("Recent documents"), mrkdwn_section(_recent(recent))]
    if sayings:
        blocks += [_header("What you can say"), mrkdwn_section(_sayings(sayings))]
    return {"type": "home", "blocks": named(blocks[: limits.VIEW_BLOCKS], prefix="home.")}


def _how_many(waiting: int) -> str:
    if waiting == 0:
        return "Nothing waits for you"
    return "1 decision waits for you" if waiting == 1 else f"{waiting} decisions wait for you"


def _recent(recent: Sequence[Recent]) -> str:
    return "\n".join(
        f"*{escaped(one.number, 40)}*  {escaped(one.about, _LINE)}" for one in recent[:_MOST_RECENT]
    )


def _sayings(sayings: Sequence[str]) -> str:
    return "\n".join(f"•  _{escaped(saying, _LINE)}_" for saying in sayings[:_MOST_SAYINGS])


def _header(text: str) -> Block:
    return {
        "type": "header",
        "text": {"type": "plain_text", "text": cut(text, limits.HEADER_TEXT)},
    }


def _divider() -> Block:
    return {"type": "divider"}
