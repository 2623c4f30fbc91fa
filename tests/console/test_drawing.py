"""Drawing mrkdwn, blocks and messages: what is drawn, and that strangers' text stays text."""

from html.parser import HTMLParser
from typing import Any

import pytest

from bot.channels.console.blocks_html import Drawing, blocks_html
from bot.channels.console.mrkdwn import markdown_html, mrkdwn_html
from tests.console.clerk import button, card

NAMES = {"U1": "Omar <b>Haddad</b>", "C1": "sales"}
DRAWING = Drawing(name_of=lambda slack_id: NAMES.get(slack_id, slack_id), prefix="p")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;img src=x onerror=alert(1)&gt;",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<javascript:alert(1)|click>",
    "<data:text/html,<script>alert(1)</script>|click>",
    '<https://a.example/"onmouseover="alert(1)|x>',
    "<https://a.example|<img src=x onerror=alert(1)>>",
    "`<script>alert(1)</script>` ```<script>alert(1)</script>```",
    "*<script>* _<svg/onload=alert(1)>_ ~</script>~",
    "[x](javascript:alert(1)) **<script>alert(1)</script>**",
    '[x](https://a.example/"onclick="alert(1))',
    "\ue0000\ue001 \ue00099\ue001",
    "<@U1|<script>alert(1)</script>> <!here|<b>>",
    "jAvAsCrIpT:alert(1) <  javascript:alert(1)|x>",
]
SAFE_TAGS = {
    "a",
    "article",
    "blockquote",
    "br",
    "button",
    "code",
    "div",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "input",
    "label",
    "li",
    "ol",
    "option",
    "p",
    "pre",
    "s",
    "select",
    "span",
    "strong",
    "table",
    "td",
    "textarea",
    "th",
    "tr",
    "ul",
}


class Inspector(HTMLParser):
    """Collects what a browser would find dangerous."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SAFE_TAGS:
            self.dangers.append(tag)
        for name, value in attrs:
            address = name in ("href", "src", "data-url") and value is not None
            if name.startswith("on") or name == "style":
                self.dangers.append(name)
            if address and not str(value).startswith(("http://", "https://", "mailto:", "/")):
                self.dangers.append(str(value))


def dangers(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    return inspector.dangers


def everywhere(text: str) -> list[dict[str, Any]]:
    """Every block we draw, with `text` in every place that can hold text."""
    plain, mrkdwn = {"type": "plain_text", "text": text}, {"type": "mrkdwn", "text": text}
    confirm: dict[str, Any] = {
        "title": plain,
        "text": plain,
        "confirm": plain,
        "deny": plain,
        "style": text,
    }
    option: dict[str, Any] = {"text": plain, "value": text}
    menu: dict[str, Any] = {
        "type": "static_select",
        "action_id": text,
        "options": [option],
        "placeholder": plain,
    }
    pressed = {**button(text, text), "url": text, "confirm": confirm, "style": text}
    rich = [{"type": "rich_text_section", "elements": [
        {"type": "text", "text": text, "style": {"bold": True, "code": True}},
        {"type": "link", "url": text, "text": text},
        {"type": "user", "user_id": text}, {"type": "emoji", "name": text}]}]  # fmt: skip
    entry: dict[str, Any] = {"type": "plain_text_input", "action_id": text, "initial_value": text,
             "placeholder": plain, "multiline": True}  # fmt: skip
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain},
        {"type": "section", "text": mrkdwn, "fields": [mrkdwn, plain], "accessory": menu},
        {"type": "context", "elements": [mrkdwn, plain]},
        {"type": "divider"},
        {"type": "actions", "elements": [pressed, menu, {**menu, "type": "overflow"}]},
        {"type": "table", "column_settings": [{"align": text}], "rows": [[
            {"type": "raw_text", "text": text}, {"type": "rich_text", "elements": rich}]]},
        {"type": "rich_text", "elements": rich},
        {"type": "markdown", "text": text},
        {"type": "alert", "text": mrkdwn},
        {"type": "input", "label": plain, "hint": plain, "element": entry},
        {"type": "input", "label": plain, "element": {**entry, "multiline": False}},
        {"type": "input", "label": plain, "element": {**menu, "initial_option": option}},
        {"type": text},
    ]  # fmt: skip
    return [{**block, "block_id": text} for block in blocks]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_wherever_it_stands(text: str) -> None:
    assert dangers(str(mrkdwn_html(text, DRAWING.name_of))) == []
    assert dangers(str(markdown_html(text))) == []
    assert dangers(str(blocks_html(everywhere(text), DRAWING))) == []


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*bold* _slanted_ ~gone~", "<strong>bold</strong> <em>slanted</em> <s>gone</s>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("a &lt; b &amp; c", "a &lt; b &amp; c"),
        ("`x *y*` :tada:", "<code>x *y*</code> 🎉"),
        ("at 10:30:00", "at 10:30:00"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said\n&gt; twice\nend", "<blockquote>said<br>twice</blockquote>end"),
        ("<@U1> in <#C1>", '<span class="mention">@Omar &lt;b&gt;Haddad&lt;/b&gt;</span> in '
                           '<span class="mention">#sales</span>'),
        ("```a\n*b*```", "<pre>a\n*b*</pre>"),
        ("*<https://a.example/?x=1&amp;y=2|Order>*",
         '<strong><a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener">'
         "Order</a></strong>"),
    ],
)  # fmt: skip
def test_mrkdwn_is_drawn_as_slack_draws_it(text: str, drawn: str) -> None:
    assert str(mrkdwn_html(text, DRAWING.name_of)) == drawn


def test_markdown_is_drawn_with_headings_lists_and_links() -> None:
    text = "# Order\n- **20** chairs\n- 5 desks\n\n[Site](https://a.example)"

    assert str(markdown_html(text)) == (
        "<h4>Order</h4><ul><li><strong>20</strong> chairs</li><li>5 desks</li></ul><br>"
        '<a href="https://a.example" target="_blank" rel="noopener">Site</a>'
    )


def test_a_card_is_drawn_with_its_table_and_buttons() -> None:
    drawn = str(blocks_html(card(), DRAWING))

    assert "<th>Item</th><th>Quantity</th>" in drawn
    assert "<td>Chair Nova</td><td>20</td>" in drawn
    assert 'class="act primary" data-press="approve"' in drawn
    assert "This makes an order." in drawn  # the question goes with the button
    assert dangers(drawn) == []


def test_a_block_that_cannot_be_drawn_says_so() -> None:
    assert "type video is not shown here" in str(blocks_html([{"type": "video"}], DRAWING))


def test_long_hostile_text_does_not_hang_the_drawing() -> None:
    for piece in ("*a ", "<https://", "`", "```", ":x", "_", "\n&gt;", "[x]("):
        assert mrkdwn_html(piece * 10_000, DRAWING.name_of)
        assert markdown_html(piece * 10_000)
