"""A house with a web door on a real socket, and providers' sandboxes on others."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.logs import set_up_logs
from bot.stage import Stage
from domain.ledger.customers import CustomerEntry, standings
from domain.outbox import OutboxRow
from domain.receivables.online import OnlinePayment
from tests.conftest import DEMO_DATE, demo_file
from tests.providers import sandbox
from tests.providers.sandbox import CheckoutSandbox, PayPalSandbox, Served

BRANDT = "m.keller@brandt-soehne.example"


@dataclass
class Shop:
    """A company whose bills are paid online, its web door at `url`."""

    stage: Stage
    url: str
    provider: Any

    def invoice(self, wish: str = "order 4 Nova chairs grey for Brandt, PO 4712") -> str:
        """Sell, ship and invoice; the number of the invoice."""
        self.stage.play("slack", "priya new", wish)
        self.stage.play("slack", "priya", "confirm it")
        number = self.order()
        self.stage.play("slack", "jürgen new", f"ship {number}")
        self.stage.play("slack", "jürgen", "yes")
        self.stage.play("slack", "anke new", f"invoice {number}")
        self.stage.play("slack", "anke", "yes")
        return max(self.papers("invoice"))

    def order(self) -> str:
        return max(self.papers("order-confirmation"))

    def papers(self, kind: str) -> list[str]:
        with self.stage.house.database.reading() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == "paper-letter"))
            return [str(row.payload["number"]) for row in rows if row.payload["paper"] == kind]

    def link(self, number: str) -> str:
        token = self.stage.house.pay_links.token(number)
        return f"{self.url}/pay/{token}"

    def look(self, number: str) -> httpx.Response:
        return httpx.get(self.link(number), **sandbox.PLAIN)

    def press(self, number: str) -> httpx.Response:
        return httpx.post(self.link(number), **sandbox.PLAIN)

    def notify(self, notice: tuple[bytes, dict[str, str]], name: str = "paypal") -> int:
        """Deliver a notice, and let the workers deal with it."""
        status = sandbox.post(f"{self.url}/pay/notice/{name}", notice)
        self.stage.work()
        return status

    def open(self, number: str) -> Decimal:
        with self.stage.house.database.reading() as session:
            found = standings(session, document_no=number, only_open=False, lock=False)
            return sum((entry.remaining for entry in found), Decimal(0))

    def payments(self) -> list[tuple[str, Decimal]]:
        with self.stage.house.database.reading() as session:
            rows = session.scalars(
                select(CustomerEntry)
                .where(CustomerEntry.document_kind == "payment")
                .order_by(CustomerEntry.id)
            )
            return [(row.document_no, row.amount) for row in rows]

    def told(self) -> list[OnlinePayment]:
        with self.stage.house.database.reading() as session:
            return list(session.scalars(select(OnlinePayment)))

    def heard(self, audience: str) -> str:
        """All that somebody was told, as one text."""
        self.stage.work()
        return "".join(
            str(one.payload.get("text", "")) + str(one.payload.get("blocks", ""))
            for one in self.stage.far.heard
            if one.audience == audience
        )

    def direct(self, name: str) -> str:
        return self.heard(self.stage._audience(name))


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    set_up_logs("info")


def _shop(folder: Path, provider: Any, **settings: Any) -> Iterator[Shop]:
    url = demo_file(folder / "company.db")
    stage = Stage(url, folder=folder, day=DEMO_DATE, settings=settings)
    with Served(stage.house.web_app(lambda: None)) as door:
        yield Shop(stage=stage, url=door.url, provider=provider)
    stage.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def paypal() -> Iterator[PayPalSandbox]:
    box = PayPalSandbox()
    with Served(box.app()) as served:
        box.url = served.url
        yield box


@pytest.fixture
def shop(tmp_path: Path, paypal: PayPalSandbox) -> Iterator[Shop]:
    """Bills are paid with PayPal."""
    yield from _shop(
        tmp_path,
        paypal,
        pay_provider="paypal",
        pay_url=paypal.url,
        pay_account=sandbox.CLIENT,
        pay_secret=sandbox.SECRET,
        pay_webhook=sandbox.WEBHOOK,
    )


@pytest.fixture
def checkout_shop(tmp_path: Path) -> Iterator[Shop]:
    """Bills are paid at a hosted checkout."""
    box = CheckoutSandbox()
    with Served(box.app()) as served:
        box.url = served.url
        yield from _shop(
            tmp_path,
            box,
            pay_provider="checkout",
            pay_url=f"{served.url}/sessions",
            pay_account="Kontor Pay",
            pay_secret=sandbox.KEY,
            pay_webhook=sandbox.SIGNING,
        )


@pytest.fixture
def plain_shop(tmp_path: Path) -> Iterator[Shop]:
    """Bills are paid to the bank."""
    yield from _shop(tmp_path, None)
