"""What every payment provider does for us, whoever it is.

We hand over one bill and get the address of the page where it is paid; the provider tells us
afterwards what came of it. A notice counts only when its signature holds. Nothing here knows
the books: what a notice means for them is decided in the domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from babel.numbers import get_currency_precision

PAID, REFUNDED = "paid", "refunded"


class ProviderAway(Exception):
    """The provider does not answer, or not now: the same request may succeed later."""


class ProviderRefused(Exception):
    """The provider said no; `reason` is its own short code, never what a payer wrote."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoticeRefused(Exception):
    """A notice whose signature does not hold, or which is none of ours."""


@dataclass(frozen=True, kw_only=True)
class AskedBill:
    """One bill as the provider shows it. `amount` is what is asked now, in `currency`.

    `key` is the same for the same request, so that asking twice makes one page.
    `return_url` is where the payer comes back to.
    """

    number: str
    key: str
    amount: Decimal
    currency: str
    seller: str
    buyer: str
    return_url: str

    @property
    def figure(self) -> str:
        """The amount with as many decimals as its currency has."""
        return f"{self.amount:.{get_currency_precision(self.currency)}f}"


@dataclass(frozen=True, kw_only=True)
class Page:
    """Where a bill is paid: the provider's own number of it, and the address."""

    id: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PaymentNotice:
    """What a provider told us. `payment_id` is the same in every notice about one payment.

    `reference` is our document's number as it came back; a provider may have lost it ("").
    """

    kind: str
    payment_id: str
    reference: str
    amount: Decimal
    currency: str
    at: datetime


class Provider(Protocol):
    """One provider. `name` goes into our books, `title` onto the button.

    `leads_to` are the origins a payer is sent to, as a content security policy names them.
    """

    name: str
    title: str
    leads_to: tuple[str, ...]

    def page(self, bill: AskedBill) -> Page:
        """Make the page where a bill is paid.

        Raises:
            ProviderAway, ProviderRefused: it cannot be made.
        """
        ...

    def withdraw(self, page_id: str) -> None:
        """Take a page back that asks for an amount no longer open; an unknown one is fine."""
        ...

    def notices(
        self, headers: Mapping[str, str], body: bytes, *, now: datetime
    ) -> tuple[PaymentNotice, ...]:
        """All payments a notice whose signature holds speaks of; none where it is about others.

        `headers` have lower-case names.

        Raises:
            NoticeRefused: it is not the provider's, or cannot be read.
            ProviderAway: the signature could not be checked now.
        """
        ...
