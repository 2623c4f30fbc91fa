"""PayPal, by its Invoicing API (version 2): an invoice of theirs behind a link of ours.

An invoice lives as long as ours, unlike a checkout order, which dies after hours. PayPal
knows each invoice number once, so a page made again for another amount has a suffix; our
own number travels as the reference. A notice is a hint: PayPal is asked whether it is
PayPal's, and then for the invoice itself, whose payments alone count.

https://developer.paypal.com/docs/api/invoicing/v2/ and …/api/webhooks/v1/
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
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

LIVE = "https://api-m.paypal.com"
_PAYER_PAGES = ("https://www.paypal.com", "https://www.sandbox.paypal.com")
_ABOUT_MONEY = ("INVOICING.INVOICE.PAID", "INVOICING.INVOICE.REFUNDED")
_SIGNED_BY = ("auth-algo", "cert-url", "transmission-id", "transmission-sig", "transmission-time")
_QUIET = {"send_to_invoicer": False, "send_to_recipient": False}
_LONGEST_NUMBER = 25  # signs of an invoice number at PayPal


class PayPal:
    """One merchant account. `webhook_id` is the number PayPal gave our notice address."""

    name = "paypal"
    title = "PayPal"

    def __init__(self, base: str, *, client_id: str, secret: str, webhook_id: str) -> None:
        self._caller = Caller(base or LIVE)
        self._credentials = (client_id, secret)
        self._webhook_id = webhook_id
        self.leads_to = tuple(dict.fromkeys((*_PAYER_PAGES, _origin(self._caller.base))))

    def page(self, bill: AskedBill) -> Page:
        """Make PayPal's invoice without a mail of PayPal's, and find the payer's view of it."""
        token = self._log_in()
        path = "/v2/invoicing/invoices"
        made = self._call("POST", path, token, given=_invoice(bill), key=bill.key)
        number = str(made.get("id") or str(made.get("href") or "").rpartition("/")[2])
        if not number:
            raise ProviderRefused("no invoice came back")
        path = f"/v2/invoicing/invoices/{quote(number, safe='')}"
        self._call("POST", f"{path}/send", token, given=_QUIET, key=f"{bill.key}-send")
        shown = self._call("GET", path, token)
        url = str(((shown.get("detail") or {}).get("metadata") or {}).get("recipient_view_url"))
        if _origin(url) not in self.leads_to:
            raise ProviderRefused("the page is not PayPal's")
        return Page(id=number, url=url)

    def withdraw(self, page_id: str) -> None:
        """Cancel PayPal's invoice; one that is paid or gone already stays as it is."""
        path = f"/v2/invoicing/invoices/{quote(page_id, safe='')}/cancel"
        try:
            self._call("POST", path, self._log_in(), given=_QUIET, key=f"{page_id}-cancel")
        except ProviderRefused:
            return

    def notices(
        self, headers: Mapping[str, str], body: bytes, *, now: datetime
    ) -> tuple[PaymentNotice, ...]:
        """Let PayPal check its signature, then read what was paid from the invoice itself."""
        event = _object(body)
        token = self._log_in()
        self._check(headers, body, token)
        if event.get("event_type") not in _ABOUT_MONEY:
            return ()
        told = event.get("resource")
        told = told if isinstance(told, dict) else {}
        named = told.get("invoice")
        number = str((named if isinstance(named, dict) else told).get("id") or "")
        if not number:
            raise NoticeRefused("a notice that names no invoice")
        invoice = self._call("GET", f"/v2/invoicing/invoices/{quote(number, safe='')}", token)
        return tuple(_payments(invoice, now=now))

    def _check(self, headers: Mapping[str, str], body: bytes, token: str) -> None:
        signed = {name: headers.get(f"paypal-{name}", "") for name in _SIGNED_BY}
        if not all(signed.values()):
            raise NoticeRefused("a notice without signature")
        asked = {name.replace("-", "_"): value for name, value in signed.items()}
        asked["webhook_id"] = self._webhook_id
        # the event goes back exactly as it came: its bytes are what was signed
        content = json.dumps(asked).encode()[:-1] + b', "webhook_event": ' + body + b"}"
        path = "/v1/notifications/verify-webhook-signature"
        try:
            checked = self._caller.call("POST", path, headers=_bearer(token), content=content)
        except ProviderRefused as refused:
            raise NoticeRefused("PayPal does not know this notice") from refused
        if checked.get("verification_status") != "SUCCESS":
            raise NoticeRefused("the signature does not hold")

    def _call(
        self,
        method: str,
        path: str,
        token: str,
        *,
        given: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> dict[str, Any]:
        headers = {**_bearer(token), "Prefer": "return=representation"}
        if key:
            headers["PayPal-Request-Id"] = key
        content = json.dumps(given).encode() if given is not None else b""
        return self._caller.call(method, path, headers=headers, content=content)

    def _log_in(self) -> str:
        """A token of access. Asked for each time: people pay now and then, not by the second."""
        given = self._caller.call(
            "POST",
            "/v1/oauth2/token",
            headers={},
            content=b"grant_type=client_credentials",
            kind="application/x-www-form-urlencoded",
            auth=self._credentials,
        )
        return str(given.get("access_token") or "")


def _invoice(bill: AskedBill) -> dict[str, Any]:
    """Our bill as PayPal wants it: one line, because ours has the goods. PayPal escapes."""
    money = {"currency_code": bill.currency, "value": bill.figure}
    return {
        "detail": {
            "invoice_number": f"{bill.number}-{bill.key[:4]}"[-_LONGEST_NUMBER:],
            "reference": bill.number,
            "currency_code": bill.currency,
        },
        "invoicer": {"business_name": bill.seller[:300]},
        "primary_recipients": [{"billing_info": {"business_name": bill.buyer[:300]}}],
        "items": [{"name": bill.number, "quantity": "1", "unit_amount": money}],
        "configuration": {"partial_payment": {"allow_partial_payment": False}},
    }


def _payments(invoice: Mapping[str, Any], *, now: datetime) -> Iterator[PaymentNotice]:
    """What came in and went back by PayPal; what the merchant marked himself is in our books."""
    if invoice.get("status") == "PAYMENT_PENDING":
        return
    reference = str((invoice.get("detail") or {}).get("reference") or "")
    for kind, place, name in ((PAID, "payments", "payment"), (REFUNDED, "refunds", "refund")):
        for one in (invoice.get(place) or {}).get("transactions") or ():
            if one.get("type", "PAYPAL") != "PAYPAL" or not one.get(f"{name}_id"):
                continue
            try:
                amount = Decimal(str(one["amount"]["value"]))
                currency = str(one["amount"]["currency_code"])
                on = date.fromisoformat(str(one.get(f"{name}_date") or now.date())[:10])
            except (KeyError, TypeError, ValueError, InvalidOperation) as error:
                raise NoticeRefused("a payment that cannot be read") from error
            yield PaymentNotice(
                kind=kind,
                payment_id=str(one[f"{name}_id"]),
                reference=reference,
                amount=amount,
                currency=currency,
                at=min(datetime.combine(on, time(12), tzinfo=UTC), now),
            )


def _object(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError as error:
        raise NoticeRefused("a notice that is no JSON") from error
    if not isinstance(read, dict):
        raise NoticeRefused("a notice that is no object")
    return read


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
