"""Letters of receivables: to whom they go, and the receipt for a payment.

Statements and reminders go to whoever keeps the customer's books: his contact, else his card.
"""

from dataclasses import dataclass
from typing import Any

from domain.errors import Refusal
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.receivables.asked import Asked
from domain.receivables.payments import PaymentRecorded
from domain.sales.issued import paper as issued_paper
from domain.work import Work


@dataclass(kw_only=True, eq=False)
class NoCustomerAddress(Refusal):
    """Nobody told us where the customer reads his mail."""

    code = "no_email_address"
    customer_no: str
    customer_name: str

    def sentence(self) -> str:
        return (
            f"I have no mail address for {self.customer_name} ({self.customer_no}). Name a "
            "recipient, or enter an address on the customer's card."
        )


def address_of(work: Work, customer: Customer) -> str:
    """Where a customer's letters go: to his contact, else to his card; empty for nowhere."""
    contact = work.session.get(Contact, customer.contact_no) if customer.contact_no else None
    on_card = customer.email.partition(";")[0]
    for address in (contact.email if contact else "", on_card):
        if address.strip():
            return address.strip()
    return ""


def mail_account_paper(
    work: Work, paper: PaperFacts, *, recipient: str, occasion: str, **more: Any
) -> None:
    """Queue the letter with a statement, reminder or memo, or the receipt for a payment."""
    work.send(
        "paper-letter",
        {
            "paper": paper.kind,
            "number": paper.number,
            "version": paper.version,
            "customer": paper.buyer.customer_no,
            "recipient": recipient,
            "occasion": occasion,
            **more,
        },
        key=f"paper:{paper.kind}:{paper.number}:{occasion}:{more.get('payment', '')}:{recipient}",
        lane=f"customer:{paper.buyer.customer_no}",
    )


def mail_receipt(work: Work, asked: Asked, paid: PaymentRecorded) -> None:
    """Thank whoever got the invoice for a payment; nobody is written to without an address."""
    paper = issued_paper(work.session, asked.paper, number=asked.number, version=1)
    payer = work.session.get_one(Customer, asked.payer_no)
    recipient = paper.buyer.email or address_of(work, payer)
    if not recipient:
        return
    left = sum((each.left for each in paid.applied if each.document_no == asked.number), ZERO)
    mail_account_paper(
        work,
        paper,
        recipient=recipient,
        occasion="payment-received",
        payment=paid.document_no,
        paid=str(paid.amount),
        paid_on=paid.paid_on.isoformat(),
        left=str(left),
    )
