"""What may be noted beside a posted paper: tracking, carrier, references.

The paper itself stays frozen; a reprint shows what was printed first (specification, 8.5).
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Command, InvalidField, NotFound, Outcome
from domain.people import Role
from domain.posting.shipment_rows import PostedExtras
from domain.sales.drafting import clean_reference
from domain.sales.issued import IssuedPaper
from domain.work import Work

FIELDS = (
    "tracking_no",
    "shipping_agent",
    "external_reference",
    "payment_reference",
    "remit_address",
)


@dataclass(frozen=True, kw_only=True)
class EditPosted(Command):
    """Note a value beside a posted paper; `field` is one of `FIELDS`."""

    may: ClassVar[frozenset[Role]] = frozenset(
        {Role.MANAGER, Role.ACCOUNTANT, Role.ADMINISTRATOR, Role.WAREHOUSE}
    )
    doing: ClassVar[str] = "note something beside a posted paper"

    number: str
    field: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PostedEdited(Outcome):
    """The value stands beside the paper."""

    number: str
    field: str
    value: str


def edit_posted(command: EditPosted, work: Work) -> PostedEdited:
    """Note a value; an empty one takes it away.

    Raises:
        NotFound: no such posted paper. InvalidField: nothing else of it can be changed.
    """
    work.permit(command)
    number = command.number.strip().upper()
    posted = work.session.scalar(
        select(IssuedPaper.number)
        .where(IssuedPaper.number == number, IssuedPaper.kind.in_(_POSTED))
        .limit(1)
    )
    if posted is None:
        raise NotFound(kind="posted paper", text=number[:40])
    allowed = FIELDS if Role.WAREHOUSE not in work.actor.roles else FIELDS[:2]
    if command.field not in allowed:
        known = ", ".join(name.replace("_", " ") for name in allowed)
        raise InvalidField(field="Field", text=command.field[:40], why=f"you may note {known}")
    row = work.session.get(PostedExtras, number)
    if row is None:
        row = PostedExtras(document_no=number)
        work.session.add(row)
    value = clean_reference(command.value)
    setattr(row, command.field, value)
    return work.happened(PostedEdited(number=number, field=command.field, value=value))


_POSTED = ("delivery-note", "invoice", "credit-memo", "return-receipt")
