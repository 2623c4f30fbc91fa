"""What an error of Slack's Web API means: draw it plainly, come back later, or give up."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.delivery import Later, Undeliverable

BUSY_SECONDS = 30.0
_DRAWN_WRONG = {
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "invalid_arguments",
    "unknown_block",
}
_NOT_LET_IN = {"not_in_channel", "user_not_in_channel", "channel_not_found", "is_archived"}
_PASSING = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "accesslimited",
    "team_added_to_org",
}


def with_plain_fallback(payload: Mapping[str, Any], send: Callable[[Any], Any]) -> Any:
    """Send with the blocks; when this workspace refuses them, once more with plain ones."""
    try:
        return send(payload.get("blocks") or None)
    except SlackApiError as error:
        plain = payload.get("plain_blocks")
        if error_of(error) not in _DRAWN_WRONG or not payload.get("blocks"):
            raise
        return send(plain or None)


def meaning(error: SlackApiError) -> Exception:
    """Say what an error of the Web API means for the delivery."""
    status = getattr(error.response, "status_code", 0)
    name = error_of(error)
    if status == 429 or name in {"ratelimited", "rate_limited"}:
        return Later(_retry_after(error), "Slack asks for patience")
    if status >= 500 or name in _PASSING:
        return Later(BUSY_SECONDS, f"Slack is unwell: {name or status}")
    return Undeliverable(f"Slack says {name or status}")


def keeps_us_out(error: SlackApiError) -> bool:
    """Tell whether a channel does not let us post, though another place might."""
    return error_of(error) in _NOT_LET_IN


def error_of(error: SlackApiError) -> str:
    try:
        return str(error.response.get("error") or "")
    except (AttributeError, ValueError):
        return ""


def _retry_after(error: SlackApiError) -> float:
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    try:
        return max(float(headers.get("retry-after", BUSY_SECONDS)), 1.0)
    except (TypeError, ValueError):
        return BUSY_SECONDS
