"""Who must approve: a walk over plain facts, without a database.

Amounts are net, after all discounts, in local currency. The asker is always the first step
and has approved by asking; whose limit suffices ends the walk (specification, section 9.5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.errors import Refusal
from domain.money import ZERO


class LimitType(StrEnum):
    """How approvers are found above the asker."""

    CHAIN = "approver chain"  # everyone up to the first whose limit suffices
    FIRST_QUALIFIED = "first qualified"  # only that one
    DIRECT = "direct approver"  # only the asker's own approver, whatever his limit
    SPECIFIC = "specific user"


@dataclass(frozen=True, kw_only=True)
class Person:
    """What approval needs to know of somebody. A `limit` of None is unlimited, 0 is none."""

    no: str
    name: str
    limit: Decimal | None = ZERO
    approver: str | None = None
    substitute: str | None = None
    away: bool = False
    administrator: bool = False

    @property
    def unlimited(self) -> bool:
        """Whether nobody stands above this person's word: no limit, or his own approver."""
        return self.approver == self.no or self.limit is None

    def suffices(self, amount: Decimal) -> bool:
        """Whether this person may say yes to so much alone."""
        if self.limit is None or self.unlimited:
            return True
        return self.limit > ZERO and amount <= self.limit


@dataclass(frozen=True, kw_only=True)
class Step:
    """One who must say yes. `stands_in_for` is the absent person whose step this is."""

    sequence: int
    person: str
    approved: bool = False
    stands_in_for: str = ""


@dataclass(kw_only=True, eq=False)
class UserNotInSetup(Refusal):
    """Somebody in the chain is not one of our active people."""

    person: str

    def sentence(self) -> str:
        return (
            f"{self.person} is not set up for approvals. An administrator must enter a sales "
            "limit and an approver."
        )


@dataclass(kw_only=True, eq=False)
class NoQualifiedApprover(Refusal):
    """The chain of approvers ends, or turns in a circle, before anybody's limit suffices."""

    asker: str
    amount: Decimal

    def sentence(self) -> str:
        return (
            f"Nobody above {self.asker} may approve {self.amount:,.2f}. An administrator must "
            "raise a limit or name another approver."
        )


@dataclass(kw_only=True, eq=False)
class NoSubstitute(Refusal):
    """The approver is away and nobody is there in his place."""

    person: str

    def sentence(self) -> str:
        return f"{self.person} is away and has nobody to stand in. Ask an administrator."


def steps(
    asker: str,
    people: Mapping[str, Person],
    *,
    amount: Decimal,
    limit_type: LimitType = LimitType.CHAIN,
    specific: str = "",
    conceding: bool = False,
) -> tuple[Step, ...]:
    """The steps of a request in their order; the asker's own comes first and is approved.

    Only the asker's step is returned when nobody else must say yes. `conceding`: more is given
    away than anybody but an unlimited person may grant himself, whatever the amount; who is
    asked then needs no more than a limit that covers the amount.

    Raises:
        UserNotInSetup: the asker or an approver is unknown or no longer active.
        NoQualifiedApprover: nobody up the chain suffices.
        NoSubstitute: an approver is away and has nobody in his place.
    """
    own = _person(people, asker)
    deciders = _deciders(
        own, people, amount=amount, limit_type=limit_type, specific=specific, conceding=conceding
    )
    made = [Step(sequence=1, person=asker, approved=True)]
    for decider in deciders:
        there = present(decider.no, people, asker=asker)
        if there.no in {step.person for step in made[1:]}:
            continue  # stands in for an earlier step too: one yes is enough
        stands_in = decider.no if there.no != decider.no else ""
        made.append(Step(sequence=len(made) + 1, person=there.no, stands_in_for=stands_in))
    return tuple(made)


def _deciders(
    own: Person,
    people: Mapping[str, Person],
    *,
    amount: Decimal,
    limit_type: LimitType,
    specific: str,
    conceding: bool,
) -> list[Person]:
    if limit_type is LimitType.SPECIFIC:
        return [] if specific == own.no else [_person(people, specific)]
    if own.unlimited or (own.suffices(amount) and not conceding):
        return []
    if limit_type is LimitType.DIRECT:
        return _direct(own, people, amount=amount)
    chain = _chain(own, people, amount=amount)
    return chain[-1:] if limit_type is LimitType.FIRST_QUALIFIED else chain


def _direct(own: Person, people: Mapping[str, Person], *, amount: Decimal) -> list[Person]:
    if own.approver:
        return [_person(people, own.approver)]
    if own.administrator:
        return []
    raise NoQualifiedApprover(asker=own.name, amount=amount)


def _chain(own: Person, people: Mapping[str, Person], *, amount: Decimal) -> list[Person]:
    """Everyone from the asker's approver to the first who suffices, inclusive."""
    chain: list[Person] = []
    met = {own.no}
    current = own
    while not (chain and current.suffices(amount)):
        if not current.approver or current.approver in met:
            raise NoQualifiedApprover(asker=own.name, amount=amount)
        current = _person(people, current.approver)
        met.add(current.no)
        chain.append(current)
    return chain


def present(no: str, people: Mapping[str, Person], *, asker: str = "") -> Person:
    """The person or, while away, who stands in: substitute, else approver, else administrator.

    Never the asker: nobody stands in over his own request.

    Raises:
        UserNotInSetup: not one of our active people.
        NoSubstitute: away, and nobody is there instead.
    """
    decider = _person(people, no)
    if not decider.away:
        return decider
    administrators = [person.no for person in people.values() if person.administrator]
    for candidate_no in (decider.substitute, decider.approver, *administrators):
        candidate = people.get(candidate_no or "")
        if candidate and not candidate.away and candidate.no not in {asker, decider.no}:
            return candidate
    raise NoSubstitute(person=decider.name)


def _person(people: Mapping[str, Person], no: str) -> Person:
    found = people.get(no)
    if found is None:
        raise UserNotInSetup(person=no)
    return found
