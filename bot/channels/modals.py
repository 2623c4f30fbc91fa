"""The modal that asks for one text before a button's command is complete."""

import json
from typing import Any
from urllib.parse import unquote

from bot.channels import limits
from bot.channels.mrkdwn import cut

CALLBACK = "ask"
BLANK_BLOCK = "blank"
BLANK_ACTION = "text"


def ask_modal(*, button: str, action_id: str, about: dict[str, str]) -> dict[str, Any]:
    """Draw the modal of a button whose `action_id` is `ask:<n>:<label of the blank>`.

    `about` (the token and the place it was pressed at) travels in the modal and comes back
    with the text.
    """
    label = unquote(action_id.split(":", 2)[-1]) if action_id.count(":") > 1 else button
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(about),
        "title": _plain(button, limits.VIEW_TITLE),
        "submit": _plain("Send", limits.VIEW_TITLE),
        "close": _plain("Back", limits.VIEW_TITLE),
        "blocks": [
            {
                "type": "input",
                "block_id": BLANK_BLOCK,
                "label": _plain(label, limits.INPUT_LABEL),
                "element": {
                    "type": "plain_text_input",
                    "action_id": BLANK_ACTION,
                    "multiline": True,
                    "max_length": limits.INPUT_TEXT,
                },
            }
        ],
    }


def missing_text(view: dict[str, Any]) -> dict[str, str]:
    """Say at the field that it is empty; Slack shows this inside the open modal."""
    label = view.get("blocks", [{}])[0].get("label", {}).get("text", "a text")
    return {BLANK_BLOCK: f"Please fill in: {label}"}


def _plain(text: str, most: int) -> dict[str, str]:
    return {"type": "plain_text", "text": cut(text, most) or "…"}
