"""Every command that can be reached has exactly one handler, and every intent means something."""

import ast
import inspect
from types import ModuleType

import pytest

from bot.handlers.handling import handles
from bot.handlers.registry import HANDLERS, MODULES, handlers_of
from bot.intents import BY_NAME
from bot.intents.meaning import COMMANDS, command_type
from bot.intents.understanding import Line, Proposal, Slot
from bot.reply import Reply
from domain.approvals.requests import ShowRequests
from domain.commands import FUNCTIONS
from domain.sales.orders import ConfirmOrder
from domain.sales.showing import ShowDocument, ShowDocuments
from domain.stock.availability import CheckAvailability
from domain.work import Work

# Obeyed by other commands, by time or at the command line; nobody says or presses them.
INTERNAL = {"ActivatePriceList", "EditPosted", "ExpireQuotes", "PostBatch", "UnlockDocument"}
# Obeyed by the domain, not yet spoken of in Slack or by mail: an entry leaves with its handler.
UNSPOKEN = {"PlanPosting", "PreviewPosting"}


def test_every_command_has_a_handler_or_is_known_to_have_none() -> None:
    silent = {kind.__name__ for kind in FUNCTIONS if kind not in HANDLERS}

    assert silent - INTERNAL - UNSPOKEN == set()


def test_every_handler_answers_a_command_of_the_domain() -> None:
    assert [kind.__name__ for kind in HANDLERS if kind not in FUNCTIONS] == []


def test_a_command_with_two_handlers_is_refused() -> None:
    module = ModuleType("twins")
    for name in ("one", "two"):

        def answer(_command: ConfirmOrder, _work: Work) -> Reply:
            return Reply(text="")

        answer.__module__ = "twins"
        setattr(module, name, handles(ConfirmOrder)(answer))

    with pytest.raises(ValueError, match="ConfirmOrder has two handlers"):
        handlers_of((module,))


def test_a_handler_counts_in_the_module_that_wrote_it_only() -> None:
    assert len(handlers_of(MODULES)) == sum(len(handlers_of((module,))) for module in MODULES)


def test_every_command_that_an_intent_means_can_be_answered() -> None:
    lost = {name: kind.__name__ for name, kind in COMMANDS.items() if kind not in HANDLERS}

    assert lost == {}


def test_every_intent_with_a_command_is_declared() -> None:
    assert [name for name in COMMANDS if name not in BY_NAME] == []


def test_every_button_that_a_handler_offers_can_be_answered() -> None:
    """A press of anything else would be a fault."""
    answered = {kind.__name__ for kind in HANDLERS}
    known = {kind.__name__ for kind in FUNCTIONS}
    offered = {
        node.value.func.id
        for module in MODULES
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.keyword)
        and node.arg == "command"
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
    }

    assert offered & known
    assert (offered & known) - answered == set()


def asks(**slots: object) -> Proposal:
    filled = tuple(Slot(name=name, value=value) for name, value in slots.items())
    return Proposal(intent="check_status", slots=filled)


def test_the_status_of_a_document_shows_it_and_without_one_lists_them() -> None:
    kinds = [
        command_type(asks(document="S-ORD1001")),
        command_type(asks(about="order")),
        command_type(asks(about="approval")),
        command_type(asks()),
    ]

    assert kinds == [ShowDocument, ShowDocuments, ShowRequests, ShowDocuments]


def test_what_a_follow_up_means_can_be_answered_too() -> None:
    abouts = ("order", "quote", "approval", "balance", "overdue", "invoice", "shipment", None)

    kinds = [command_type(asks(about=about)) for about in abouts]

    assert [kind.__name__ for kind in kinds if kind is not None and kind not in HANDLERS] == []


def test_a_date_for_a_document_shows_the_document() -> None:
    promise = Proposal(intent="promise_date")
    line = Slot(name="lines", value=(Line(item="1210-B"),))

    assert command_type(promise) is None
    assert command_type(promise.with_slot(line)) is CheckAvailability
    named = promise.with_slot(Slot(name="document", value="S-ORD1001"))
    assert command_type(named) is ShowDocument


def test_an_unknown_intent_means_no_command() -> None:
    assert command_type(Proposal(intent="dance")) is None
