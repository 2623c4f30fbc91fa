"""Navigate: every paper and entry that belongs to a number, an order's or a posted one's.

A customer's contact may look at his own papers, never at the books behind them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.errors import Command, NotFound, Outcome
from domain.ledger.accounts import GLAccount
from domain.ledger.customers import CustomerDetail, CustomerEntry
from domain.ledger.goods_rows import ItemEntry, ValueEntry
from domain.ledger.journal import GLEntry, VatEntry
from domain.papers import PaperFacts
from domain.people import EVERYONE, STAFF, Role
from domain.posting.invoice_rows import PostedInvoice, PostedInvoiceLine
from domain.posting.shipment_rows import PostedExtras, PostedShipment
from domain.sales.documents import SalesDocument
from domain.sales.issued import IssuedPaper
from domain.sales.issued import paper as issued_paper
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Navigate(Command):
    """What belongs to this number?"""

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "look through the books"

    number: str


@dataclass(frozen=True, kw_only=True)
class ShowPosted(Command):
    """Show a posted paper again, as it was frozen."""

    may: ClassVar[frozenset[Role]] = EVERYONE
    doing: ClassVar[str] = "look at posted papers"

    number: str


@dataclass(frozen=True, kw_only=True)
class RelatedPaper:
    """A paper that belongs to the number. `kind` is as on documents and posted papers."""

    kind: str
    number: str
    on: date
    total: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryCount:
    """So many entries of one ledger."""

    ledger: str
    count: int


@dataclass(frozen=True, kw_only=True)
class BookedAmount:
    """What an account got, in local currency; a debit is positive."""

    document_no: str
    account_no: str
    name: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Navigated(Outcome):
    """Papers and entries that belong to a number, oldest first."""

    number: str
    customer_no: str
    customer_name: str
    papers: tuple[RelatedPaper, ...]
    entries: tuple[EntryCount, ...]
    amounts: tuple[BookedAmount, ...]


@dataclass(frozen=True, kw_only=True)
class PostedShown(Outcome):
    """A posted paper with what people noted beside it since."""

    number: str
    kind: str
    customer_no: str
    customer_name: str
    total: Decimal
    currency: str
    paper: PaperFacts
    tracking_no: str = ""
    shipping_agent: str = ""


def navigate(command: Navigate, work: Work) -> Navigated:
    """Find everything about a number.

    Raises:
        NotFound: no document or posted paper has it.
    """
    work.permit(command)
    number = command.number.strip().upper()
    session = work.session
    orders = _orders_of(session, number)
    invoices = _invoices(session, number, orders)
    shipments = _shipments(session, number, orders)
    documents = session.scalars(
        select(SalesDocument)
        .where(or_(SalesDocument.number.in_(orders), SalesDocument.number == number))
        .order_by(SalesDocument.created_at)
    ).all()
    if not (documents or invoices or shipments):
        raise NotFound(kind="document or posted paper", text=number[:40])
    customer_no, customer_name = _owner(documents, (*invoices, *shipments))
    posted = [row.document_no for row in shipments] + [row.document_no for row in invoices]
    wanted = [number] if number in posted else posted
    return Navigated(
        number=number,
        customer_no=customer_no,
        customer_name=customer_name,
        papers=_papers(documents, shipments, invoices),
        entries=_counts(session, wanted),
        amounts=_amounts(session, wanted),
    )


def show_posted(command: ShowPosted, work: Work) -> PostedShown:
    """The frozen paper of a shipment, invoice, credit memo or return receipt.

    Raises:
        NotFound: there is none, or it is another customer's.
    """
    work.permit(command)
    number = command.number.strip().upper()
    session = work.session
    kept = session.execute(
        select(IssuedPaper.kind, IssuedPaper.version)
        .where(IssuedPaper.number == number)
        .order_by(IssuedPaper.version.desc())
        .limit(1)
    ).first()
    if kept is None or session.get(SalesDocument, number) is not None:
        raise NotFound(kind="posted paper", text=number[:40])
    kind, version = kept
    facts = issued_paper(session, kind, number=number, version=version)
    if work.actor.is_contact and facts.buyer.customer_no != work.actor.customer_no:
        raise NotFound(kind="posted paper", text=number[:40])
    extras = session.get(PostedExtras, number)
    return PostedShown(
        number=number,
        kind=facts.kind,
        customer_no=facts.buyer.customer_no,
        customer_name=facts.buyer.name,
        total=facts.total,
        currency=facts.currency,
        paper=facts,
        tracking_no=extras.tracking_no if extras else "",
        shipping_agent=(extras.shipping_agent if extras else "") or facts.shipping_agent,
    )


def _owner(
    documents: Sequence[SalesDocument], posted: Sequence[PostedInvoice | PostedShipment]
) -> tuple[str, str]:
    if documents:
        return documents[0].customer_no, documents[0].sell_to_name
    return posted[0].customer_no, posted[0].customer_name


def _orders_of(session: Session, number: str) -> set[str]:
    """The documents a number leads to: itself, what a posted paper came from, its quote's."""
    found = {number}
    found.update(
        session.scalars(select(SalesDocument.number).where(SalesDocument.quote_no == number))
    )
    found.update(
        session.scalars(
            select(PostedInvoiceLine.order_no).where(PostedInvoiceLine.document_no == number)
        )
    )
    for column, posted in (
        (PostedInvoice.source_no, PostedInvoice.document_no),
        (PostedShipment.order_no, PostedShipment.document_no),
    ):
        found.update(session.scalars(select(column).where(posted == number)))
    quotes = session.scalars(select(SalesDocument.quote_no).where(SalesDocument.number.in_(found)))
    return (found | set(quotes)) - {""}


