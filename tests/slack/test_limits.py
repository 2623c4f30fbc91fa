"""Slack's limits: what is just allowed passes the gate, one more is caught by it."""

from typing import Any

import pytest

from bot.channels import limits
from tests.slack.gate import message_findings, view_findings

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", *, fields: int = 0, field: str = "x", name: str = "s") -> Json:
    return {
        "type": "section",
        "block_id": name,
        "text": mrkdwn(text),
        **({"fields": [mrkdwn(field)] * fields} if fields else {}),
    }


def divider(number: int = 0) -> Json:
    return {"type": "divider", "block_id": f"d{number}"}


def button(number: int = 0, *, text: str = "OK", **changed: Any) -> Json:
    made = {"type": "button", "action_id": f"press:{number}", "text": plain(text), "value": "v"}
    return {**made, **changed}


def buttons(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "a", "elements": list(elements)}


def confirm(*, title: str = "t", text: str = "x", yes: str = "y", no: str = "n") -> Json:
    made = {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(no)}
    return buttons(button(confirm=made))


def table(*, rows: int = 2, columns: int = 2, cell: str = "x") -> Json:
    row = [{"type": "raw_text", "text": cell}] * columns
    return {
        "type": "table",
        "block_id": "t",
        "column_settings": [{"is_wrapped": True}] * columns,
        "rows": [row] * rows,
    }


def context(elements: int) -> Json:
    return {"type": "context", "block_id": "c", "elements": [mrkdwn("x")] * elements}


def header(text: str) -> Json:
    return {"type": "header", "block_id": "h", "text": plain(text)}


