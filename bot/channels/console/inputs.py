"""Finding what can be pressed or filled in, and the state that Slack makes of it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.channels.console.records import Json

MISSING = "Please complete this required field."


def actions_in(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Walk over everything that can be pressed, with the block it stands in."""
    for block in blocks:
        elements = [*block.get("elements", ()), block.get("accessory")]
        for element in elements:
            if isinstance(element, dict) and element.get("action_id"):
                yield block, element


def find_action(
    blocks: Sequence[Json], wanted: str, *, block_id: str = ""
) -> tuple[Json, Json] | None:
    """Find a button or menu by its action id or its label."""
    for block, element in actions_in(blocks):
        if block_id and block.get("block_id") != block_id:
            continue
        if wanted in (element["action_id"], label_of(element)):
            return block, element
    return None


def find_choice(blocks: Sequence[Json], wanted: str) -> tuple[Json, Json, str] | None:
    """Find the menu that offers `wanted` as the label of one of its options."""
    for block, element in actions_in(blocks):
        if find_option(element, wanted) is not None:
            return block, element, wanted
    return None


def label_of(element: Json) -> str:
    """Read what stands on a button, or in an empty menu."""
    return plain(element.get("text") or element.get("placeholder"))


def plain(text: object) -> str:
    """Read a text object."""
    return str(text.get("text", "")) if isinstance(text, dict) else str(text or "")


def find_option(element: Json, wanted: str) -> Json | None:
    """Find an option by its value or its label, in groups as well."""
    groups = element.get("option_groups", ())
    options: list[Json] = [*element.get("options", ())]
    options += [option for group in groups for option in group.get("options", ())]
    for option in options:
        if wanted in (str(option.get("value", "")), plain(option.get("text"))):
            return option
    return None


def pressed(block: Json, element: Json, *, choice: str, action_ts: str) -> Json:
    """Make the `action` of a payload.

    Raises:
        LookupError: the menu has no such option.
    """
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block.get("block_id", ""),
        "action_ts": action_ts,
    }
    if element["type"] == "button":
        action["text"] = element["text"]
        return action | {name: element[name] for name in ("value", "style") if name in element}
    if element["type"] == "datepicker":
        return action | {"selected_date": choice}
    option = find_option(element, choice)
    if option is None:
        raise LookupError(f"There is no option {choice} in {label_of(element) or 'this menu'}.")
    return action | {"selected_option": option}


def state_of(blocks: Sequence[Json], given: Mapping[str, str]) -> tuple[Json, dict[str, str]]:
    """Make a modal's state from what was filled in, and say what is missing.

    `given` names inputs by action id, block id or label. An input nobody touched keeps its
    initial value. The second result is a sentence by block id.
    """
    values: Json = {}
    missing = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element, name = block["element"], block.get("block_id", "")
        text = _given(block, given)
        state, filled = _state(element, text)
        values[name] = {element["action_id"]: {"type": element["type"], **state}}
        if not filled and not block.get("optional"):
            missing[name] = MISSING
    return values, missing


def _given(block: Json, given: Mapping[str, str]) -> str:
    element = block["element"]
    for key in (element["action_id"], block.get("block_id", ""), plain(block.get("label"))):
        if key in given:
            return given[key]
    initial = element.get("initial_value") or element.get("initial_date")
    option = element.get("initial_option") or {}
    return str(initial or option.get("value") or "")


def _state(element: Json, text: str) -> tuple[Json, bool]:
    if element["type"] in ("static_select", "radio_buttons"):
        option = find_option(element, text) if text else None
        return {"selected_option": option}, option is not None
    if element["type"] == "datepicker":
        return {"selected_date": text or None}, bool(text)
    return {"value": text or None}, bool(text.strip())
