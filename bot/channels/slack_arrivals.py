"""Which Slack requests are for the clerk, and under what key and lane they are stored.

Pure: a request's body goes in, an `Arrival` (or None: not for us) comes out. Ignored are our
own messages, other bots, edits and other people's chatter; people of other workspaces are
strangers here (`is_ours`), whatever they press or say.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.channels.slack_events import bot_of, is_direct, metadata_of, place_of

Json = dict[str, Any]

_SAID = {None, "file_share", "thread_broadcast", "me_message"}  # subtypes that are new messages


@dataclass(frozen=True, kw_only=True)
class Us:
    """Who the clerk is in Slack. Empty ids are learnt from the requests where they name them."""

    team_id: str = ""
    bot_user_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One request to store. With `only_in_our_threads` it counts only where we take part."""

    kind: str
    key: str
    lane: str
    envelope: dict[str, object] = field(default_factory=dict)
    only_in_our_threads: bool = False


Reading = Callable[[Json, Us], Arrival | None]


def is_ours(body: Json, us: Us) -> bool:
    """Tell whether both the request and the person come from the workspace we work for."""
    event: Json = body.get("event") or {}
    user = body.get("user")
    named = [
        body.get("team_id"),
        event.get("user_team"),
        event.get("source_team"),
        event.get("team"),
        _id(body.get("team")),
        user.get("team_id") if isinstance(user, dict) else None,
    ]
    home = us.team_id or body.get("team_id") or _id(body.get("team"))
    return all(team == home for team in named if team)


def message(body: Json, us: Us) -> Arrival | None:
    """Take a message or mention that is addressed to the clerk.

    The key is the message itself, not the event: Slack reports a mention in a channel twice,
    as `message` and as `app_mention`, with two event ids. A retry has the same message too.
    """
    event: Json = body.get("event") or {}
    if event.get("subtype") not in _SAID or event.get("bot_id") or not event.get("user"):
        return None
    bot = bot_of(body, us.bot_user_id)
    if event["user"] in {bot, "USLACKBOT"}:
        return None
    ts, channel = event.get("ts", ""), event.get("channel", "")
    thread_ts = event.get("thread_ts") or ts
    direct = is_direct(event)
    called = event.get("type") == "app_mention" or (bot and f"<@{bot}>" in event.get("text", ""))
    ours = event.get("parent_user_id") == bot if bot else False
    if not (direct or called or event.get("thread_ts")):
        return None
    return Arrival(
        kind="slack.message",
        key=f"slack:message:{body.get('team_id', '')}:{channel}:{ts}",
        lane=f"slack:{channel}:{thread_ts}",
        envelope={
            "team": body.get("team_id", ""),
            "event_id": body.get("event_id", ""),
            "channel": channel,
            "user": event["user"],
            "ts": ts,
            "thread_ts": thread_ts,
            "is_dm": direct,
        },
        only_in_our_threads=not (direct or called or ours),
    )


def home(body: Json, us: Us) -> Arrival | None:
    """Take the opening of the Home or of the direct messages with the clerk."""
    event: Json = body.get("event") or {}
    user = event.get("user", "")
    return Arrival(
        kind="slack.home",
        key=f"slack:event:{body.get('event_id') or event.get('event_ts', '')}",
        lane=f"slack:{user}:home",
        envelope={"user": user, "channel": event.get("channel", ""), "tab": event.get("tab", "")},
    )


def press(body: Json, us: Us) -> Arrival | None:
    """Take a click. Each click has its own `action_ts`; the same request sent twice has not."""
    action: Json = (body.get("actions") or [{}])[0]
    user = _id(body.get("user"))
    channel, message_ts, thread_ts = place_of(body)
    name = f"{user}:{action.get('action_ts', '')}:{action.get('action_id', '')}"
    return Arrival(
        kind="slack.press",
        key=f"slack:press:{_id(body.get('team'))}:{name}",
        lane=f"slack:{channel}:{thread_ts}" if channel else f"slack:{user}:home",
        envelope={
            "user": user,
            "channel": channel,
            "message_ts": message_ts,
            "thread_ts": thread_ts,
        },
    )


def form(body: Json, us: Us) -> Arrival | None:
    """Take a filled form: one per opened modal."""
    view: Json = body.get("view") or {}
    about = metadata_of(view)
    user = _id(body.get("user"))
    place = {name: about.get(name, "") for name in ("channel", "message_ts", "thread_ts")}
    in_channel = f"slack:{place['channel']}:{place['thread_ts']}"
    return Arrival(
        kind="slack.form",
        key=f"slack:form:{_id(body.get('team'))}:{view.get('id', '')}",
        lane=in_channel if place["channel"] else f"slack:{user}:home",
        envelope={"user": user, **place},
    )


def command(body: Json, us: Us) -> Arrival | None:
    """Take the slash command; each has its own trigger."""
    channel, user = body.get("channel_id", ""), body.get("user_id", "")
    return Arrival(
        kind="slack.command",
        key=f"slack:command:{body.get('trigger_id', '')}",
        lane=f"slack:{channel}:{user}",
        envelope={"team": body.get("team_id", ""), "channel": channel, "user": user},
    )


def _id(thing: object) -> str:
    return str(thing.get("id", "")) if isinstance(thing, dict) else ""
