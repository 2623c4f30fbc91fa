"""Posted books against themselves: debits and credits, stock, open amounts, bills."""

from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.ledger.customers import CustomerDetail, CustomerEntryState
from domain.ledger.goods_rows import ItemEntry
from domain.ledger.journal import GLEntry
from domain.money import ZERO
from domain.posting.invoice_rows import PostedInvoice, PostedInvoiceLine
from domain.stock.rows import StockBalance
from domain.verifying.checks import Checked, Wrong, checked, differs


def balanced(session: Session) -> Checked:
    """Debits equal credits in every posting."""
    query = select(GLEntry.transaction_id, func.min(GLEntry.document_no), func.sum(GLEntry.amount))
    postings = session.execute(query.group_by(GLEntry.transaction_id)).all()
    wrong = [
        Wrong(number=number, says=f"debits and credits differ by {left:f} (posting {posting})")
        for posting, number, left in postings
        if left != ZERO
    ]
    return checked("postings: debits equal credits", len(postings), wrong=wrong)


def stock(session: Session) -> Checked:
    """What lies at a location is the sum of what came and went."""
    place = (ItemEntry.item_no, ItemEntry.variant, ItemEntry.location)
    query = select(*place, func.sum(ItemEntry.quantity)).group_by(*place)
    moved = {(item, kind, at): total for item, kind, at, total in session.execute(query)}
    lying = {
        (row.item_no, row.variant, row.location): row.on_hand
        for row in session.scalars(select(StockBalance))
    }
    wrong = [
        differs(
            " ".join(part for part in key if part),
            "the stock",
            is_=lying.get(key, ZERO),
            should=moved.get(key, ZERO),
        )
        for key in sorted(moved.keys() | lying.keys())
        if lying.get(key, ZERO) != moved.get(key, ZERO)
    ]
    return checked("balances: stock is what came less what went", len(lying), wrong=wrong)


def open_amounts(session: Session) -> Checked:
    """What is left of a customer's entry is the sum of its details, and zero closes it."""
    sums = dict(_pairs(session, CustomerDetail.entry_id, func.sum(CustomerDetail.amount)))
    wrong = []
    states = list(session.scalars(select(CustomerEntryState)))
    for state in states:
        should = sums.get(state.entry_id, ZERO)
        if state.remaining != should:
            name = f"what is left of entry {state.entry_id}"
            wrong.append(differs(state.customer_no, name, is_=state.remaining, should=should))
        if state.open != (state.remaining != ZERO):
            says = f"entry {state.entry_id} is {'open' if state.open else 'closed'} by mistake"
            wrong.append(Wrong(number=state.customer_no, says=says))
    return checked("customer entries: open amounts are their details", len(states), wrong=wrong)


def bills(session: Session) -> Checked:
    """A bill's net amount and tax are the sums of its lines."""
    lines = PostedInvoiceLine
    nets = dict(_pairs(session, lines.document_no, func.sum(lines.net_amount)))
    taxes = dict(_pairs(session, lines.document_no, func.sum(lines.vat_amount)))
    wrong = []
    papers = list(session.scalars(select(PostedInvoice).order_by(PostedInvoice.document_no)))
    for paper in papers:
        number = paper.document_no
        for name, is_, should in (
            ("the net amount", paper.net, nets.get(number, ZERO)),
            ("the tax", paper.vat, taxes.get(number, ZERO)),
            ("the total", paper.total, paper.net + paper.vat + paper.rounding),
        ):
            if is_ != should:
                wrong.append(differs(number, name, is_=is_, should=should))
    return checked(
        "bills: net, tax and total are the sums of their lines", len(papers), wrong=wrong
    )


def _pairs(
    session: Session, key: InstrumentedAttribute[Any], amount: Any
) -> list[tuple[Any, Decimal]]:
    return [(one, value) for one, value in session.execute(select(key, amount).group_by(key))]
