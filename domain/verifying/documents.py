"""Open documents against themselves: totals, papers, expected demand, waiting approvals."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.approvals.rows import ApprovalRequest, RequestState
from domain.codec import from_json
from domain.currencies import CurrencyRow
from domain.money import CENT, ZERO
from domain.papers import PaperFacts
from domain.sales.documents import DocumentVersion, Kind, SalesDocument, Status
from domain.sales.issued import IssuedPaper
from domain.sales.line_amounts import changed_after_billing
from domain.sales.lines import SalesLine
from domain.sales.paper_facts import PAPER_KINDS
from domain.sales.standing import standing_of
from domain.setup import setup
from domain.stock.rows import DEMAND, ExpectedMovement
from domain.verifying.checks import Checked, Wrong, checked, differs

_SETTLED = (Status.COMPLETED, Status.CANCELLED)


def line_totals(session: Session) -> Checked:
    """Quantity times price less discount, computed anew for every line; what is billed stands."""
    steps = dict(session.execute(select(CurrencyRow.code, CurrencyRow.amount_precision)).all())
    wrong, looked_at = [], 0
    query = select(SalesLine, SalesDocument.currency).join(
        SalesDocument, SalesDocument.number == SalesLine.document_no
    )
    for line, currency in session.execute(query.where(SalesLine.type != "comment")):
        looked_at += 1
        should = changed_after_billing(
            standing_of(line),
            line.quantity,
            line.unit_price,
            discount_pct=line.discount_pct,
            step=steps.get(currency, CENT),
        ).line_amount
        if line.line_amount != should:
            name = f"the amount of line {line.line_no}"
            wrong.append(differs(line.document_no, name, is_=line.line_amount, should=should))
    return checked("lines: quantity × price − discount", looked_at, wrong=wrong)


def header_totals(session: Session) -> Checked:
    """Header amounts against the sums of the lines; only invoice rounding may lie between."""
    precision = setup(session).invoice_rounding
    sums = _sums(session)
    wrong, looked_at = [], 0
    for document in session.scalars(select(SalesDocument).order_by(SalesDocument.number)):
        looked_at += 1
        subtotal, discount, net, tax = sums[document.number]
        for name, is_, should in (
            ("the subtotal", document.subtotal, subtotal),
            ("the invoice discount", document.invoice_discount, discount),
            ("the net amount", document.net_amount, net),
        ):
            if is_ != should:
                wrong.append(differs(document.number, name, is_=is_, should=should))
        if abs(document.total - net - tax) > precision:
            wrong.append(
                differs(document.number, "the total", is_=document.total, should=net + tax)
            )
    return checked("documents: totals are the sums of their lines", looked_at, wrong=wrong)


def papers(session: Session) -> Checked:
    """Every frozen paper against itself, the newest against the document, all against archives."""
    documents = {row.number: row for row in session.scalars(select(SalesDocument))}
    archived = {
        (row.document_no, row.version): row.snapshot for row in session.scalars(_versions())
    }
    wrong, looked_at = [], 0
    ours = tuple(PAPER_KINDS.values())
    for row in session.scalars(select(IssuedPaper).where(IssuedPaper.kind.in_(ours))):
        looked_at += 1
        facts = from_json(PaperFacts, row.facts)
        version = f"version {row.version}: "
        for name, is_, should in _figures(facts, documents, archived):
            if is_ != should:
                wrong.append(differs(row.number, f"{version}{name}", is_=is_, should=should))
    return checked("papers: agree with their version of the document", looked_at, wrong=wrong)


def demand(session: Session) -> Checked:
    """What stock expects to leave against what open orders still have to ship."""
    open_lines = select(SalesLine).join(
        SalesDocument, SalesDocument.number == SalesLine.document_no
    )
    wanted = {
        (line.document_no, line.line_no): line.outstanding * line.qty_per_unit
        for line in session.scalars(
            open_lines.where(
                SalesDocument.kind == Kind.ORDER,
                SalesDocument.status.not_in(_SETTLED),
                SalesLine.stocked.is_(True),
            )
        )
        if line.outstanding > ZERO
    }
    promised = {
        (row.document_no, row.line_no): row.open_quantity
        for row in session.scalars(
            select(ExpectedMovement).where(
                ExpectedMovement.kind == DEMAND, ExpectedMovement.document_kind == "sales-order"
            )
        )
    }
    wrong = [
        differs(
            number,
            f"the expected demand of line {line_no}",
            is_=promised.get((number, line_no), ZERO),
            should=wanted.get((number, line_no), ZERO),
        )
        for number, line_no in sorted(wanted.keys() | promised.keys())
        if promised.get((number, line_no), ZERO) != wanted.get((number, line_no), ZERO)
    ]
    return checked(
        "open order lines: expected demand is what is still open", len(wanted), wrong=wrong
    )


def approvals(session: Session) -> Checked:
    """Requests that wait belong to documents that wait, and the other way round."""
    waiting = set(
        session.scalars(
            select(SalesDocument.number).where(SalesDocument.status == Status.PENDING_APPROVAL)
        )
    )
    pending = select(ApprovalRequest).where(ApprovalRequest.state == RequestState.PENDING)
    requests = list(session.scalars(pending.order_by(ApprovalRequest.document_no)))
    wrong = [
        Wrong(number=request.document_no, says="has a request that waits, but does not wait itself")
        for request in requests
        if request.locks and request.document_no not in waiting
    ]
    asked = {request.document_no for request in requests}
    wrong += [
        Wrong(number=number, says="waits for approval, but nobody was asked")
        for number in sorted(waiting - asked)
    ]
    return checked("approvals: documents and requests wait together", len(requests), wrong=wrong)


def _sums(session: Session) -> Mapping[str, tuple[Decimal, Decimal, Decimal, Decimal]]:
    found: dict[str, tuple[Decimal, ...]] = defaultdict(lambda: (ZERO,) * 4)
    amounts = (
        SalesLine.line_amount,
        SalesLine.inv_discount_amount,
        SalesLine.net_amount,
        SalesLine.vat_amount,
    )
    query = select(SalesLine.document_no, *(func.sum(amount) for amount in amounts))
    for number, *sums in session.execute(query.group_by(SalesLine.document_no)):
        found[number] = tuple(sums)
    return found  # type: ignore[return-value]


def _versions() -> Any:
    return select(DocumentVersion)


def _figures(
    facts: PaperFacts,
    documents: Mapping[str, SalesDocument],
    archived: Mapping[tuple[str, int], dict[str, Any]],
) -> list[tuple[str, Decimal, Decimal]]:
    """Names, figures of the paper, and what they should be."""
    taxes = sum((row.amount for row in facts.vat), ZERO)
    pairs = [("the total", facts.total, facts.net + taxes + facts.rounding)]
    document = documents.get(facts.number)
    if document is not None and document.version == facts.version:
        pairs.append(("the net amount", facts.net, document.net_amount))
        pairs.append(("the total", facts.total, document.total))
    kept = archived.get((facts.number, facts.version))
    if kept is not None:
        pairs.append(("the archived net amount", facts.net, Decimal(kept["view"]["net_amount"])))
    return pairs
