"""What Slack would send for a message, a click, a submitted modal or a command.

This is the one place where such payloads are built; the page and the driver both come here.
The shapes follow Slack's own documentation of events and interactions; every builder is pure.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from bot.channels.console.records import Json, OpenView, Post, SharedFile
from bot.channels.console.settings import ConsoleSettings, Person

_ADDRESS = re.compile(r"(?<![\w.+|:-])([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?![\w@])")
_LINK = re.compile(r"\bhttps?://[^\s<>|]{1,2000}[^\s<>|.,;:!?)\]\"']")


def typed_text(text: str, settings: ConsoleSettings) -> str:
    """Turn what somebody typed into the text Slack sends.

    `& < >` are escaped, "@Salesclerk" becomes a mention, and addresses and links are wrapped
    the way Slack wraps them; a reader of events has to undo all that.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LINK.sub(lambda found: f"<{found[0]}>", text)
    text = _ADDRESS.sub(lambda found: f"<mailto:{found[1]}|{found[1]}>", text)
    names = {settings.bot_name: settings.bot_user_id}
    names |= {person.real_name: person.id for person in settings.people}
    for name, slack_id in names.items():
        text = re.sub(rf"@{re.escape(name)}\b", f"<@{slack_id}>", text, flags=re.IGNORECASE)
    return text


def envelope(event: Json, settings: ConsoleSettings, *, event_id: str) -> Json:
    """Wrap an event as the Events API does."""
    return {
        "token": "unused",
        "team_id": settings.team_id,
        "context_team_id": settings.team_id,
        "context_enterprise_id": None,
        "api_app_id": settings.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(event["event_ts"])),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": settings.team_id,
                "user_id": settings.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def message_event(
    post: Post, settings: ConsoleSettings, *, files: Sequence[SharedFile], root: Post | None = None
) -> Json:
    """Make the `message` event of somebody's post; `root` is what its thread began with."""
    event: Json = {
        "type": "message",
        "user": post.user,
        "ts": post.ts,
        "client_msg_id": f"{post.channel}-{post.ts}".lower(),
        "text": post.text,
        "team": settings.team_id,
        "blocks": [_as_rich_text(post.text)],
        "channel": post.channel,
        "event_ts": post.ts,
        "channel_type": "im" if settings.direct_partner(post.channel) else "channel",
    }
    if post.thread_ts:
        event |= {"thread_ts": post.thread_ts}
    if root is not None:
        event |= {"parent_user_id": root.user}
    if files:
        event |= {"subtype": "file_share", "files": [file_json(f, settings) for f in files]}
    return event


def mention_event(message: Json) -> Json:
    """Make the `app_mention` event that goes with a message which names the bot."""
    kept = ("user", "ts", "client_msg_id", "text", "team", "blocks", "channel", "event_ts")
    event = {"type": "app_mention", **{name: message[name] for name in kept}}
    return event | {name: message[name] for name in ("thread_ts", "files") if name in message}


def home_event(person: Person, settings: ConsoleSettings, *, tab: str, ts: str) -> Json:
    """Make the event of somebody opening the bot's `home` or `messages` tab."""
    return {
        "type": "app_home_opened",
        "user": person.id,
        "channel": settings.direct_channel(person.id),
        "tab": tab,
        "event_ts": ts,
    }


def post_json(post: Post, settings: ConsoleSettings) -> Json:
    """Describe a post as Slack's own message object."""
    message: Json = {
        "type": "message",
        "user": post.user,
        "ts": post.ts,
        "text": post.text,
        "team": settings.team_id,
    }
    if post.bot:
        profile = {"id": settings.bot_id, "app_id": settings.app_id, "name": settings.bot_name}
        message |= {"bot_id": settings.bot_id, "app_id": settings.app_id, "bot_profile": profile}
    if post.blocks:
        message["blocks"] = list(post.blocks)
    if post.thread_ts:
        message["thread_ts"] = post.thread_ts
    if post.metadata:
        message["metadata"] = post.metadata
    if post.edited:
        message["edited"] = {"user": post.user, "ts": post.edited}
    return message


def file_path(shared: SharedFile) -> str:
    """Name the address of a file's bytes on the console, the file's name at its end."""
    return f"/files/{shared.id}/{quote(shared.name, safe='')}"


def file_json(shared: SharedFile, settings: ConsoleSettings) -> Json:
    """Describe a shared file as Slack's own file object."""
    address = settings.console_url + file_path(shared)
    return {
        "id": shared.id,
        "created": shared.created,
        "timestamp": shared.created,
        "name": shared.name,
        "title": shared.title,
        "mimetype": shared.mime,
        "filetype": shared.name.rpartition(".")[2].lower(),
        "user": shared.user,
        "mode": "hosted",
        "size": shared.size,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
    }


def interaction(kind: str, person: Person, settings: ConsoleSettings, *, trigger_id: str) -> Json:
    """Begin any interaction payload: who did it, where, and with which trigger."""
    return {
        "type": kind,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": settings.team_id,
        },
        "api_app_id": settings.app_id,
        "token": "unused",
        "trigger_id": trigger_id,
        "team": {"id": settings.team_id, "domain": "demo"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_click(post: Post, settings: ConsoleSettings, *, action: Json, answer_to: str) -> Json:
    """Make the part of a `block_actions` payload that tells where the pressed message is."""
    partner = settings.direct_partner(post.channel)
    name = "directmessage" if partner else settings.name_of(post.channel)
    container: Json = {
        "type": "message",
        "message_ts": post.ts,
        "channel_id": post.channel,
        "is_ephemeral": bool(post.only_for),
    }
    if post.thread_ts:
        container["thread_ts"] = post.thread_ts
    message: Json = {} if post.only_for else {"message": post_json(post, settings)}
    return message | {
        "container": container,
        "channel": {"id": post.channel, "name": name},
        "state": {"values": {}},
        "response_url": answer_to,
        "actions": [action],
    }


def view_json(opened: OpenView, settings: ConsoleSettings, *, values: Json | None = None) -> Json:
    """Describe a modal or a Home as Slack returns it; `values` are the inputs' state."""
    view = opened.view
    return {
        "id": opened.id,
        "team_id": settings.team_id,
        "type": view.get("type", "modal"),
        "blocks": view.get("blocks", []),
        "private_metadata": view.get("private_metadata", ""),
        "callback_id": view.get("callback_id", ""),
        "external_id": view.get("external_id", ""),
        "title": view.get("title"),
        "submit": view.get("submit"),
        "close": view.get("close"),
        "clear_on_close": bool(view.get("clear_on_close")),
        "notify_on_close": bool(view.get("notify_on_close")),
        "state": {"values": values or {}},
        "hash": opened.hash,
        "root_view_id": opened.root,
        "previous_view_id": None,
        "app_id": settings.app_id,
        "bot_id": settings.bot_id,
    }


def command_fields(
    person: Person, settings: ConsoleSettings, *, channel: str, text: str, trigger_id: str
) -> dict[str, str]:
    """Make the form fields of a slash command, except its `response_url`."""
    partner = settings.direct_partner(channel)
    return {
        "token": "unused",
        "team_id": settings.team_id,
        "team_domain": "demo",
        "channel_id": channel,
        "channel_name": "directmessage" if partner else settings.name_of(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": settings.command,
        "text": text,
        "api_app_id": settings.app_id,
        "is_enterprise_install": "false",
        "trigger_id": trigger_id,
    }


def _as_rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}
