"""Sandboxes of payment providers, served over HTTP: they keep invoices and sign notices.

Written from the providers' public references, not from our adapters: PayPal's Invoicing API v2
with its OAuth and its check of signatures, and a hosted checkout with HMAC-signed notices.
"""

import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, field
from typing import Any

import httpx
from cheroot.wsgi import Server
from flask import Flask, Response, jsonify, request

CLIENT, SECRET, WEBHOOK = "client-of-ours", "secret-of-ours", "WH-2026"
KEY, SIGNING = "sk_sandbox", "whsec_sandbox"
PLAIN: Any = {"timeout": 20, "verify": False}  # no door here is an HTTPS one: load no certificates
Answer = Response | tuple[Response, int]


@dataclass
class Served:
    """An application behind a real socket of this machine."""

    app: Flask
    url: str = ""
    _server: Server | None = None

    def __enter__(self) -> "Served":
        server = Server(("127.0.0.1", 0), self.app, numthreads=4, shutdown_timeout=1)
        server.expiration_interval = 0.01  # how soon it notices `stop`
        server.prepare()
        self.url = f"http://127.0.0.1:{server.bind_addr[1]}"
        threading.Thread(target=server.serve, daemon=True).start()
        self._server = server
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.stop()


@dataclass
class PayPalSandbox:
    """PayPal as its merchants see it. `down` lets it answer with errors."""

    invoices: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)  # request id -> invoice
    signed: dict[str, bytes] = field(default_factory=dict)  # transmission -> body
    calls: list[str] = field(default_factory=list)
    paid: int = 0
    down: bool = False
    url: str = ""

    def app(self) -> Flask:
        app = Flask("paypal-sandbox")
        app.before_request(self._guard)
        app.post("/v1/oauth2/token")(self._token)
        app.post("/v2/invoicing/invoices")(self._create)
        app.get("/v2/invoicing/invoices/<number>")(self._show)
        app.post("/v2/invoicing/invoices/<number>/send")(self._send)
        app.post("/v2/invoicing/invoices/<number>/cancel")(self._cancel)
        app.post("/v1/notifications/verify-webhook-signature")(self._verify)
        return app

    def pay(self, number: str, amount: str, *, currency: str = "EUR") -> str:
        """A payer pays an invoice; returns the payment's number."""
        self.paid += 1
        made = f"8MC{self.paid:05d}"
        money = {"currency_code": currency, "value": amount}
        transaction = {"payment_id": made, "type": "PAYPAL", "method": "PAYPAL", "amount": money}
        transaction["payment_date"] = "2026-11-18"
        payments = self.invoices[number].setdefault("payments", {"transactions": []})
        payments["transactions"].append(transaction)
        self.invoices[number]["status"] = "PAID"
        return made

    def refund(self, number: str, amount: str) -> None:
        money = {"currency_code": "EUR", "value": amount}
        refund = {"refund_id": "REF1", "type": "PAYPAL", "refund_date": "2026-11-18"}
        self.invoices[number]["refunds"] = {"transactions": [{**refund, "amount": money}]}
        self.invoices[number]["status"] = "REFUNDED"

    def notice(self, number: str, kind: str = "PAID") -> tuple[bytes, dict[str, str]]:
        """A signed notice about an invoice, as PayPal posts it."""
        transmission = f"T{len(self.signed) + 1}"
        event = {
            "id": f"WH-{transmission}",
            "event_type": f"INVOICING.INVOICE.{kind}",
            "resource": {"invoice": {"id": number, "note": "Grüße ☕"}},
        }
        body = json.dumps(event, indent=1).encode()  # its own spacing: bytes are what counts
        self.signed[transmission] = body
        return body, {
            "PayPal-Transmission-Id": transmission,
            "PayPal-Transmission-Time": "2026-11-18T09:00:00Z",
            "PayPal-Transmission-Sig": hashlib.sha256(body).hexdigest(),
            "PayPal-Cert-Url": "https://api.paypal.com/v1/notifications/certs/CERT",
            "PayPal-Auth-Algo": "SHA256withRSA",
            "Content-Type": "application/json",
        }

    def _guard(self) -> Answer | None:
        self.calls.append(f"{request.method} {request.path}")
        if self.down:
            return jsonify({"name": "INTERNAL_SERVER_ERROR"}), 500
        if request.path.startswith("/v1/oauth2"):
            return None
        if request.headers.get("Authorization") != "Bearer A21-sandbox":
            return jsonify({"name": "AUTHENTICATION_FAILURE"}), 401
        return None

    def _token(self) -> Answer:
        given = request.authorization
        if given is None or (given.username, given.password) != (CLIENT, SECRET):
            return jsonify({"error": "invalid_client"}), 401
        if request.form.get("grant_type") != "client_credentials":
            return jsonify({"error": "unsupported_grant_type"}), 400
        return jsonify({"access_token": "A21-sandbox", "expires_in": 32400})

    def _create(self) -> Answer:
        asked = request.get_json()
        key = request.headers.get("PayPal-Request-Id", "")
        if key in self.answered:
            return jsonify(self.invoices[self.answered[key]]), 201
        number = asked["detail"]["invoice_number"]
        if len(number) > 25:
            return _no("INVALID_STRING_LENGTH")
        taken = {one["detail"]["invoice_number"] for one in self.invoices.values()}
        if number in taken:
            return _no("DUPLICATE_INVOICE_NUMBER")
        made = f"INV2-{len(self.invoices) + 1:04d}"
        self.invoices[made] = {"id": made, "status": "DRAFT", **asked}
        self.answered[key] = made
        return jsonify({"rel": "self", "href": f"{self.url}/v2/invoicing/invoices/{made}"}), 201

    def _show(self, number: str) -> Answer:
        if number not in self.invoices:
            return _no("INVALID_RESOURCE_ID", status=404)
        return jsonify(self.invoices[number])

    def _send(self, number: str) -> Answer:
        invoice = self.invoices[number]
        invoice["status"] = "SENT"
        view = {"recipient_view_url": f"{self.url}/invoice/p/#{number}"}
        invoice["detail"]["metadata"] = view
        return jsonify({"rel": "self"}), 202

    def _cancel(self, number: str) -> Answer:
        if self.invoices[number]["status"] != "SENT":
            return _no("CANT_CANCEL")
        self.invoices[number]["status"] = "CANCELLED"
        return Response(status=204)

    def _verify(self) -> Answer:
        asked = request.get_data()
        head = request.get_json()
        body = self.signed.get(head["transmission_id"], b"-")
        held = asked.endswith(b'"webhook_event": ' + body + b"}") and head["webhook_id"] == WEBHOOK
        held = held and head["transmission_sig"] == hashlib.sha256(body).hexdigest()
        return jsonify({"verification_status": "SUCCESS" if held else "FAILURE"})


