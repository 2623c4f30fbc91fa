"""Drawing a reply for Slack: what is shown, and that Slack never refuses it."""

import json
from dataclasses import dataclass

import pytest

from bot.channels import limits
from bot.channels.blocks import Block, Drawn, draw
from bot.channels.home import Recent, Waiting, home_view
from bot.channels.modals import ask_modal
from bot.channels.mrkdwn import length
from bot.reply import Blank, Button, Option, Paper, Reply, Table, Tone
from domain.errors import Command
from tests.slack.gate import message_findings, view_findings


@dataclass(frozen=True, kw_only=True)
class Nod(Command):
    """A command that stands behind the buttons here."""

    reason: str = ""


QUOTE = Reply(
    text="Quote S-QUO1001 for Brandt & Söhne is ready.",
    facts=(("Customer", "Brandt & Söhne"), ("Net amount", "1,900.00 EUR")),
    lines=Table(
        head=("Item", "Quantity", "Amount"),
        rows=(("Chair Nova", "20", "1,900.00"), ("Comment", "", "")),
        numeric=(1, 2),
    ),
    notes=("5 % discount on all lines.",),
    buttons=(
        Button(label="Make order", command=Nod(), tone=Tone.PRIMARY, confirm="Order 20 chairs?"),
        Button(
            label="Reject",
            command=Nod(),
            tone=Tone.DANGER,
            blank=Blank(field="reason", label="Why is it rejected? 100 % honest"),
        ),
        Button(label="PDF", paper=Paper(kind="quote", number="S-QUO1001")),
    ),
)
TOKENS = ("1.aa", "2.bb", "3.cc")
WHICH = Reply(
    text="Which chair?", options=(Option(label="Nova", says="1210-N"), Option(label="B", says="B"))
)

HOSTILE_TEXTS = {
    "ping": "<!channel> <@U1> <#C1> <https://evil.example|invoice>",
    "entities": "&amp;&lt;" * 900,
    "long": "x" * 40_000,
    "angle brackets": "<" * 40_000,
    "emoji": "👩‍👩‍👧‍👦🇩🇪" * 4_000,
    "right to left": "\u202eתשלום 100 ₪ مرحبا " * 300,
    "backticks": "``` `code` ```" * 50,
    "controls": "\x00\x07\x1b[31m\ud800",
    "lines": "line\n" * 5_000,
    "blank": "   ",
    "empty": "",
}


def hostile(text: str, *, rows: int = 500) -> tuple[Reply, tuple[str, ...]]:
    """A reply in which every text is `text`, in large numbers."""
    buttons = tuple(
        Button(label=text, command=Nod(), confirm=text, blank=Blank(field="reason", label=text))
        for _ in range(30)
    )
    reply = Reply(
        text=text,
        facts=((text, text),) * 40,
        lines=Table(head=(text,) * 6, rows=((text,) * 6,) * rows, numeric=(1,)),
        notes=(text,) * 12,
        options=(Option(label=text, says=text),) * 40,
        buttons=buttons,
    )
    return reply, tuple(f"{n}.token" for n in range(30))


def elements(drawn: Drawn) -> list[Block]:
    return [e for block in drawn.blocks if block["type"] == "actions" for e in block["elements"]]


def test_a_reply_is_drawn_in_one_calm_order() -> None:
    drawn = draw(QUOTE, TOKENS)

    assert [block["type"] for block in drawn.blocks] == [
        "section",
        "section",
        "table",
        "context",
        "actions",
    ]
    assert drawn.blocks[0]["text"]["text"] == "Quote S-QUO1001 for Brandt &amp; Söhne is ready."
    assert drawn.blocks[1]["fields"][1]["text"] == "*Net amount*\n1,900.00 EUR"
    assert message_findings(drawn.text, drawn.blocks) == []


def test_the_top_level_text_says_what_the_blocks_say() -> None:
    drawn = draw(QUOTE, TOKENS)

    for said in ("S-QUO1001", "Brandt &amp; Söhne", "1,900.00", "Chair Nova", "5 % discount"):
        assert said in drawn.text


