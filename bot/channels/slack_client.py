"""How we reach a Slack workspace: its secrets, its address and the client that calls it."""

import http.client
from dataclasses import dataclass, field, replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError


@dataclass(frozen=True, kw_only=True)
class SlackSettings:
    """How we reach one workspace. `timeout` is in seconds, for one call of the Web API."""

    signing_secret: str = field(repr=False)
    bot_token: str = field(repr=False)
    api_url: str = "https://slack.com/api/"
    team_id: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    command: str = "/clerk"
    timeout: int = 10
    threads: int = 32  # for opening modals: they must not wait for each other


def web_client(settings: SlackSettings) -> WebClient:
    """A client that never tries twice on its own: a second post would be a second message."""
    return WebClient(
        token=settings.bot_token,
        base_url=settings.api_url,
        timeout=settings.timeout,
        retry_handlers=[],
    )


def identified(settings: SlackSettings) -> SlackSettings:
    """Ask Slack who we are and fill in what the settings leave open.

    Where Slack cannot be reached they stay as they are: full requests name us anyway, so the
    door works without it.
    """
    try:
        us = web_client(settings).auth_test()
    except (SlackClientError, OSError, http.client.HTTPException):
        return settings
    return replace(
        settings,
        team_id=settings.team_id or str(us.get("team_id") or ""),
        bot_user_id=settings.bot_user_id or str(us.get("user_id") or ""),
        bot_id=settings.bot_id or str(us.get("bot_id") or ""),
    )
