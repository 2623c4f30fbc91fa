"""Sales documents: the header that quotes, orders and later kinds share, and its states.

A header copies what it takes from the customer, so a later change of the customer's card
does not change an agreed document. The lines are in `lines`, the rules of each kind in the
module of its name. Posted papers are other rows and are not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, Index, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Moment
from domain.errors import NotFound, Outcome
from domain.money import Amount, Percent, Rate
from domain.papers import PaperFacts
from domain.people import Actor
from domain.work import Work

CONTACT, STAFF_MADE = "contact", "staff"  # who wrote a document


class Kind(StrEnum):
    """What a sales document is."""

    QUOTE = "quote"
    ORDER = "order"
    INVOICE = "invoice"  # a draft; posted papers are other rows
    CREDIT_MEMO = "credit_memo"
    RETURN = "return"


class Status(StrEnum):
    """Where a document stands (specification, section 3.3)."""

    OPEN = "open"
    PENDING_APPROVAL = "pending_approval"
    PENDING_PREPAYMENT = "pending_prepayment"
    RELEASED = "released"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class QuoteState(StrEnum):
    """What became of an offer; empty on other documents."""

    NONE = ""
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    PARTLY_WON = "partly_won"
    WON = "won"
    LOST = "lost"
    EXPIRED = "expired"


class DiscountKind(StrEnum):
    """How the discount on the whole document is found: our rows, or what somebody typed."""

    NONE = "none"
    PERCENT = "pct"
    AMOUNT = "amount"


class SalesDocument(Base):
    """One quote or order. Amounts are in `currency`, those ending in `_lcy` in the company's.

    `version` counts changes of content and is printed: 1 is the document as first written.
    `valid_until` is inclusive. Address blocks are lines parted by line breaks. `origin` is
    "contact" when the customer wrote it himself.
    """

    __tablename__ = "sales_header"
    __table_args__ = (
        Index("ix_sales_header_customer", "customer_no", "kind", "status"),
        Index("ix_sales_header_reference", "customer_no", "kind", "external_document_no"),
        Index("ix_sales_header_validity", "kind", "quote_state", "valid_until"),
    )

    number: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    customer_no: Mapped[str] = mapped_column(ForeignKey("customer.no"))
    bill_to_no: Mapped[str]
    order_date: Mapped[date]
    document_date: Mapped[date]
    currency: Mapped[str]
    sell_to_name: Mapped[str]
    sell_to_address: Mapped[str]
    sell_to_country: Mapped[str]
    bill_to_name: Mapped[str]
    bill_to_address: Mapped[str]
    bill_to_country: Mapped[str]
    created_at: Mapped[Moment]
    created_by: Mapped[str]  # actor id
    origin: Mapped[str] = mapped_column(default=STAFF_MADE)
    status: Mapped[str] = mapped_column(default=Status.OPEN)
    quote_state: Mapped[str] = mapped_column(default=QuoteState.NONE)
    version: Mapped[int] = mapped_column(default=1)
    contact: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    vat_id: Mapped[str] = mapped_column(default="")
    salesperson_no: Mapped[str] = mapped_column(default="")
    ship_to_code: Mapped[str] = mapped_column(default="")
    ship_to_address: Mapped[str] = mapped_column(default="")  # empty: the sell-to address
    ship_to_country: Mapped[str] = mapped_column(default="")
    posting_date: Mapped[date | None] = mapped_column(default=None)
    vat_date: Mapped[date | None] = mapped_column(default=None)
    shipment_date: Mapped[date | None] = mapped_column(default=None)
    requested_delivery: Mapped[date | None] = mapped_column(default=None)
    promised_delivery: Mapped[date | None] = mapped_column(default=None)
    payment_terms: Mapped[str] = mapped_column(default="")
    due_date: Mapped[date | None] = mapped_column(default=None)
    discount_date: Mapped[date | None] = mapped_column(default=None)
    payment_discount_pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    payment_method: Mapped[str] = mapped_column(default="")
    currency_factor: Mapped[Rate] = mapped_column(default=Decimal(1))  # shown only
    prices_include_vat: Mapped[bool] = mapped_column(default=False)
    vat_group: Mapped[str] = mapped_column(default="")  # business posting group
    location: Mapped[str] = mapped_column(default="")
    shipping_agent: Mapped[str] = mapped_column(default="")
    shipping_time: Mapped[str] = mapped_column(default="")
    outbound_handling: Mapped[str] = mapped_column(default="")
    shipping_advice: Mapped[str] = mapped_column(default="partial")
    combine_shipments: Mapped[bool] = mapped_column(default=False)
    reserve: Mapped[str] = mapped_column(default="optional")
    external_document_no: Mapped[str] = mapped_column(default="")
    your_reference: Mapped[str] = mapped_column(default="")
    discount_kind: Mapped[str] = mapped_column(default=DiscountKind.NONE)
    discount_value: Mapped[Percent] = mapped_column(default=Decimal(0))  # percent or amount
    prepayment_pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    campaign: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    locale: Mapped[str] = mapped_column(default="en_GB")
    valid_until: Mapped[date | None] = mapped_column(default=None)
    quote_no: Mapped[str] = mapped_column(default="", index=True)  # the quote it came from
    sent_at: Mapped[Moment | None] = mapped_column(default=None)
    accepted_at: Mapped[Moment | None] = mapped_column(default=None)
    confirmed_at: Mapped[Moment | None] = mapped_column(default=None)  # stays when reopened
    confirmed_version: Mapped[int] = mapped_column(default=0)  # the version confirmed last
    amendments: Mapped[int] = mapped_column(default=0)  # confirmations of changes after the first
    decline_reason: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    on_hold: Mapped[str] = mapped_column(default="")  # the reason; empty is not held
    needs_decision: Mapped[str] = mapped_column(default="")
    work_description: Mapped[str] = mapped_column(default="")
    incoming_message_id: Mapped[str] = mapped_column(default="")
    last_line_no: Mapped[int] = mapped_column(default=0)
    subtotal: Mapped[Amount] = mapped_column(default=Decimal(0))
    invoice_discount: Mapped[Amount] = mapped_column(default=Decimal(0))
    net_amount: Mapped[Amount] = mapped_column(default=Decimal(0))
    total: Mapped[Amount] = mapped_column(default=Decimal(0))
    net_lcy: Mapped[Amount] = mapped_column(default=Decimal(0))
    total_lcy: Mapped[Amount] = mapped_column(default=Decimal(0))


class DocumentVersion(Base):
    """A document as it stood in one version, kept for ever: header and lines as plain JSON."""

    __tablename__ = "document_version"

    document_no: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    archived_at: Mapped[Moment]
    archived_by: Mapped[str]
    snapshot: Mapped[dict[str, object]] = mapped_column(JSON)


@dataclass(frozen=True, kw_only=True)
class DocumentOutcome(Outcome):
    """What every document command tells: the document as it stands now.

    `notices` are sentences about what was assumed, left out or deserves a look.
    """

    document_no: str
    kind: str
    customer_no: str
    customer_name: str
    status: str
    quote_state: str
    version: int
    net_amount: Decimal
    total: Decimal
    currency: str
    paper: PaperFacts
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.document_no


@dataclass(frozen=True, kw_only=True)
class DocumentWaits(DocumentOutcome):
    """A document that waits for the yes of `approvers`.

    `reason` names a discount that is too high; empty where it is something else.
    """

    approvers: tuple[str, ...] = ()
    reason: str = ""


class DocumentFields(TypedDict):
    """The fields of `DocumentOutcome`, to be passed on by name."""

    document_no: str
    kind: str
    customer_no: str
    customer_name: str
    status: str
    quote_state: str
    version: int
    net_amount: Decimal
    total: Decimal
    currency: str
    paper: PaperFacts
    notices: tuple[str, ...]


def find_document(work: Work, number: str, *, kind: Kind | None = None) -> SalesDocument:
    """Lock a document for this transaction and bring its newest state.

    Raises:
        NotFound: none of that kind has the number, or it is another customer's.
    """
    return look_up(work.session, number, actor=work.actor, kind=kind, lock=True)


_NUMBERED = select(SalesDocument).where(SalesDocument.number == bindparam("number"))
_LOCKED = _NUMBERED.with_for_update().execution_options(populate_existing=True)


def look_up(
    session: Session, number: str, *, actor: Actor, kind: Kind | None = None, lock: bool = False
) -> SalesDocument:
    """Find a document the actor may see; letters' case and outer spaces do not matter.

    Raises:
        NotFound: there is none, or it belongs to another customer than the contact's.
    """
    wanted = number.strip().upper()
    document = session.scalar(_LOCKED if lock else _NUMBERED, {"number": wanted})
    hidden = document is not None and actor.is_contact and _hidden(document, actor)
    if document is None or hidden or (kind is not None and document.kind != kind):
        raise NotFound(kind=str(kind) if kind else "document", text=wanted[:40])
    return document


def outcome_fields(
    document: SalesDocument, paper: PaperFacts, notices: Sequence[str] = ()
) -> DocumentFields:
    """What every outcome about a document tells, ready to be passed on by name."""
    return DocumentFields(
        document_no=document.number,
        kind=str(document.kind),
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        status=str(document.status),
        quote_state=str(document.quote_state),
        version=document.version,
        net_amount=document.net_amount,
        total=document.total,
        currency=document.currency,
        paper=paper,
        notices=tuple(dict.fromkeys(notices)),
    )


def _hidden(document: SalesDocument, actor: Actor) -> bool:
    """What a customer's contact must not know of: others' documents, and offers not yet made."""
    if document.customer_no != actor.customer_no:
        return True
    unsent = document.quote_state == QuoteState.DRAFT and document.sent_at is None
    return unsent and document.origin != CONTACT