def test_every_button_has_its_token_and_says_what_kind_it_is() -> None:
    order, reject, paper = elements(draw(QUOTE, TOKENS))

    assert [e["value"] for e in (order, reject, paper)] == list(TOKENS)
    assert order["action_id"] == "press:0"
    assert order["style"] == "primary"
    assert order["confirm"]["text"]["text"] == "Order 20 chairs?"
    assert reject["action_id"].startswith("ask:1")
    assert reject["style"] == "danger"
    assert paper["action_id"] == "paper:2"


def test_a_button_without_its_token_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw(QUOTE, TOKENS[:2])


def test_options_are_numbered_and_carry_what_they_say() -> None:
    drawn = draw(WHICH, ())

    first, second = elements(drawn)
    assert (first["text"]["text"], first["value"]) == ("1. Nova", "1210-N")
    assert (second["action_id"], second["value"]) == ("option:2", "B")


def test_long_options_are_listed_in_full_above_their_buttons() -> None:
    label = "A chair with a very long name " * 4
    reply = Reply(text="Which?", options=(Option(label=label, says="1"),) * 30)

    drawn = draw(reply, ())

    listed = "".join(block["text"]["text"] for block in drawn.blocks[1:3])
    assert listed.count("A chair") == 4 * 30
    assert len(elements(drawn)) == limits.ACTIONS_ELEMENTS
    assert message_findings(drawn.text, drawn.blocks) == []


def test_a_choice_too_long_for_slack_is_listed_but_never_cut_into_another_choice() -> None:
    options = (Option(label="Too much", says="x" * 2001), Option(label="Fine", says="fine"))

    drawn = draw(Reply(text="Which?", options=options), ())

    assert [e["value"] for e in elements(drawn)] == ["fine"]
    assert "1. Too much" in drawn.blocks[1]["text"]["text"]


def test_the_numbers_of_a_table_stand_on_the_right_and_no_cell_is_empty() -> None:
    table = draw(QUOTE, TOKENS).blocks[2]

    assert table["column_settings"][0] == {"is_wrapped": True}
    assert table["column_settings"][1] == {"align": "right"}
    assert table["rows"][2][1] == {"type": "raw_text", "text": "–"}


def test_the_plain_twin_shows_the_same_rows_without_newer_blocks() -> None:
    drawn = draw(QUOTE, TOKENS, plain=True)

    fenced = drawn.blocks[2]["text"]["text"]
    assert {block["type"] for block in drawn.blocks} == {"section", "context", "actions"}
    assert fenced.splitlines()[1:3] == [
        "Item        Quantity    Amount",
        "Chair Nova        20  1,900.00",
    ]
    assert message_findings(drawn.text, drawn.blocks) == []


def test_what_does_not_fit_is_counted_and_the_pdf_is_named() -> None:
    rows = tuple((f"Item {n}", str(n)) for n in range(500))
    reply = Reply(
        text="Invoice PS-INV103001.",
        lines=Table(head=("Item", "Quantity"), rows=rows),
        papers=(Paper(kind="invoice", number="PS-INV103001"),),
    )

    drawn = draw(reply, ())

    assert len(drawn.blocks[1]["rows"]) == limits.TABLE_ROWS
    assert drawn.blocks[2]["elements"][0]["text"] == "401 more lines not shown: see the PDF."


def test_a_strangers_text_cannot_ping_anyone() -> None:
    drawn = draw(Reply(text="<!channel> & <@U1>", facts=(("Name", "<!here>"),)), ())

    assert drawn.blocks[0]["text"]["text"] == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert "<" not in drawn.text
    assert "<" not in drawn.blocks[1]["fields"][0]["text"]


def test_a_backtick_cannot_leave_the_plain_table() -> None:
    table = Table(head=("Item",), rows=(("``` <!channel> ```",),))

    drawn = draw(Reply(text="One item.", lines=table), (), plain=True)

    assert drawn.blocks[1]["text"]["text"].count("```") == 2
    assert "<!channel>" not in drawn.blocks[1]["text"]["text"]


