"""How much a sale costs: quote, order, release, ship all, post invoice, through the domain.

    python -m benchmarks.order_cycle --n 200 [--lines 10] [--database URL] [--growth]

Prints JSON: median CPU and wall milliseconds and SQL statements per cycle, CPU per further
line, posting of 200 lines against 10, and the same for a fixed calibration loop, so that
figures of two machines can be compared. `--growth` runs 2,000 cycles and compares the cost
around cycle 2,000 with that around cycle 100. An empty database is filled; a used one is kept.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import event, inspect, select

from domain import commands
from domain.catalog.item_rows import Item
from domain.catalog.wanted import LineRequest
from domain.commands import FUNCTIONS
from domain.company import create_company
from domain.database import Base, Database
from domain.errors import Command, Outcome
from domain.parties.customer_rows import Customer
from domain.parties.terms import PaymentTerms
from domain.people import Actor, Employee, Role
from domain.posting.invoice import InvoicePosted, PostInvoice
from domain.posting.ship import PostShipment
from domain.sales.orders import ConfirmOrder
from domain.sales.quotes import AcceptQuote, CreateQuote, QuoteAccepted, QuoteCreated
from domain.work import begin
from migrations.append_only import guard

TODAY = date(2026, 11, 18)
LATE, EARLY, SPAN = 2_000, 100, 50


@dataclass
class Meter:
    """What one stretch of work cost."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    def told(self) -> dict[str, float]:
        return {
            "cpu_ms": round(statistics.median(self.cpu), 2),
            "wall_ms": round(statistics.median(self.wall), 2),
            "statements": statistics.median(self.statements),
        }


class Bench:
    """A company whose sales are measured."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.database.commands = commands.Commands()
        if not inspect(self.database.engine).get_table_names():
            Base.metadata.create_all(self.database.engine)
            with self.database.engine.begin() as connection:
                guard(connection)
            with self.database.writing() as session:
                create_company(session, None, demo=True, today=TODAY)
        self.count = 0
        event.listen(self.database.engine, "before_cursor_execute", self._note)
        self.items, self.customer = self._facts()
        self.boss = self._boss()

    def give(self, command: Command) -> Outcome:
        noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
        with begin(self.database, now=noon, actor=self.boss) as work:
            return FUNCTIONS[type(command)](command, work)

    def cycle(self, lines: int) -> dict[str, float]:
        """One sale of so many lines; returns CPU milliseconds of the postings alone."""
        wanted = tuple(
            LineRequest(item_no=self.items[index % len(self.items)], quantity=Decimal(2))
            for index in range(lines)
        )
        quote = self.give(CreateQuote(customer_no=self.customer, lines=wanted))
        assert isinstance(quote, QuoteCreated)
        accepted = self.give(AcceptQuote(quote_no=quote.number, issue=True))
        assert isinstance(accepted, QuoteAccepted)
        self.give(ConfirmOrder(order_no=accepted.order_no))
        started = time.process_time()
        self.give(PostShipment(order_no=accepted.order_no))
        billed = self.give(PostInvoice(document_no=accepted.order_no))
        assert isinstance(billed, InvoicePosted)
        assert billed.status == "completed"
        return {"posting_ms": (time.process_time() - started) * 1000}

    def measure(self, cycles: int, *, lines: int) -> Meter:
        meter = Meter()
        for _ in range(cycles):
            with self._metered(meter):
                self.cycle(lines)
        return meter

    def posting(self, cycles: int, *, lines: int) -> float:
        return statistics.median(self.cycle(lines)["posting_ms"] for _ in range(cycles))

    @contextmanager
    def _metered(self, meter: Meter) -> Iterator[None]:
        statements, cpu, wall = self.count, time.process_time(), time.perf_counter()
        yield
        meter.cpu.append((time.process_time() - cpu) * 1000)
        meter.wall.append((time.perf_counter() - wall) * 1000)
        meter.statements.append(self.count - statements)

    def _note(self, *arguments: object) -> None:
        if not str(arguments[2]).startswith("BEGIN"):
            self.count += 1

    def _boss(self) -> Actor:
        """Somebody who sells without a limit, with the right to post."""
        with self.database.reading() as session:
            unlimited = session.scalars(
                select(Employee).where(Employee.sales_limit.is_(None)).order_by(Employee.no)
            ).first()
            assert unlimited, "nobody in this company sells without a limit"
            actor = unlimited.actor()
        return replace(actor, roles=actor.roles | {Role.MANAGER, Role.SALESPERSON})

    def _facts(self) -> tuple[list[str], str]:
        with self.database.reading() as session:
            items = session.scalars(
                select(Item.no)
                .where(Item.type == "inventory", Item.blocked.is_(False))
                .where(Item.sales_blocked.is_(False), Item.variant_mandatory.is_(False))
                .where(Item.unit_price > 0)
                .order_by(Item.no)
            ).all()
            customer = session.scalars(
                select(Customer.no)
                .outerjoin(PaymentTerms, PaymentTerms.code == Customer.payment_terms)
                .where(Customer.blocked == "", Customer.prepayment_pct == 0)
                .where(PaymentTerms.pay_before_delivery.is_not(True))
                .order_by(Customer.no)
            ).first()
        assert items
        assert customer
        return list(items), customer


def calibration() -> float:
    """Milliseconds of a fixed loop of plain Python; the goals were set where it takes 23."""

    def loop() -> int:
        total = 0
        for number in range(200_000):
            total += number * number % 7
        return total

    return timed(loop)


def timed(run: Callable[[], object]) -> float:
    costs = []
    for _ in range(7):
        started = time.process_time()
        run()
        costs.append((time.process_time() - started) * 1000)
    return round(statistics.median(costs), 2)


def growth(bench: Bench, lines: int) -> dict[str, float]:
    """CPU around cycle 2,000 relative to that around cycle 100."""
    meter = bench.measure(LATE + SPAN, lines=lines)
    early = statistics.median(meter.cpu[EARLY - SPAN : EARLY + SPAN])
    late = statistics.median(meter.cpu[LATE - SPAN : LATE + SPAN])
    return {"cycle_100_ms": round(early, 2), "cycle_2000_ms": round(late, 2), "ratio": late / early}


def report(url: str, *, cycles: int, lines: int, grow: bool) -> dict[str, object]:
    """Everything the benchmark tells."""
    bench = Bench(url)
    bench.measure(3, lines=lines)  # warm: compiled statements, imports
    usual = bench.measure(cycles, lines=lines)
    long_cycles = max(3, cycles // 40)
    long = bench.measure(long_cycles, lines=200)
    per_line = (statistics.median(long.cpu) - statistics.median(usual.cpu)) / (200 - lines)
    short_post, long_post = bench.posting(9, lines=10), bench.posting(3, lines=200)
    told: dict[str, object] = {
        "database": bench.database.engine.dialect.name,
        "cycles": cycles,
        "lines": lines,
        "cycle": usual.told(),
        "cycle_of_200_lines": long.told(),
        "cpu_ms_per_further_line": round(per_line, 2),
        "posting_200_to_10_lines": round(long_post / short_post, 2),
        "calibration_ms": calibration(),
    }
    if grow:
        told["growth"] = growth(bench, lines)
    bench.database.close()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=200, help="cycles to measure")
    parser.add_argument("--lines", type=int, default=10, help="lines of a sale")
    parser.add_argument("--database", default="sqlite://", help="an SQLAlchemy URL")
    parser.add_argument("--growth", action="store_true", help="compare cycle 2,000 with cycle 100")
    given = parser.parse_args()
    told = report(given.database, cycles=given.n, lines=given.lines, grow=given.growth)
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
