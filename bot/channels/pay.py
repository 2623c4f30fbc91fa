"""The web door for money: the page behind a payment link, and the providers' notices.

Opening a link does nothing, because mail programs open links on their own; pressing its
button makes the provider's page and leads there. A notice is stored only after its signature
held, once per payment, and acknowledged after that; a worker books it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog
from flask import Blueprint, Response, redirect, request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.channels.pay_page import pay_page, unknown_page
from bot.clock import Clock
from bot.paylinks import PayLinks
from domain.codec import to_json
from domain.database import Database
from domain.inbox import receive
from domain.receivables.asked import Asked, asked_for
from domain.receivables.online import PaymentPage, TakeOnlinePayment
from domain.setup import setup
from providers.provider import (
    AskedBill,
    NoticeRefused,
    Page,
    PaymentNotice,
    Provider,
    ProviderAway,
    ProviderRefused,
)

NOTICE = "pay.notice"
log = structlog.get_logger("salesclerk.pay")


@dataclass(frozen=True, kw_only=True)
class PayDoor:
    """The parts of this door for one installation. `stored` wakes a worker of this process."""

    database: Database
    clock: Clock
    links: PayLinks
    provider: Provider | None
    stored: Callable[[], None]

    def routes(self) -> Blueprint:
        routes = Blueprint("pay", __name__)
        routes.get("/pay/<token>")(self.look)
        routes.post("/pay/<token>")(self.go)
        routes.post("/pay/notice/<name>")(self.notice)
        return routes

    def look(self, token: str) -> Response:
        """The bill as it stands now."""
        with self.database.reading() as session:
            asked = self._asked(session, token)
            return self._page(session, asked, back="back" in request.args)

    def go(self, token: str) -> Response:
        """Lead the payer to the provider's page for what is open now."""
        with self.database.reading() as session:
            asked = self._asked(session, token)
            if asked is None or not asked.payable or self.provider is None:
                return self._page(session, asked)
            made = _pages(session, self.provider.name, asked)
            company = setup(session).name
        fitting = next((page for page in made if _fits(page, asked)), None)
        if fitting is not None:
            return _lead(fitting.url)
        bill = AskedBill(
            number=asked.number,
            key=_key(self.provider.name, asked, count=len(made)),
            amount=asked.amount,
            currency=asked.currency,
            seller=company,
            buyer=asked.buyer,
            return_url=f"{self.links.url(asked.number)}?back",
        )
        try:
            page = self.provider.page(bill)
        except (ProviderAway, ProviderRefused) as failure:
            log.warning("no payment page", provider=self.provider.name, why=str(failure)[:120])
            with self.database.reading() as session:
                return self._page(session, asked, away=True)
        self._keep(page, asked, provider=self.provider)
        return _lead(page.url)

    def notice(self, name: str) -> Response:
        """Store a provider's notice whose signature holds; ask for it again while we cannot."""
        if self.provider is None or name != self.provider.name:
            return Response("unknown", status=404, mimetype="text/plain")
        headers = {key.lower(): value for key, value in request.headers.items()}
        try:
            told = self.provider.notices(headers, request.get_data(), now=self.clock.now())
        except NoticeRefused as refused:
            log.warning("notice refused", provider=name, why=str(refused)[:120])
            return Response("refused", status=400, mimetype="text/plain")
        except (ProviderAway, ProviderRefused) as away:
            log.warning("notice not checked", provider=name, why=str(away)[:120])
            return Response("later", status=503, mimetype="text/plain")
        for one in told:
            try:
                with self.database.writing() as session:
                    self._store(session, one)
            except IntegrityError:  # the same notice came by another thread a moment ago
                continue
        if told:
            self.stored()
        return Response("stored", status=200, mimetype="text/plain")

    def _store(self, session: Session, told: PaymentNotice) -> None:
        assert self.provider is not None
        zone = ZoneInfo(setup(session).time_zone)
        command = TakeOnlinePayment(
            provider=self.provider.name,
            payment_id=told.payment_id[:120],
            kind=told.kind,
            reference=told.reference[:40],
            amount=told.amount,
            currency=told.currency[:3],
            paid_on=told.at.astimezone(zone).date(),
        )
        receive(
            session,
            channel="payments",
            kind=NOTICE,
            key=f"pay:{self.provider.name}:{told.kind}:{told.payment_id}"[:200],
            lane=f"pay:{command.reference}",
            body=b"",
            envelope=to_json(command),
            now=self.clock.now(),
        )

    def _asked(self, session: Session, token: str) -> Asked | None:
        number = self.links.number(token)
        zone = ZoneInfo(setup(session).time_zone)
        today = self.clock.now().astimezone(zone).date()
        return asked_for(session, number, on=today) if number else None

    def _keep(self, page: Page, asked: Asked, *, provider: Provider) -> None:
        """Remember the page, and take those back that ask for another amount."""
        with self.database.writing() as session:
            stale = [
                one
                for one in _pages(session, provider.name, asked)
                if not one.withdrawn and one.page_id != page.id
            ]
            session.add(
                PaymentPage(
                    provider=provider.name,
                    document_no=asked.number,
                    amount=asked.amount,
                    currency=asked.currency,
                    page_id=page.id,
                    url=page.url,
                    made_at=self.clock.now(),
                )
            )
            for one in stale:
                one.withdrawn = True
        for one in stale:
            try:
                provider.withdraw(one.page_id)
            except ProviderAway:  # what is paid there all the same is told to an accountant
                log.warning("page not withdrawn", provider=provider.name)

    def _page(
        self, session: Session, asked: Asked | None, *, back: bool = False, away: bool = False
    ) -> Response:
        if asked is None:
            return self._answer(unknown_page(session), status=404)
        title = self.provider.title if self.provider else ""
        return self._answer(pay_page(session, asked, provider=title, back=back, away=away))

    def _answer(self, content: str, *, status: int = 200) -> Response:
        leads_to = " ".join(self.provider.leads_to) if self.provider else ""
        headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                f"form-action 'self' {leads_to}; base-uri 'none'; frame-ancestors 'none'"
            ),
            "Referrer-Policy": "no-referrer",  # the address is the key
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, status=status, mimetype="text/html", headers=headers)


def _pages(session: Session, provider: str, asked: Asked) -> list[PaymentPage]:
    return list(
        session.scalars(
            select(PaymentPage)
            .where(PaymentPage.provider == provider, PaymentPage.document_no == asked.number)
            .order_by(PaymentPage.id.desc())
        )
    )


def _fits(page: PaymentPage, asked: Asked) -> bool:
    same = page.amount == asked.amount and page.currency == asked.currency
    return same and not page.withdrawn


def _key(provider: str, asked: Asked, *, count: int) -> str:
    """The same for two presses at once, another for each new amount."""
    named = f"{provider}:{asked.number}:{asked.amount}:{asked.currency}:{count}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _lead(url: str) -> Response:
    answer = redirect(url, code=303)
    assert isinstance(answer, Response)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