def _invoices(session: Session, number: str, orders: set[str]) -> list[PostedInvoice]:
    query = select(PostedInvoice).where(
        or_(
            PostedInvoice.document_no == number,
            PostedInvoice.corrects_no == number,
            PostedInvoice.source_no.in_(orders),
            PostedInvoice.order_no.in_(orders),
        )
    )
    return list(session.scalars(query.order_by(PostedInvoice.id)))


def _shipments(session: Session, number: str, orders: set[str]) -> list[PostedShipment]:
    query = select(PostedShipment).where(
        or_(PostedShipment.document_no == number, PostedShipment.order_no.in_(orders))
    )
    return list(session.scalars(query.order_by(PostedShipment.id)))


def _papers(
    documents: Iterable[SalesDocument],
    shipments: Iterable[PostedShipment],
    invoices: Iterable[PostedInvoice],
) -> tuple[RelatedPaper, ...]:
    shown = [
        RelatedPaper(
            kind=str(row.kind),
            number=row.number,
            on=row.document_date,
            total=row.total,
            currency=row.currency,
        )
        for row in documents
    ]
    shown += [
        RelatedPaper(kind=row.document_kind, number=row.document_no, on=row.posting_date)
        for row in shipments
    ]
    shown += [
        RelatedPaper(
            kind=row.document_kind,
            number=row.document_no,
            on=row.posting_date,
            total=row.total,
            currency=row.currency,
        )
        for row in invoices
    ]
    return tuple(shown)


_LEDGERS: tuple[tuple[str, Any], ...] = (
    ("general ledger", GLEntry),
    ("VAT", VatEntry),
    ("customer", CustomerEntry),
    ("customer details", CustomerDetail),
    ("item", ItemEntry),
    ("value", ValueEntry),
)


def _counts(session: Session, numbers: list[str]) -> tuple[EntryCount, ...]:
    counts = []
    for name, table in _LEDGERS:
        count = session.scalar(
            select(func.count()).select_from(table).where(table.document_no.in_(numbers))
        )
        if count:
            counts.append(EntryCount(ledger=name, count=count))
    return tuple(counts)


def _amounts(session: Session, numbers: list[str]) -> tuple[BookedAmount, ...]:
    rows = session.execute(
        select(GLEntry.document_no, GLEntry.account_no, GLAccount.name, func.sum(GLEntry.amount))
        .join(GLAccount, GLAccount.no == GLEntry.account_no)
        .where(GLEntry.document_no.in_(numbers))
        .group_by(GLEntry.document_no, GLEntry.account_no, GLAccount.name)
        .order_by(GLEntry.document_no, GLEntry.account_no)
    )
    return tuple(
        BookedAmount(document_no=number, account_no=account, name=name, amount=amount)
        for number, account, name, amount in rows
    )
