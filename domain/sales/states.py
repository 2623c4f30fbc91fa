"""What a document's state forbids, and how to leave that state."""

from dataclasses import dataclass
from typing import ClassVar

from domain.approvals.requests import CancelRequest
from domain.errors import Command, Refusal
from domain.people import SALES, Role
from domain.sales.documents import QuoteState, SalesDocument, Status


@dataclass(frozen=True, kw_only=True)
class ResumeOrder(Command):
    """Let an order go on that was on hold."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "let orders go on"

    order_no: str


@dataclass(kw_only=True, eq=False)
class StatusNotOpen(Refusal):
    """The document may not be changed as it stands; `way_out` says how that is left."""

    document_no: str
    state: str
    way_out: str
    remedy: Command | None = None

    def sentence(self) -> str:
        return f"{self.document_no} is {self.state.replace('_', ' ')}. {self.way_out}"

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,) if self.remedy else ()


@dataclass(kw_only=True, eq=False)
class PendingApprovalLocked(Refusal):
    """The document waits for a decision and is locked until then."""

    document_no: str

    def sentence(self) -> str:
        return (
            f"{self.document_no} waits for approval and is locked. To change it, take the "
            "request back first."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (CancelRequest(document_no=self.document_no),)


@dataclass(kw_only=True, eq=False)
class ApprovalInProgress(Refusal):
    """A document that waits for approval cannot be reopened."""

    document_no: str

    def sentence(self) -> str:
        return f"{self.document_no} waits for approval. Take the request back to reopen it."

    def remedies(self) -> tuple[Command, ...]:
        return (CancelRequest(document_no=self.document_no),)


@dataclass(kw_only=True, eq=False)
class MustBeApprovedFirst(Refusal):
    """The next step is only open once somebody has approved the document."""

    document_no: str
    remedy: Command | None = None

    def sentence(self) -> str:
        ways = "Issue it to ask for that." if self.remedy else "The approvers have been asked."
        return f"{self.document_no} must be approved first. {ways}"

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,) if self.remedy else ()


@dataclass(kw_only=True, eq=False)
class OrderOnHold(Refusal):
    """Somebody has put the document on hold."""

    document_no: str
    reason: str

    def sentence(self) -> str:
        return f"{self.document_no} is on hold: {self.reason}. Let it go on first."

    def remedies(self) -> tuple[Command, ...]:
        return (ResumeOrder(order_no=self.document_no),)


@dataclass(kw_only=True, eq=False)
class DecisionNeeded(Refusal):
    """Something about the document has to be decided by a person first."""

    document_no: str
    reason: str

    def sentence(self) -> str:
        return f"{self.document_no} needs a decision first: {self.reason}. Change what it is about."


@dataclass(kw_only=True, eq=False)
class NothingToRelease(Refusal):
    """There is no line that sells anything."""

    document_no: str

    def sentence(self) -> str:
        return f"{self.document_no} has no line with a quantity. Add an item first."


@dataclass(kw_only=True, eq=False)
class QuoteNotIssued(Refusal):
    """The offer, or its present version, was never given to the customer."""

    quote_no: str
    remedy: Command | None = None

    def sentence(self) -> str:
        return f"Quote {self.quote_no} has not been sent in its present version. Send it first."

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,) if self.remedy else ()


@dataclass(kw_only=True, eq=False)
class OrderNotConfirmed(Refusal):
    """The order was not confirmed, so nothing follows from it yet."""

    order_no: str
    remedy: Command | None = None

    def sentence(self) -> str:
        return f"Order {self.order_no} is not confirmed yet. Confirm it first."

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,) if self.remedy else ()


CLOSED_QUOTES = (QuoteState.WON, QuoteState.PARTLY_WON, QuoteState.LOST, QuoteState.EXPIRED)


def check_not_waiting(document: SalesDocument) -> None:
    """Refuse to touch a document that waits for a decision.

    Raises:
        PendingApprovalLocked: it does.
    """
    if document.status == Status.PENDING_APPROVAL:
        raise PendingApprovalLocked(document_no=document.number)
