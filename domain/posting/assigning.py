"""Assigning charges: freight, insurance and the like belong to goods that were delivered.

A charge is billed like any line. Assigned to shipments, return receipts or the document's own
lines, it changes what those deliveries earned, not what they cost (specification, section 7.9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from domain.catalog.item_rows import Item
from domain.errors import Command, InvalidField, NotFound, Outcome, Refusal
from domain.money import ZERO, split
from domain.people import SALES, Role
from domain.posting.shipment_rows import PostedShipmentLine, ShipmentLineState
from domain.posting.subject import Subject
from domain.sales.charges import ChargeAssignment, assignments, forget_charges
from domain.sales.documents import Kind, SalesDocument, Status, find_document
from domain.sales.line_changes import find_line
from domain.sales.lines import LineChange, SalesLine, goods, lines_of
from domain.sales.states import StatusNotOpen, check_not_waiting
from domain.work import Work

AMOUNT, EQUALLY, QUANTITY, WEIGHT = "amount", "equally", "quantity", "weight"
_BY = (AMOUNT, EQUALLY, QUANTITY, WEIGHT)
Quantities = Mapping[int, Decimal]
_ASSIGNABLE = (Kind.ORDER, Kind.INVOICE)


@dataclass(frozen=True, kw_only=True)
class ChargeTarget:
    """A line of a posted shipment or return receipt; without a number, of the document itself.

    Without a line all of them are meant. `amount` is typed by hand, net.
    """

    document_no: str = ""
    line_no: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class AssignCharge(Command):
    """Assign a charge line of an order or draft invoice, in place of what was assigned before.

    `by` is amount, equally, quantity or weight; amounts typed with the targets replace it.
    Without targets the document's own goods are meant, without a line its only charge.
    """

    may: ClassVar[frozenset[Role]] = SALES | {Role.ACCOUNTANT}
    doing: ClassVar[str] = "assign charges"

    document_no: str
    line_no: int | None = None
    item_no: str = ""
    by: str = AMOUNT
    targets: tuple[ChargeTarget, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssignedPart:
    """So much of a charge (net) belongs to one line of `document_no`."""

    document_no: str
    line_no: int
    item_no: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class ChargeAssigned(Outcome):
    """The parts of a charge are known. `rest` is what no line bears yet."""

    document_no: str
    customer_no: str
    line_no: int
    item_no: str
    currency: str
    amount: Decimal
    rest: Decimal
    parts: tuple[AssignedPart, ...]


@dataclass(kw_only=True, eq=False)
class ChargeNotAssigned(Refusal):
    """A charge is to be billed and nobody said to which deliveries it belongs."""

    document_no: str
    line_no: int
    item_no: str
    rest: Decimal
    currency: str

    def sentence(self) -> str:
        return (
            f"{self.rest:,.2f} {self.currency} of {self.item_no} on {self.document_no} are not "
            "assigned to delivered goods. Assign them, by amount for example; goods of its own "
            "must have been shipped."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (AssignCharge(document_no=self.document_no, line_no=self.line_no),)


@dataclass(frozen=True, kw_only=True)
class _Bearer:
    """A line that may bear a part, with what it weighs in every way of sharing."""

    document_no: str
    line_no: int
    item_no: str
    amount: Decimal
    quantity: Decimal
    base: Decimal
    typed: Decimal | None = None


def assign_charge(command: AssignCharge, work: Work) -> ChargeAssigned:
    """Share a charge line out to the lines that bear it; the parts sum to it exactly.

    Raises:
        NotFound, InvalidField: no such charge, target or way of sharing, or several charges.
        StatusNotOpen, PendingApprovalLocked: the document is over, or waits for approval.
    """
    work.permit(command)
    document = find_document(work, command.document_no)
    _check_open(document)
    lines = lines_of(work.session, document.number)
    line = _charge(lines, command, document=document)
    bearers = _bearers(work, document, lines, targets=command.targets or (ChargeTarget(),))
    shares = _shares(work, line.net_amount, bearers, by=command.by.strip().lower())
    forget_charges(work.session, document.number, line.line_no)
    work.session.add_all(
        ChargeAssignment(
            document_no=document.number,
            line_no=line.line_no,
            target_no=bearer.document_no,
            target_line_no=bearer.line_no,
            amount=share,
        )
        for bearer, share in zip(bearers, shares, strict=True)
        if share
    )
    work.session.flush()
    return work.happened(
        ChargeAssigned(
            document_no=document.number,
            customer_no=document.customer_no,
            line_no=line.line_no,
            item_no=line.item_no,
            currency=document.currency,
            amount=line.net_amount,
            rest=line.net_amount - sum(shares, ZERO),
            parts=tuple(
                AssignedPart(
                    document_no=bearer.document_no,
                    line_no=bearer.line_no,
                    item_no=bearer.item_no,
                    amount=share,
                )
                for bearer, share in zip(bearers, shares, strict=True)
            ),
        )
    )


def charges_among(lines: Sequence[SalesLine], billed: Quantities) -> list[SalesLine]:
    """The charges that people wrote and that are billed now."""
    return [line for line in lines if _is_charge(line) and billed.get(line.line_no)]


def unassigned(subject: Subject, invoice: Quantities) -> list[Refusal]:
    """Charges that would be billed without belonging to anything, or not as a whole."""
    charges = charges_among(subject.sold, invoice)
    if not charges:
        return []
    document = subject.document
    known = {line.line_no for line in subject.sold}
    sums: dict[int, Decimal] = {}
    rows = assignments(subject.work.session, document.number, [line.line_no for line in charges])
    for row in rows:
        if row.target_no != document.number or row.target_line_no in known:
            sums[row.line_no] = sums.get(row.line_no, ZERO) + row.amount
    return [
        not_assigned(document, line, rest=line.net_amount - sums.get(line.line_no, ZERO))
        for line in charges
        if line.net_amount != sums.get(line.line_no, ZERO)
    ]


def not_assigned(document: SalesDocument, line: SalesLine, *, rest: Decimal) -> ChargeNotAssigned:
    """The refusal about a charge line, with what is left of it."""
    return ChargeNotAssigned(
        document_no=document.number,
        line_no=line.line_no,
        item_no=line.item_no,
        rest=rest,
        currency=document.currency,
    )


def _is_charge(line: SalesLine) -> bool:
    return line.type == "charge_item" and not line.system


def _check_open(document: SalesDocument) -> None:
    if document.kind not in _ASSIGNABLE:
        why = "charges of orders and draft invoices are assigned"
        raise InvalidField(field="Document", text=document.number, why=why)
    check_not_waiting(document)
    if document.status in (Status.COMPLETED, Status.CANCELLED):
        raise StatusNotOpen(
            document_no=document.number,
            state=document.status,
            way_out="A charge is assigned before it is billed.",
        )


def _charge(
    lines: Sequence[SalesLine], command: AssignCharge, *, document: SalesDocument
) -> SalesLine:
    charges = [line for line in lines if _is_charge(line)]
    if command.line_no is None and not command.item_no and len(charges) == 1:
        return charges[0]
    if not charges:
        raise NotFound(kind="charge on", text=document.number)
    named = LineChange(op="set", line_no=command.line_no, item_no=command.item_no)
    return find_line(charges, named, document=document)


def _bearers(
    work: Work,
    document: SalesDocument,
    lines: Sequence[SalesLine],
    *,
    targets: Sequence[ChargeTarget],
) -> list[_Bearer]:
    """The lines that were named, each once.

    Raises:
        NotFound: there is no such delivery, or nothing of goods on it.
    """
    found: dict[tuple[str, int], _Bearer] = {}
    for target in targets:
        number = target.document_no.strip().upper()
        own = not number or number == document.number
        known = _own(lines, target) if own else _posted(work, number, target)
        if not known:
            raise NotFound(kind="goods on", text=number or document.number)
        for bearer in known:
            found[(bearer.document_no, bearer.line_no)] = bearer
    return list(found.values())


def _own(lines: Sequence[SalesLine], target: ChargeTarget) -> list[_Bearer]:
    return [
        _Bearer(
            document_no=line.document_no,
            line_no=line.line_no,
            item_no=line.item_no,
            amount=abs(line.net_amount),
            quantity=abs(line.quantity),
            base=abs(line.quantity_base),
            typed=target.amount,
        )
        for line in goods(lines)
        if line.stocked and target.line_no in (None, line.line_no)
    ]


def _posted(work: Work, number: str, target: ChargeTarget) -> list[_Bearer]:
    """Lines of a posted shipment or return receipt with goods on them, not undone ones."""
    rows = work.session.scalars(
        select(PostedShipmentLine)
        .join(ShipmentLineState, ShipmentLineState.entry_id == PostedShipmentLine.id)
        .where(
            PostedShipmentLine.document_no == number,
            PostedShipmentLine.item_entry_id != 0,
            ShipmentLineState.undone.is_(False),
        )
        .order_by(PostedShipmentLine.line_no, PostedShipmentLine.id)
    )
    return [
        _Bearer(
            document_no=number,
            line_no=row.line_no,
            item_no=row.item_no,
            amount=abs(row.quantity * row.unit_price * (100 - row.discount_pct) / 100),
            quantity=abs(row.quantity),
            base=abs(row.quantity_base),
            typed=target.amount,
        )
        for row in rows
        if target.line_no in (None, row.line_no)
    ]


def _shares(work: Work, total: Decimal, bearers: Sequence[_Bearer], *, by: str) -> list[Decimal]:
    """What each line bears.

    Raises:
        InvalidField: no such way of sharing, nothing to weigh by, or typed parts beyond the charge.
    """
    if any(bearer.typed is not None for bearer in bearers):
        typed = [bearer.typed or ZERO for bearer in bearers]
        if sum(typed, ZERO) > total or any(part < ZERO for part in typed):
            why = f"the parts lie above zero and within the {total:,.2f} of the charge"
            raise InvalidField(field="Amount", text=f"{sum(typed, ZERO):f}", why=why)
        return typed
    if by not in _BY:
        why = f"a charge is shared by {', '.join(_BY[:-1])} or {_BY[-1]}"
        raise InvalidField(field="Way of sharing", text=by[:40], why=why)
    weights = _weights(work, bearers, by=by)
    if not sum(weights, ZERO):
        raise InvalidField(
            field="Way of sharing", text=by, why="none of these lines has one; choose another"
        )
    return split(total, weights)


def _weights(work: Work, bearers: Sequence[_Bearer], *, by: str) -> list[Decimal]:
    if by == EQUALLY:
        return [Decimal(1) for _ in bearers]
    if by == QUANTITY:
        return [bearer.quantity for bearer in bearers]
    if by == AMOUNT:
        return [bearer.amount for bearer in bearers]
    numbers = sorted({bearer.item_no for bearer in bearers})
    rows = work.session.execute(select(Item.no, Item.weight).where(Item.no.in_(numbers)))
    each = {row.no: row.weight for row in rows}
    return [bearer.base * each.get(bearer.item_no, ZERO) for bearer in bearers]
