"""Activating a price list: from then on its lines make prices, unless they contradict others."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.catalog.price_list_rows import PriceList
from domain.catalog.price_lists import ListStatus, check_activation, check_price_line
from domain.catalog.price_rows import active_lines, lines_of
from domain.errors import Command, NotFound, Outcome
from domain.naming import nearest
from domain.people import MANAGERS, Role
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class ActivatePriceList(Command):
    """Let a price list count from now on. Open quotes keep the prices they have."""

    may: ClassVar[frozenset[Role]] = MANAGERS
    doing: ClassVar[str] = "activate price lists"

    list_code: str


@dataclass(frozen=True, kw_only=True)
class PriceListActivated(Outcome):
    """The list counts. Activating it twice changes nothing."""

    list_code: str
    lines: int


def activate_price_list(command: ActivatePriceList, work: Work) -> PriceListActivated:
    """Check the list's lines, by themselves and beside the active ones, and make it active.

    Raises:
        NotFound: no such list.
        InvalidField, Several: a line makes no sense.
        PriceConflict: a line contradicts an active one, or lists are based on each other.
    """
    work.permit(command)
    price_list = work.session.get(PriceList, command.list_code)
    if price_list is None:
        known = work.session.scalars(select(PriceList.code)).all()
        near = nearest(command.list_code, known)
        raise NotFound(kind="price list", text=command.list_code[:40], near=near)
    lines = lines_of(work.session, price_list.code)
    for line in lines:
        check_price_line(line)
    check_activation(lines, active_lines(work.session))
    price_list.status = ListStatus.ACTIVE.value
    return work.happened(PriceListActivated(list_code=price_list.code, lines=len(lines)))