def test_other_scripts_and_emoji_survive_but_not_the_marks_that_turn_a_line_round() -> None:
    drawn = draw(Reply(text="שלום 👩‍👧 مرحبا \u202e00.1 \u2067x"), ())

    assert drawn.blocks[0]["text"]["text"] == "שלום 👩‍👧 مرحبا 00.1 x"


def test_block_ids_are_unique_and_change_with_the_content() -> None:
    before = draw(QUOTE, TOKENS)
    after = draw(QUOTE, ("1.aa", "2.bb", "9.zz"))

    ids = [block["block_id"] for block in before.blocks]
    assert len(set(ids)) == len(ids)
    assert before.blocks[-1]["block_id"] != after.blocks[-1]["block_id"]
    assert before.blocks[0]["block_id"] == after.blocks[0]["block_id"]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_no_text_of_a_stranger_makes_slack_refuse_a_message(name: str, plain: bool) -> None:
    reply, tokens = hostile(HOSTILE_TEXTS[name])

    drawn = draw(reply, tokens, plain=plain)

    assert message_findings(drawn.text, drawn.blocks) == []
    assert [e["value"] for e in elements(drawn)][-30:] == list(tokens)
    json.dumps(drawn.blocks).encode("ascii")


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 500])
def test_any_number_of_lines_fits(rows: int) -> None:
    reply, tokens = hostile("9,999,999,999,999.00", rows=rows)

    drawn = draw(reply, tokens)

    assert message_findings(drawn.text, drawn.blocks) == []


def test_long_text_is_parted_between_words_and_loses_nothing() -> None:
    words = " ".join(f"word{n}&" for n in range(350))

    drawn = draw(Reply(text=words), ())

    parts = [block["text"]["text"] for block in drawn.blocks]
    assert len(parts) == 2
    assert " ".join(parts) == words.replace("&", "&amp;")
    assert all(length(part) <= limits.SECTION_TEXT for part in parts)


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_the_modal_of_a_button_asks_for_its_blank(name: str) -> None:
    label = HOSTILE_TEXTS[name]
    button = Button(label=label, command=Nod(), blank=Blank(field="reason", label=label))
    (element,) = elements(draw(Reply(text="Decide.", buttons=(button,)), ("1.aa",)))

    view = ask_modal(
        button=element["text"]["text"], action_id=element["action_id"], about={"token": "1.aa"}
    )

    assert view_findings(view) == []


def test_the_blanks_label_comes_through_the_button() -> None:
    _order, reject, _paper = elements(draw(QUOTE, TOKENS))

    view = ask_modal(button="Reject", action_id=reject["action_id"], about={"token": "2.bb"})

    assert view["blocks"][0]["label"]["text"] == "Why is it rejected? 100 % honest"
    assert view["title"]["text"] == "Reject"
    assert json.loads(view["private_metadata"]) == {"token": "2.bb"}


def test_the_home_shows_what_waits_with_the_same_buttons() -> None:
    view = home_view(
        name="Maria",
        waiting=(Waiting(reply=QUOTE, tokens=TOKENS),),
        recent=(Recent(number="S-ORD1001", about="Adatum, 300.00 EUR"),),
        sayings=("quote 20 Nova chairs for Brandt, 5 % off",),
    )

    blocks: list[Block] = view["blocks"]  # type: ignore[assignment]
    values = [e["value"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    assert view_findings(view) == []
    assert values == list(TOKENS)
    assert blocks[1]["text"]["text"] == "1 decision waits for you"


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_full_home_is_never_refused(name: str) -> None:
    text = HOSTILE_TEXTS[name]
    reply, tokens = hostile(text, rows=20)

    view = home_view(
        name=text,
        waiting=(Waiting(reply=reply, tokens=tokens),) * 30,
        recent=(Recent(number=text, about=text),) * 40,
        sayings=(text,) * 40,
    )

    assert view_findings(view) == []


def test_an_empty_home_says_that_nothing_waits() -> None:
    view = home_view(name="Maria")

    assert "Nothing waits for you" in json.dumps(view)
    assert view_findings(view) == []
