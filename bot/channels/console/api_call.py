"""One call of a Web API method: its arguments read with care, and how it is refused."""

import json
from dataclasses import dataclass
from typing import Any

from bot.channels.console.limits import TOTAL_TEXT, block_faults, total_text
from bot.channels.console.records import Json
from bot.channels.console.settings import ConsoleSettings
from bot.channels.console.workspace import Workspace


class ApiError(Exception):
    """Slack's "no": a short code, and whatever goes beside it in the answer."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(frozen=True, kw_only=True)
class ApiCall:
    """The arguments of one call, and the workspace it is about."""

    arguments: dict[str, Any]
    workspace: Workspace

    @property
    def settings(self) -> ConsoleSettings:
        return self.workspace.settings

    def text(self, name: str) -> str:
        """Read an argument as text; absent is empty."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise ApiError(
                "invalid_arguments",
                response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
            )
        return value

    def listed(self, name: str) -> list[Json]:
        """Read a list of objects, which may come as JSON text."""
        value = self.arguments.get(name) or []
        if isinstance(value, str):
            value = _from_json(value)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ApiError(f"invalid_{name}_format" if name == "blocks" else "invalid_arguments")
        return value

    def object(self, name: str) -> Json:
        """Read an object, which may come as JSON text; absent is empty."""
        value = self.arguments.get(name) or {}
        if isinstance(value, str):
            value = _from_json(value)
        if not isinstance(value, dict):
            raise ApiError("invalid_arguments")
        return value

    def channel(self, name: str = "channel") -> str:
        """Read a channel argument: a channel's id or name, or a person for their messages."""
        channel = self.settings.find_channel(self.needed(name))
        if channel is None:
            raise ApiError("channel_not_found")
        return channel

    def blocks(self) -> tuple[Json, ...]:
        return checked_blocks(self.listed("blocks"))


def checked_blocks(blocks: list[Json]) -> tuple[Json, ...]:
    """Refuse blocks that Slack would refuse; name the unnamed ones as Slack does."""
    faults = block_faults(blocks, "message")
    if faults:
        raise ApiError("invalid_blocks", response_metadata={"messages": faults})
    if total_text(blocks) > TOTAL_TEXT:
        raise ApiError("msg_blocks_too_long")
    return named_blocks(blocks)


def named_blocks(blocks: list[Json]) -> tuple[Json, ...]:
    return tuple(
        block if block.get("block_id") else {**block, "block_id": f"b{position}"}
        for position, block in enumerate(blocks)
    )


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
