"""The app's manifest: what we listen to is in it, and its scopes cover what we call."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.channels.slack import SlackSettings

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text())
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
SOURCES = "\n".join(path.read_text() for path in (ROOT / "bot" / "channels").glob("*.py"))

NEEDED = {  # by Slack's reference of each method
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations_history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "files_upload_v2": {"files:write"},
    "views_open": set[str](),
    "views_publish": set[str](),
    "assistant_threads_setStatus": {"chat:write"},
    "users_info": {"users:read", "users:read.email"},
    "auth_test": set[str](),
}


def test_every_web_api_method_we_call_is_covered_by_a_scope() -> None:
    called = set(
        re.findall(r"\.((?:chat|conversations|files|views|users|assistant|auth)_\w+)\(", SOURCES)
    )

    assert called, "the search for calls finds nothing any more"
    assert called <= set(NEEDED), "write down which scopes the new method needs"
    assert set().union(*(NEEDED[name] for name in called)) <= SCOPES


def test_every_event_we_listen_to_is_subscribed() -> None:
    listened = set(re.findall(r'app\.event\("(\w+)"\)', SOURCES))

    subscribed = {name.partition(".")[0] for name in EVENTS}
    assert listened == subscribed


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_every_subscribed_event_has_its_scope(event: str) -> None:
    scope = {
        "app_mention": "app_mentions:read",
        "app_home_opened": None,
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
        "message.mpim": "mpim:history",
    }[event]

    assert scope is None or scope in SCOPES


def test_our_command_is_in_the_manifest() -> None:
    commands = [command["command"] for command in MANIFEST["features"]["slash_commands"]]

    assert commands == [SlackSettings(signing_secret="s", bot_token="t").command]


def test_new_apps_get_the_agent_view_and_never_the_old_assistant() -> None:
    features = MANIFEST["features"]

    assert "assistant_view" not in features
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert features["app_home"]["home_tab_enabled"]


def test_everything_comes_through_one_address() -> None:
    settings = MANIFEST["settings"]
    addresses = {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(command["url"] for command in MANIFEST["features"]["slash_commands"]),
    }

    assert len(addresses) == 1
    assert next(iter(addresses)).endswith("/slack/events")


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    shown = repr(SlackSettings(signing_secret="hidden-one", bot_token="hidden-two"))

    assert "hidden" not in shown