@dataclass
class CheckoutSandbox:
    """A provider with hosted checkout pages."""

    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    url: str = ""

    def app(self) -> Flask:
        app = Flask("checkout-sandbox")
        app.post("/sessions")(self._create)
        app.post("/sessions/<number>/expire")(self._expire)
        return app

    def _create(self) -> Answer:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return jsonify({"error": "unauthorized"}), 401
        key = request.headers["Idempotency-Key"]
        if key not in self.by_key:
            number = f"cs_{len(self.pages) + 1}"
            self.pages[number] = {**request.get_json(), "state": "open"}
            self.by_key[key] = number
        number = self.by_key[key]
        return jsonify({"id": number, "url": f"{self.url}/pay/{number}"})

    def _expire(self, number: str) -> Answer:
        self.pages[number]["state"] = "expired"
        return jsonify({"id": number})


def checkout_notice(
    payment: str,
    reference: str,
    amount: str,
    *,
    at: int,
    currency: str = "EUR",
    kind: str = "payment.succeeded",
    created: str = "2026-11-18T09:00:00+00:00",
) -> tuple[bytes, dict[str, str]]:
    """A signed notice of the checkout; `at` is the signature's second."""
    told = {"type": kind, "payment_id": payment, "reference": reference}
    body = json.dumps({**told, "amount": amount, "currency": currency, "created": created})
    mac = hmac.new(SIGNING.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return body.encode(), {"X-Signature": f"t={at},v1={mac}", "Content-Type": "application/json"}


def post(url: str, notice: tuple[bytes, dict[str, str]]) -> int:
    """Deliver a notice as a provider does; the status that came back."""
    body, headers = notice
    return httpx.post(url, content=body, headers=headers, **PLAIN).status_code


def _no(issue: str, *, status: int = 422) -> Answer:
    return jsonify({"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": issue}]}), status
