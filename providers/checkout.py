"""Any provider with a hosted checkout page: one call makes the page, signed notices come back.

The page: `POST {url}` with a bearer key, an `Idempotency-Key`, and JSON `reference`, `amount`
(text), `currency`, `description`, `return_url`; the answer holds `id` and `url`. A page is taken
back with `POST {url}/{id}/expire`. The notice: JSON with `type` (payment.succeeded,
payment.refunded), `payment_id`, `reference`, `amount`, `currency`, `created` (ISO instant), and
a header `X-Signature: t=SECONDS,v1=HEX`, an HMAC-SHA256 over "SECONDS.BODY". Whoever speaks
another dialect is put behind a few lines that translate.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import quote, urlsplit

from providers.calling import Caller
from providers.provider import (
    PAID,
    REFUNDED,
    AskedBill,
    NoticeRefused,
    Page,
    PaymentNotice,
    ProviderRefused,
)

_KINDS = {"payment.succeeded": PAID, "payment.refunded": REFUNDED}
_SIGNATURE = re.compile(r"t=(\d{1,12}),\s*v1=([0-9a-f]{64})")
_FRESH = timedelta(minutes=5)  # an older signature may be somebody's recording


class Checkout:
    """One account at `url`. `secret` signs the notices, `key` opens the door for our calls."""

    name = "checkout"

    def __init__(self, url: str, *, key: str, secret: str, title: str = "") -> None:
        self._caller = Caller(url)
        self._key = key
        self._secret = secret.encode()
        self.title = title
        self.leads_to: tuple[str, ...] = ("https:", _origin(url))

    def page(self, bill: AskedBill) -> Page:
        """Make the page; its address must be safe to send a payer to."""
        asked = {
            "reference": bill.number,
            "amount": bill.figure,
            "currency": bill.currency,
            "description": f"{bill.seller}: {bill.number}",
            "return_url": bill.return_url,
        }
        headers = {**self._bearer(), "Idempotency-Key": bill.key}
        content = json.dumps(asked).encode()
        made = self._caller.call("POST", "", headers=headers, content=content)
        url = str(made.get("url") or "")
        if not url.startswith("https://") and _origin(url) not in self.leads_to:
            raise ProviderRefused("the page has no safe address")
        return Page(id=str(made.get("id") or ""), url=url)

    def withdraw(self, page_id: str) -> None:
        """Let a page expire; one that is gone already is fine."""
        path = f"/{quote(page_id, safe='')}/expire"
        try:
            self._caller.call("POST", path, headers=self._bearer())
        except ProviderRefused:
            return

    def notices(
        self, headers: Mapping[str, str], body: bytes, *, now: datetime
    ) -> tuple[PaymentNotice, ...]:
        """Check the signature, then read the one payment a notice speaks of."""
        self._check(headers.get("x-signature", ""), body, now=now)
        try:
            told = json.loads(body)
            kind = _KINDS.get(str(told["type"]))
            if kind is None:
                return ()
            notice = PaymentNotice(
                kind=kind,
                payment_id=str(told["payment_id"]),
                reference=str(told.get("reference") or ""),
                amount=Decimal(str(told["amount"])),
                currency=str(told["currency"]).upper(),
                at=datetime.fromisoformat(str(told["created"])),
            )
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise NoticeRefused("a notice that cannot be read") from error
        if notice.at.tzinfo is None or not notice.payment_id:
            raise NoticeRefused("a notice without an instant or a payment")
        return (notice,)

    def _check(self, signature: str, body: bytes, *, now: datetime) -> None:
        found = _SIGNATURE.fullmatch(signature)
        if found is None:
            raise NoticeRefused("a notice without signature")
        mac = hmac.new(self._secret, f"{found[1]}.".encode() + body, hashlib.sha256)
        if not hmac.compare_digest(mac.hexdigest(), found[2]):
            raise NoticeRefused("the signature does not hold")
        if abs(now.timestamp() - int(found[1])) > _FRESH.total_seconds():
            raise NoticeRefused("the signature is too old")

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