SIZES = [
    ("blocks of a message", limits.MESSAGE_BLOCKS, lambda n: [divider(i) for i in range(n)]),
    ("section text", limits.SECTION_TEXT, lambda n: [section("x" * n)]),
    ("emoji count twice", limits.SECTION_TEXT // 2, lambda n: [section("😀" * n)]),
    ("field text", limits.FIELD_TEXT, lambda n: [section(fields=1, field="x" * n)]),
    ("fields", limits.FIELDS, lambda n: [section(fields=n)]),
    ("header", limits.HEADER_TEXT, lambda n: [header("x" * n)]),
    ("context elements", limits.CONTEXT_ELEMENTS, lambda n: [context(n)]),
    ("buttons", limits.ACTIONS_ELEMENTS, lambda n: [buttons(*(button(i) for i in range(n)))]),
    ("button text", limits.BUTTON_TEXT, lambda n: [buttons(button(text="x" * n))]),
    ("button value", limits.BUTTON_VALUE, lambda n: [buttons(button(value="x" * n))]),
    ("button url", limits.BUTTON_URL, lambda n: [buttons(button(url="x" * n))]),
    ("action id", limits.ACTION_ID, lambda n: [buttons(button(action_id="x" * n))]),
    ("block id", limits.BLOCK_ID, lambda n: [section(name="x" * n)]),
    ("confirm title", limits.CONFIRM_TITLE, lambda n: [confirm(title="x" * n)]),
    ("confirm text", limits.CONFIRM_TEXT, lambda n: [confirm(text="x" * n)]),
    ("confirm yes", limits.CONFIRM_BUTTON, lambda n: [confirm(yes="x" * n)]),
    ("confirm no", limits.CONFIRM_BUTTON, lambda n: [confirm(no="x" * n)]),
    ("table rows", limits.TABLE_ROWS, lambda n: [table(rows=n)]),
    ("table columns", limits.TABLE_COLUMNS, lambda n: [table(columns=n)]),
    (
        "all text",
        limits.BLOCK_TEXT_CEILING,
        lambda n: (
            [section("x" * (n // 6), name=str(i)) for i in range(5)]
            + [section("x" * (n - 5 * (n // 6)), name="5")]
        ),
    ),
]


@pytest.mark.parametrize(("name", "most", "made"), SIZES, ids=[size[0] for size in SIZES])
def test_the_largest_passes_and_one_more_is_caught(name: str, most: int, made: Any) -> None:
    assert message_findings("text", made(most)) == []
    assert message_findings("text", made(most + 1)) != []


DEFECTS = {
    "no text for notices": ("", [section()]),
    "text too long": ("x" * (limits.MESSAGE_TEXT + 1), [section()]),
    "a block nobody knows": ("text", [{"type": "nonsense", "block_id": "n"}]),
    "two blocks of one id": ("text", [section(name="s"), section(name="s")]),
    "no block id": ("text", [{"type": "divider"}]),
    "empty section": ("text", [{"type": "section", "block_id": "s"}]),
    "empty text": ("text", [section("")]),
    "blank text": ("text", [section("  ")]),
    "a ping": ("text", [section("<!channel>")]),
    "a hidden link": ("text", [section("<https://evil.example|bill>")]),
    "a bare ampersand": ("text", [section("R&D")]),
    "a ping in a note": ("text", [{**context(1), "elements": [mrkdwn("<@U1>")]}]),
    "a ping in a field": ("text", [section(fields=1, field="<@U1>")]),
    "mrkdwn in a header": ("text", [{**header("x"), "text": mrkdwn("x")}]),
    "mrkdwn in a button": ("text", [buttons({**button(), "text": mrkdwn("x")})]),
    "no buttons": ("text", [buttons()]),
    "one action id twice": ("text", [buttons(button(1), button(1))]),
    "a button without value": ("text", [buttons(button(value=""))]),
    "an unknown style": ("text", [buttons(button(style="rainbow"))]),
    "an empty note": ("text", [context(0)]),
    "an empty cell": ("text", [table(cell="")]),
    "an empty table": ("text", [table(rows=0)]),
    "ragged rows": ("text", [{**table(), "rows": [table()["rows"][0], table()["rows"][0][:1]]}]),
    "two tables": ("text", [table(), {**table(), "block_id": "u"}]),
    "an unknown key": ("text", [{**section(), "colour": "red"}]),
    "text of no known kind": ("text", [{**section(), "text": {"type": "html", "text": "x"}}]),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_every_planted_defect_is_caught(name: str) -> None:
    text, blocks = DEFECTS[name]

    assert message_findings(text, blocks) != []


def modal(**changed: Any) -> Json:
    field = {"type": "plain_text_input", "action_id": "text", "max_length": limits.INPUT_TEXT}
    block = {"type": "input", "block_id": "b", "label": plain("Reason"), "element": field}
    made = {
        "type": "modal",
        "callback_id": "ask",
        "private_metadata": "{}",
        "title": plain("Reject"),
        "submit": plain("Send"),
        "close": plain("Back"),
        "blocks": [block],
    }
    return {**made, **changed}


VIEW_DEFECTS: dict[str, Json] = {
    "title": {"title": plain("x" * (limits.VIEW_TITLE + 1))},
    "submit": {"submit": plain("x" * (limits.VIEW_TITLE + 1))},
    "close": {"close": plain("x" * (limits.VIEW_TITLE + 1))},
    "metadata": {"private_metadata": "x" * (limits.PRIVATE_METADATA + 1)},
    "callback": {"callback_id": "x" * (limits.CALLBACK_ID + 1)},
    "no title": {"title": plain("")},
    "blocks": {"blocks": [divider(i) for i in range(limits.VIEW_BLOCKS + 1)]},
    "label": {"blocks": [{**modal()["blocks"][0], "label": plain("x" * (limits.INPUT_LABEL + 1))}]},
    "input": {
        "blocks": [
            {
                **modal()["blocks"][0],
                "element": {"type": "plain_text_input", "action_id": "t", "max_length": 3001},
            }
        ]
    },
    "placeholder": {
        "blocks": [
            {
                **modal()["blocks"][0],
                "element": {
                    "type": "plain_text_input",
                    "action_id": "t",
                    "placeholder": plain("x" * (limits.PLACEHOLDER + 1)),
                },
            }
        ]
    },
}


def test_a_sound_modal_passes() -> None:
    assert view_findings(modal()) == []


@pytest.mark.parametrize("name", VIEW_DEFECTS)
def test_every_planted_defect_of_a_modal_is_caught(name: str) -> None:
    assert view_findings(modal(**VIEW_DEFECTS[name])) != []
