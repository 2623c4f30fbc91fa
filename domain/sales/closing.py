"""Closing an order short: what is outstanding is given up, and what was delivered is agreed.

The lines keep what was shipped, and the order is added up anew. Reopening the order gives the
rest back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.papers import PaperFacts
from domain.people import SALES, Role
from domain.sales.archive import archive
from domain.sales.conditions import conditions
from domain.sales.documents import (
    DocumentOutcome,
    Kind,
    SalesDocument,
    Status,
    find_document,
    outcome_fields,
)
from domain.sales.line_changes import find_line
from domain.sales.lines import LineChange, SalesLine, goods, lines_of
from domain.sales.scheduling import show_demand
from domain.sales.service_charge import without_charge
from domain.sales.settling import settle
from domain.sales.states import OrderNotConfirmed, StatusNotOpen, check_not_waiting
from domain.work import Work

_NOTHING_OUTSTANDING = "Nothing of it is left to be given up."


@dataclass(frozen=True, kw_only=True)
class CloseShort(Command):
    """Give up what is outstanding of an order, or of one line of it."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "close orders short"

    order_no: str
    line_no: int | None = None
    item_no: str = ""


@dataclass(frozen=True, kw_only=True)
class ClosedShort(DocumentOutcome):
    """Nothing more is delivered of these lines. `given_up` pairs item and quantity."""

    given_up: tuple[tuple[str, Decimal], ...]


def close_short(command: CloseShort, work: Work) -> ClosedShort:
    """Set lines to what was shipped; the amounts of the rest fall away with it.

    An order of which all that left is billed is completed by that.

    Raises:
        OrderNotConfirmed, StatusNotOpen: not confirmed, over, or nothing is outstanding.
        NotFound, InvalidField: no such line, or several.
    """
    work.permit(command)
    document = find_document(work, command.order_no, kind=Kind.ORDER)
    check_not_waiting(document)
    if document.status == Status.OPEN:
        raise OrderNotConfirmed(order_no=document.number)
    if document.status in (Status.COMPLETED, Status.CANCELLED):
        raise StatusNotOpen(
            document_no=document.number, state=document.status, way_out=_NOTHING_OUTSTANDING
        )
    lines = lines_of(work.session, document.number)
    chosen = without_charge(goods(lines))
    if command.line_no is not None or command.item_no:
        named = LineChange(op="set", line_no=command.line_no, item_no=command.item_no)
        chosen = [find_line(lines, named, document=document)]
    given_up = tuple((line.item_no, line.outstanding) for line in chosen if line.outstanding)
    if not given_up:
        raise StatusNotOpen(
            document_no=document.number, state="fully shipped", way_out=_NOTHING_OUTSTANDING
        )
    archive(work, document, lines)
    for line in chosen:
        line.cancelled_qty += line.outstanding
        _set_quantity(line, line.qty_shipped)
    paper = _settled_anew(work, document, lines)
    show_demand(work, document, lines, firm=True)
    if all(line.qty_invoiced == line.quantity for line in goods(lines)):
        document.status = Status.COMPLETED
    return work.happened(ClosedShort(**outcome_fields(document, paper), given_up=given_up))


def was_closed_short(lines: Sequence[SalesLine]) -> bool:
    """Whether anything of these lines was given up."""
    return any(line.cancelled_qty for line in lines)


def give_back(work: Work, document: SalesDocument, lines: list[SalesLine]) -> PaperFacts:
    """Make what was given up outstanding again; the document stands in a new version."""
    archive(work, document, lines)
    for line in goods(lines):
        _set_quantity(line, line.quantity + line.cancelled_qty)
        line.cancelled_qty = ZERO
    return _settled_anew(work, document, lines)


def _set_quantity(line: SalesLine, quantity: Decimal) -> None:
    line.quantity = quantity
    line.quantity_base = round_to(quantity * line.qty_per_unit, QUANTITY_STEP)
    line.qty_to_ship = line.outstanding
    line.qty_to_invoice = line.quantity - line.qty_invoiced


def _settled_anew(work: Work, document: SalesDocument, lines: list[SalesLine]) -> PaperFacts:
    document.version += 1
    terms = conditions(work, document, kept={line.item_no for line in goods(lines)})
    return settle(work, document, lines, terms=terms)
