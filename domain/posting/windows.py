"""When and by whom something may be posted: open dates of the company and of each person.

A person's own dates take the place of the company's. Rights to ship or invoice beyond one's
role are given to people, not to roles.
"""

from dataclasses import dataclass
from datetime import date

from domain.errors import Command, NotPermitted, Refusal
from domain.ledger.setup import PostingRights, PostingSetup, setup_and_rights
from domain.people import Role
from domain.work import Work

SHIPPERS = frozenset({Role.MANAGER, Role.WAREHOUSE, Role.ADMINISTRATOR})
BOOKKEEPERS = frozenset({Role.MANAGER, Role.ACCOUNTANT, Role.ADMINISTRATOR})


@dataclass(kw_only=True, eq=False)
class PostingDateNotAllowed(Refusal):
    """The date lies outside what the company, or this person, may post on."""

    on: date
    allow_from: date | None
    allow_until: date | None

    def sentence(self) -> str:
        start = f" from {self.allow_from:%d %b %Y}" if self.allow_from else ""
        end = f" until {self.allow_until:%d %b %Y}" if self.allow_until else ""
        return (
            f"Nothing can be posted on {self.on:%d %b %Y}: posting is open{start}{end}. An "
            "accountant can change that, or choose another posting date."
        )


@dataclass(kw_only=True, eq=False)
class PostingPeriodClosed(Refusal):
    """The VAT period of the date has been reported."""

    on: date

    def sentence(self) -> str:
        return f"The VAT period of {self.on:%d %b %Y} is closed. Please post on a later date."


@dataclass(kw_only=True, eq=False)
class InventoryPeriodClosed(Refusal):
    """Stock has been counted and closed beyond the date."""

    on: date

    def sentence(self) -> str:
        return f"The inventory period of {self.on:%d %b %Y} is closed. Please post on a later date."


@dataclass(frozen=True, kw_only=True)
class Window:
    """What holds for one posting: the company's switches and the actor's own rights."""

    setup: PostingSetup
    rights: PostingRights

    def hindrances(self, on: date, *, goods: bool, bill: bool) -> list[Refusal]:
        """What stands in the way of posting on a date; `goods` move, a `bill` is made."""
        start, end = self.setup.allow_from, self.setup.allow_until
        if self.rights.allow_from or self.rights.allow_until:
            start, end = self.rights.allow_from, self.rights.allow_until
        found: list[Refusal] = []
        if (start and on < start) or (end and on > end):
            found.append(PostingDateNotAllowed(on=on, allow_from=start, allow_until=end))
        if bill and self.setup.vat_from and on < self.setup.vat_from:
            found.append(PostingPeriodClosed(on=on))
        if goods and self.setup.inventory_from and on < self.setup.inventory_from:
            found.append(InventoryPeriodClosed(on=on))
        return found


def window(work: Work) -> Window:
    """Load what holds for this actor."""
    setup, rights = setup_and_rights(work.session, work.actor.id)
    return Window(setup=setup, rights=rights)


def permit_posting(work: Work, command: Command, *, ship: bool, invoice: bool) -> Window:
    """Refuse an actor who may neither by role nor by a right of his own; else load the window.

    Raises:
        NotPermitted: he may not post this.
    """
    work.permit(command)
    found = window(work)
    if ship and not (work.actor.roles & SHIPPERS or found.rights.may_ship):
        raise NotPermitted(what="ship orders", who_may="the warehouse or a manager")
    if invoice and not (work.actor.roles & BOOKKEEPERS or found.rights.may_invoice):
        raise NotPermitted(what="post invoices", who_may="an accountant or a manager")
    return found
