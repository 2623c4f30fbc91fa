"""The Home shows what waits now: a decision made there is gone from it."""

import json
from typing import Any

import pytest

from bot.channels.console import payloads
from bot.stage import Stage


@pytest.fixture
def waiting(stage: Stage) -> Stage:
    """An order of Marco's waits for Katrin."""
    stage.play("slack", "marco", "order 8 dual motor desks for Harbor Dental")
    stage.play("click", "marco", "Confirm the order")
    return stage


def open_home(stage: Stage, name: str) -> dict[str, Any]:
    """Open somebody's Home and return what is drawn."""
    cast = stage._cast
    person = cast.person(name)
    assert person is not None
    event = payloads.home_event(person, cast, tab="home", ts="1790000000.900000")
    body = payloads.envelope(event, cast, event_id=f"EvHome{len(stage.far.heard)}")
    stage._post_to_door(json.dumps(body).encode(), "application/json")
    stage.work()
    return homes(stage)[-1]


def homes(stage: Stage) -> list[dict[str, Any]]:
    return [dict(one.payload["view"]) for one in stage.far.heard if one.kind == "slack.home"]


def button(view: dict[str, Any], label: str) -> dict[str, Any]:
    elements = (one for block in view["blocks"] for one in block.get("elements") or ())
    return next(one for one in elements if (one.get("text") or {}).get("text") == label)


def press(stage: Stage, name: str, element: dict[str, Any]) -> None:
    person = stage._cast.person(name)
    assert person is not None
    body = payloads.interaction("block_actions", person, stage._cast, trigger_id="1.1")
    container = {"type": "view", "view_id": "V1"}
    action = {**element, "action_ts": "1790000000.900001"}
    body |= {"container": container, "view": {"id": "V1", "type": "home"}, "actions": [action]}
    stage._post_form({"payload": json.dumps(body)})
    stage.work()


def test_a_decision_made_in_the_home_is_gone_from_it(waiting: Stage) -> None:
    before = open_home(waiting, "katrin")

    press(waiting, "katrin", button(before, "Approve"))

    assert "1 decision waits for you" in str(before)
    assert len(homes(waiting)) == 2
    assert "Nothing waits for you" in str(homes(waiting)[-1])


def test_a_rejection_with_its_reason_is_gone_from_it_too(waiting: Stage) -> None:
    before = open_home(waiting, "katrin")
    person = waiting._cast.person("katrin")
    assert person is not None

    waiting._fill(person, button(before, "Reject")["value"], "too dear", place=("", "", ""))
    waiting.work()

    assert "Nothing waits for you" in str(homes(waiting)[-1])
