"""A customer's order from a foreign mail program to the reply's bytes at a foreign relay.

swaks or Postfix brings it, our clerk books and prints it, smtp-sink takes the answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.clock import Clock
from bot.founding import open_company
from bot.serving import Service
from bot.settings import Settings
from domain.sales.documents import SalesDocument
from mail.letter import Letter, read_letter
from tests.interop import mailtools

pytestmark = [pytest.mark.interop, pytest.mark.slow]
TOM = "tom@northwindcycles.example"
ORDER = (
    "Dear team,\\n\\nplease deliver against our purchase order NW-3391:\\n\\n"
    "Item        Description              Qty\\n"
    "BK-2118     Chain 11-speed            20\\n"
    "BK-2120     Cassette 11-speed 11-42   10\\n\\nTom Ashworth"
)


@contextmanager
def house(folder: Path, *, relay_port: int) -> Iterator[Service]:
    """An installation without Slack, for orders@ and sales@shop.example, by SMTP and LMTP."""
    settings = Settings(
        database=f"sqlite:///{folder / 'company.db'}",
        http_listen=f"127.0.0.1:{mailtools.free_port()}",
        smtp_listen=f"127.0.0.1:{mailtools.free_port()}",
        lmtp_listen=f"127.0.0.1:{mailtools.free_port()}",
        smtp_relay=SecretStr(f"smtp://127.0.0.1:{relay_port}"),
        mail_address="orders@shop.example,sales@shop.example",
        mail_trust="address",
        folder=folder,
    )
    open_company(settings.database, None, demo=True, today=Clock().now().date())
    service = Service(settings)
    service.start()
    try:
        yield service
    finally:
        service.stop()


def port_of(listen: str) -> str:
    return listen.rpartition(":")[2]


def order(server_port: str | int, *to: str) -> None:
    """Send Tom's order with swaks."""
    ran = mailtools.swaks(
        "--server", f"127.0.0.1:{server_port}", "--from", TOM, "--to", ",".join(to),
        "--h-Subject", "Purchase order NW-3391", "--body", ORDER,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


def orders(service: Service) -> int:
    with service.house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SalesDocument)) or 0


def answer(sink: mailtools.Sink) -> Letter:
    """The one letter that reached the relay."""
    assert mailtools.until(lambda: bool(sink.letters()), seconds=60), "no answer"
    (raw,) = sink.letters()
    return read_letter(raw)


def check(letter: Letter) -> None:
    """It is the confirmation of Tom's order, with its paper."""
    assert letter.subject.startswith("Re: Purchase order NW-3391")
    assert "S-ORD1001" in letter.text
    assert "1,159.28 GBP" in letter.text
    assert [file.name for file in letter.attachments] == ["Order-Confirmation_S-ORD1001.pdf"]
    assert letter.attachments[0].content.startswith(b"%PDF-")
    assert letter.attachments[0].content.rstrip().endswith(b"%%EOF")
    assert dict(letter.headers)["auto-submitted"] == "auto-replied"


def test_an_order_by_swaks_is_answered_at_the_relay_with_its_paper(tmp_path: Path) -> None:
    with mailtools.smtp_sink() as sink, house(tmp_path, relay_port=sink.port) as service:
        order(port_of(service.settings.smtp_listen), "orders@shop.example")
        letter = answer(sink)
        booked = orders(service)

    check(letter)
    assert booked == 1


def test_an_order_for_two_mailboxes_behind_postfix_is_one_order(tmp_path: Path) -> None:
    with mailtools.smtp_sink() as sink, house(tmp_path, relay_port=sink.port) as service:
        lmtp_port = int(port_of(service.settings.lmtp_listen))
        with mailtools.postfix(lmtp_port=lmtp_port) as server:
            order(server.port, "orders@shop.example", "sales@shop.example")
            sent = mailtools.until(lambda: server.log.count("status=sent") >= 2)
            log = server.log
        letter = answer(sink)
        booked = orders(service)

    assert sent, log
    assert "status=deferred" not in log
    check(letter)
    assert booked == 1
