"""Posting charges: what freight earned belongs to the deliveries it was assigned to.

The billed part of each charge becomes value entries of those movements, which change neither
quantity nor cost; a credit memo takes its part back from the same movements.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import func, select

from domain.catalog.exchange import ExchangeRate
from domain.ledger.accounts import Role
from domain.ledger.goods import add_value, item_states
from domain.ledger.goods_rows import CostKind, ValueEntry
from domain.ledger.journal import Journal
from domain.money import ZERO, split
from domain.posting.assigning import charges_among, not_assigned
from domain.posting.posted_bills import Bill
from domain.posting.shipment_rows import PostedShipmentLine, ShipmentLineState, shipped_lines
from domain.posting.subject import Subject
from domain.sales.charges import ChargeAssignment, assignments
from domain.sales.totals import DocumentTotals

Target = tuple[str, int]


def charge_deliveries(
    journal: Journal,
    subject: Subject,
    quantities: Mapping[int, Decimal],
    *,
    totals: DocumentTotals,
    rate: ExchangeRate,
) -> None:
    """Let the deliveries earn the charges billed now, in local currency.

    Goods of the document's own that have not left yet take no part.

    Raises:
        ChargeNotAssigned: none of the goods a charge belongs to has left.
    """
    charges = charges_among(subject.sold, quantities)
    if not charges:
        return
    session, document = subject.work.session, subject.document
    rows = assignments(session, document.number, [line.line_no for line in charges])
    moved = _movements(subject, rows)
    nets = {line.line_no: rate.to_lcy(line.amount) for line in totals.lines}
    earned: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in charges:
        bearing = [
            row
            for row in rows
            if row.line_no == line.line_no and moved.get((row.target_no, row.target_line_no))
        ]
        if not bearing:
            raise not_assigned(document, line, rest=line.net_amount)
        shares = split(nets[line.line_no], [row.amount for row in bearing])
        for row, share in zip(bearing, shares, strict=True):
            entries = moved[(row.target_no, row.target_line_no)]
            parts = split(share, list(entries.values()))
            for entry_id, part in zip(entries, parts, strict=True):
                earned[entry_id] += part
    _write(journal, earned)


def take_charges_back(journal: Journal, bill: Bill, *, totals: DocumentTotals) -> None:
    """Take back from the deliveries what they earned by the charges on these totals.

    Of a credit memo that is cancelled itself they earn it again.
    """
    charged = {line.line_no for line in bill.lines if line.account_role == Role.FREIGHT}
    credited = sum(
        (bill.rate.to_lcy(line.amount) for line in totals.lines if line.line_no in charged), ZERO
    )
    if not credited:
        return
    earned = journal.work.session.execute(
        select(ValueEntry.item_entry_id, func.sum(ValueEntry.sales_amount))
        .where(
            ValueEntry.transaction_id == bill.head.transaction_id,
            ValueEntry.kind == CostKind.CHARGE.value,
        )
        .group_by(ValueEntry.item_entry_id)
        .order_by(ValueEntry.item_entry_id)
    ).all()
    shares = split(credited, [abs(amount) for _, amount in earned])
    _write(
        journal,
        {
            entry: -share.copy_sign(amount)
            for (entry, amount), share in zip(earned, shares, strict=True)
        },
    )


def _write(journal: Journal, earned: Mapping[int, Decimal]) -> None:
    states = item_states(journal.work.session, list(earned))
    for entry_id, amount in earned.items():
        if amount:
            add_value(journal, states[entry_id], kind=CostKind.CHARGE, sales_amount=amount)


def _movements(subject: Subject, rows: list[ChargeAssignment]) -> dict[Target, dict[int, Decimal]]:
    """Per target the item entries that stand, with their quantities (unsigned)."""
    session, number = subject.work.session, subject.document.number
    posted = {(row.target_no, row.target_line_no) for row in rows if row.target_no != number}
    found: dict[Target, dict[int, Decimal]] = defaultdict(dict)
    if posted:
        lines, state = PostedShipmentLine, ShipmentLineState
        for no, line_no, entry_id, base in session.execute(
            select(lines.document_no, lines.line_no, lines.item_entry_id, lines.quantity_base)
            .join(state, state.entry_id == lines.id)
            .where(
                lines.document_no.in_(sorted({no for no, _ in posted})),
                lines.item_entry_id != 0,
                state.undone.is_(False),
            )
            .order_by(lines.id)
        ):
            found[(no, line_no)][entry_id] = abs(base)
    if len(posted) < len(rows):
        signs = {line.line_no: line.quantity for line in subject.sold}
        for state_row in shipped_lines(session, number):
            line_no = state_row.order_line_no
            if state_row.item_entry_id and state_row.quantity * signs.get(line_no, ZERO) > ZERO:
                found[(number, line_no)][state_row.item_entry_id] = abs(state_row.quantity_base)
    return found
