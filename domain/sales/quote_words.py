"""What may be asked about quotes, what comes of it, and what stands in the way.

The words of the capability; what they do is in `quotes`, from where they are imported too.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.approvals.asking import Approvable
from domain.catalog.wanted import LineRequest
from domain.errors import Command, Outcome, Refusal
from domain.people import SALES, SALES_AND_CONTACT, Role
from domain.sales.documents import DocumentOutcome, DocumentWaits
from domain.sales.drafting import NewDocument


@dataclass(frozen=True, kw_only=True)
class CreateQuote(NewDocument):
    """Make an offer. `valid_until` is inclusive; None takes our usual validity."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "make quotes"

    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class SendQuote(Approvable):
    """Mail the offer to the customer; an empty recipient is the customer's own address."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "send quotes"

    quote_no: str
    recipient: str = ""


@dataclass(frozen=True, kw_only=True)
class IssueQuote(Approvable):
    """Mark the offer as given without a mail: handed over, or read out on the telephone."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "issue quotes"

    quote_no: str


@dataclass(frozen=True, kw_only=True)
class AcceptQuote(Command):
    """The customer says yes: turn the offer, or `lines` of it, into an order.

    `version` is the one shown. `override_expiry` and `issue` (give it and take it in one
    step) are for our people. `then_confirm` confirms the order in the same step.
    """

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "accept quotes"

    quote_no: str
    version: int | None = None
    po_number: str = ""
    requested_delivery: date | None = None
    override_expiry: bool = False
    issue: bool = False
    lines: tuple[LineRequest, ...] = ()
    then_confirm: bool = False


@dataclass(frozen=True, kw_only=True)
class DeclineQuote(Command):
    """The customer says no."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "decline quotes"

    quote_no: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RenewQuote(Command):
    """Offer the same lines again at today's prices; typed prices stay."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "renew quotes"

    quote_no: str
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExpireQuotes(Command):
    """Mark the offers that were valid until a day before `until`."""

    may: ClassVar[frozenset[Role]] = SALES | {Role.CLERK}
    doing: ClassVar[str] = "let quotes expire"

    until: date


@dataclass(frozen=True, kw_only=True)
class QuoteCreated(DocumentOutcome):
    """An offer was written. One a customer asked for by mail is given with the reply."""


@dataclass(frozen=True, kw_only=True)
class QuoteSent(DocumentOutcome):
    """The offer is on its way to `recipient`."""

    recipient: str


@dataclass(frozen=True, kw_only=True)
class QuoteIssued(DocumentOutcome):
    """The offer counts as given."""


@dataclass(frozen=True, kw_only=True)
class QuoteAwaitsApproval(DocumentWaits):
    """The offer may leave the house once `approvers` have said yes."""


@dataclass(frozen=True, kw_only=True)
class QuoteAccepted(DocumentOutcome):
    """The offer is now an order; number, amounts and paper are those of the order.

    `quote_state` is the quote's. `order_nos` are all orders made from it. `approvers` are
    filled when the order was to be confirmed as well and waits for them.
    """

    quote_no: str
    order_no: str
    order_nos: tuple[str, ...]
    approvers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuoteDeclined(DocumentOutcome):
    """The offer is lost; the reason is kept."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class QuoteRenewed(DocumentOutcome):
    """The offer stands again as a draft in a new version, at today's prices."""


@dataclass(frozen=True, kw_only=True)
class QuotesExpired(Outcome):
    """Offers that lapsed, by number."""

    until: date
    quote_nos: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class QuoteExpired(Refusal):
    """The offer lapsed before it was accepted; its prices no longer bind us."""

    quote_no: str
    valid_until: date | None

    def sentence(self) -> str:
        if self.valid_until is None:
            return f"Quote {self.quote_no} has expired. It can be renewed."
        return (
            f"Quote {self.quote_no} was valid until {self.valid_until:%d %b %Y}. It can be renewed."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (
            RenewQuote(quote_no=self.quote_no),
            AcceptQuote(quote_no=self.quote_no, override_expiry=True),
        )
