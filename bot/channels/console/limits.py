"""What Slack refuses in blocks: counts, lengths and unknown types.

The numbers are Slack's published limits, and the total length is the undocumented one that
`msg_blocks_too_long` stands for (bolt-js issue 2509). The console refuses what Slack would
refuse, so that a message that is too long is found here and not at the first customer.
"""

from collections.abc import Iterator, Sequence

from bot.channels.console.records import Json

BLOCKS = {"message": 50, "modal": 100, "home": 100}
TOTAL_TEXT = 13_200
TEXT_LENGTHS = {"section": 3000, "header": 150, "markdown": 12_000}
ELEMENTS = {"context": 10, "actions": 25}
KNOWN_BLOCKS = {
    "actions",
    "alert",
    "card",
    "carousel",
    "container",
    "context",
    "context_actions",
    "data_table",
    "data_visualization",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "markdown",
    "plan",
    "rich_text",
    "section",
    "table",
    "task_card",
    "video",
}
MODAL_ONLY = frozenset({"alert"})
MESSAGE_ONLY = frozenset({"markdown", "plan", "task_card"})


def block_faults(blocks: Sequence[Json], surface: str) -> list[str]:
    """List what Slack would complain about; empty when it would take these blocks.

    `surface` is message, modal or home.
    """
    faults = []
    if len(blocks) > BLOCKS[surface]:
        faults.append(f"no more than {BLOCKS[surface]} items allowed [json-pointer:/blocks]")
    for position, block in enumerate(blocks):
        faults += [f"{fault} [json-pointer:/blocks/{position}]" for fault in _block(block, surface)]
    named = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(set(named)) < len(named):
        faults.append("block_id must be unique [json-pointer:/blocks]")
    return faults


def total_text(blocks: Sequence[Json]) -> int:
    """Count the characters people would read in these blocks."""
    return sum(len(text) for text in _texts(list(blocks)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "text" and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)


def _block(block: Json, surface: str) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in KNOWN_BLOCKS:
        yield f"unsupported type: {kind}"
        return
    if kind in (MODAL_ONLY if surface != "modal" else MESSAGE_ONLY):
        yield f"{kind} is not allowed in a {surface}"
    if kind in TEXT_LENGTHS and len(_text_of(block)) > TEXT_LENGTHS[kind]:
        yield f"must be less than {TEXT_LENGTHS[kind] + 1} characters"
    if kind == "header" and not _text_of(block).strip():
        yield "text must not be empty"
    if kind in ELEMENTS and not 1 <= len(block.get("elements", ())) <= ELEMENTS[kind]:
        yield f"{kind} takes 1 to {ELEMENTS[kind]} elements"
    if kind == "section":
        yield from _section(block)
    if kind == "table":
        yield from _table(block)
    if kind == "input" and len(_text_of(block, "label")) not in range(1, 2001):
        yield "label takes 1 to 2000 characters"
    if len(str(block.get("block_id", ""))) > 255:
        yield "block_id must be less than 256 characters"
    yield from _elements(block)


def _section(block: Json) -> Iterator[str]:
    fields = block.get("fields", [])
    if not fields and not _text_of(block).strip():
        yield "a section needs text or fields"
    if len(fields) > 10:
        yield "no more than 10 fields"
    if any(not 1 <= len(str(field.get("text", ""))) <= 2000 for field in fields):
        yield "a field takes 1 to 2000 characters"


def _table(block: Json) -> Iterator[str]:
    rows = block.get("rows", [])
    if not 1 <= len(rows) <= 100:
        yield "a table takes 1 to 100 rows"
    if any(len(row) > 20 for row in rows):
        yield "a table takes at most 20 columns"
    cells = [cell for row in rows for cell in row]
    if any(cell.get("type") == "raw_text" and not cell.get("text") for cell in cells):
        yield "a table's cell must not be empty"


def _elements(block: Json) -> Iterator[str]:
    elements = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
    acting = [each for each in elements if isinstance(each, dict) and "action_id" in each]
    names = [each["action_id"] for each in acting]
    if len(set(names)) < len(names):
        yield "action_id must be unique in a block"
    for element in acting:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    if len(str(element["action_id"])) > 255:
        yield "action_id must be less than 256 characters"
    if element["type"] == "button":
        if not 1 <= len(_text_of(element)) <= 75:
            yield "a button's text takes 1 to 75 characters"
        if len(str(element.get("value", ""))) > 2000:
            yield "a button's value must be less than 2001 characters"
    options = element.get("options", [])
    if len(options) > (5 if element["type"] == "overflow" else 100):
        yield "too many options"
    if any(len(_text_of(each)) > 75 or len(str(each.get("value", ""))) > 150 for each in options):
        yield "an option takes 75 characters of text and 150 of value"
    yield from _confirm(element.get("confirm"))


def _confirm(confirm: Json | None) -> Iterator[str]:
    if not confirm:
        return
    for name, longest in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if not 1 <= len(_text_of(confirm, name)) <= longest:
            yield f"a confirm dialog's {name} takes 1 to {longest} characters"


def view_faults(view: Json) -> list[str]:
    """List what Slack would complain about in a modal or a Home."""
    surface = "home" if view.get("type") == "home" else "modal"
    faults = block_faults(view.get("blocks", []), surface)
    if surface == "modal":
        for name in ("title", "submit", "close"):
            if len(_text_of(view, name)) > 24:
                faults.append(f"must be less than 25 characters [json-pointer:/view/{name}]")
        if not _text_of(view, "title"):
            faults.append("missing required field: title")
        kinds = {block.get("type") for block in view.get("blocks", [])}
        if "input" in kinds and not view.get("submit"):
            faults.append("submit is needed when there are inputs")
    if len(str(view.get("private_metadata", ""))) > 3000:
        faults.append("must be less than 3001 characters [json-pointer:/view/private_metadata]")
    return faults


def _text_of(holder: Json, name: str = "text") -> str:
    """Read a text object, or the plain string of a markdown block."""
    value = holder.get(name)
    if isinstance(value, dict):
        return str(value.get("text", ""))
    return str(value or "")
