"""How much a sale costs: quote, order, release, ship all, post invoice, through the domain.

    python -m benchmarks.order_cycle --n 200 [--lines 10] [--database URL | postgres] [--no-growth]

Prints JSON: median CPU and wall milliseconds and SQL statements per cycle, CPU per further
line, posting of 200 lines against 10, and the cost around cycle 2,000 against that around
cycle 100. `postgres` starts a private cluster for the run (its server's CPU is not counted).

Goals were set where `calibration_loop` takes 23 ms; `scaled_cpu_ms` says what a cycle would
take there. The loop runs between the cycles, so that a busy machine slows both. An empty
database is filled, and gets more goods than are sold: a sale takes them from their receipt.
A used one is kept as it is.
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
from domain.ledger.goods import Move
from domain.ledger.goods_rows import MoveKind
from domain.ledger.journal import Journal
from domain.parties.customer_rows import Customer
from domain.parties.terms import PaymentTerms
from domain.people import CLERK, Actor, Employee, Role
from domain.posting.invoice import InvoicePosted, PostInvoice
from domain.posting.ship import PostShipment
from domain.posting.stock_moves import lock_balances, move_stock
from domain.sales.orders import ConfirmOrder
from domain.sales.quotes import AcceptQuote, CreateQuote, QuoteAccepted, QuoteCreated
from domain.stock.expected import default_location
from domain.work import begin
from migrations.append_only import guard

TODAY = date(2026, 11, 18)
LATE, EARLY, SPAN = 2_000, 100, 50
EVERY = 10  # cycles between two runs of the calibration loop
REFERENCE_MS = 23  # the calibration loop where the goals were set
PLENTY = Decimal(1_000_000)


@dataclass
class Meter:
    """What one stretch of work cost."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    calibration: list[float] = field(default_factory=list)

    def told(self) -> dict[str, float]:
        return {
            "cpu_ms": round(statistics.median(self.cpu), 2),
            "scaled_cpu_ms": round(self.scaled, 2),
            "wall_ms": round(statistics.median(self.wall), 2),
            "statements": statistics.median(self.statements),
            "calibration_ms": round(statistics.median(self.calibration), 2),
        }

    @property
    def scaled(self) -> float:
        """CPU milliseconds of a cycle where the calibration loop takes `REFERENCE_MS`."""
        return statistics.median(self.cpu) * REFERENCE_MS / statistics.median(self.calibration)

    def part(self, start: int, end: int) -> "Meter":
        """The cycles of a stretch, with the loops that ran among them."""
        among = slice(start // EVERY, max(end // EVERY, start // EVERY + 1))
        return Meter(
            cpu=self.cpu[start:end],
            wall=self.wall[start:end],
            statements=self.statements[among],
            calibration=self.calibration[among],
        )


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
            self._fill()
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
        for number in range(cycles):
            if number % EVERY == 0:
                meter.calibration.append(timed(calibration_loop))
                meter.statements.append(self.statements(lines))
            cpu, wall = time.process_time(), time.perf_counter()
            self.cycle(lines)
            meter.cpu.append((time.process_time() - cpu) * 1000)
            meter.wall.append((time.perf_counter() - wall) * 1000)
        return meter

    def statements(self, lines: int) -> int:
        """The SQL statements of one cycle, which is not timed: counting costs as well."""
        given: list[str] = []

        def note(*arguments: object) -> None:
            given.append(str(arguments[2]))

        event.listen(self.database.engine, "before_cursor_execute", note)
        try:
            self.cycle(lines)
        finally:
            event.remove(self.database.engine, "before_cursor_execute", note)
        return sum(not statement.startswith("BEGIN") for statement in given)

    def posting(self, cycles: int, *, lines: int) -> float:
        return statistics.median(self.cycle(lines)["posting_ms"] for _ in range(cycles))

    def _fill(self) -> None:
        """Let more goods come in than will be sold, each from one receipt."""
        noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
        with begin(self.database, now=noon, actor=CLERK) as work:
            items = work.session.execute(
                select(Item.no, Item.unit_cost).where(Item.type == "inventory").order_by(Item.no)
            )
            place = default_location(work.session)
            moves = [
                Move(
                    kind=MoveKind.ADJUSTMENT,
                    item_no=no,
                    location=place,
                    quantity=PLENTY,
                    unit_cost=unit_cost,
                )
                for no, unit_cost in items
            ]
            journal = Journal(work, kind="adjustment", source_no="", posting_date=work.today)
            move_stock(journal, moves, lock_balances(work, [move.place for move in moves]))
            journal.write("adjustment", "FILLED")

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


def calibration_loop() -> int:
    """A fixed loop of plain Python: half a million multiplications, remainders and additions.

    It measures the interpreter and the processor alone: no memory to speak of, no library.
    """
    total = 0
    for number in range(500_000):
        total += number * number % 7
    return total


def timed(run: Callable[[], object]) -> float:
    """CPU milliseconds of one run."""
    started = time.process_time()
    run()
    return (time.process_time() - started) * 1000


def growth(meter: Meter) -> dict[str, float]:
    """CPU around cycle 2,000 relative to that around cycle 100, and how the loop did meanwhile."""
    early = meter.part(EARLY - SPAN, EARLY + SPAN)
    late = meter.part(LATE - SPAN, LATE + SPAN)
    return {
        "cycle_100_scaled_cpu_ms": round(early.scaled, 2),
        "cycle_2000_scaled_cpu_ms": round(late.scaled, 2),
        "ratio": round(late.scaled / early.scaled, 3),
        "statements_at_2000": statistics.median(late.statements),
    }


def report(url: str, *, cycles: int, lines: int, grow: bool) -> dict[str, object]:
    """Everything the benchmark tells."""
    bench = Bench(url)
    bench.measure(3, lines=lines)  # warm: compiled statements, imports
    meter = bench.measure(max(cycles, LATE + SPAN) if grow else cycles, lines=lines)
    usual = meter.part(0, cycles)
    long = bench.measure(max(5, cycles // 20), lines=200)
    short_post, long_post = bench.posting(9, lines=10), bench.posting(5, lines=200)
    told: dict[str, object] = {
        "database": bench.database.engine.dialect.name,
        "cycles": cycles,
        "lines": lines,
        "cycle": usual.told(),
        "cycle_of_200_lines": long.told(),
        "scaled_cpu_ms_per_further_line": round((long.scaled - usual.scaled) / (200 - lines), 2),
        "posting_200_to_10_lines": round(long_post / short_post, 2),
    }
    if grow:
        told["growth"] = growth(meter)
    bench.database.close()
    return told


@contextmanager
def address(given: str) -> Iterator[str]:
    """The URL to measure; "postgres" is a private cluster that is gone afterwards."""
    if given != "postgres":
        yield given
        return
    from tests.postgres import Cluster, programs

    where = programs()
    if where is None:
        raise SystemExit(
            "PostgreSQL's server programs are not installed: apt-get install postgresql"
        )
    cluster = Cluster(where)
    try:
        cluster.start()
        yield cluster.new_database()
    finally:
        cluster.remove()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=200, help="cycles to measure")
    parser.add_argument("--lines", type=int, default=10, help="lines of a sale")
    parser.add_argument("--database", default="sqlite://", help="an SQLAlchemy URL, or postgres")
    parser.add_argument(
        "--no-growth", action="store_true", help="leave out cycle 2,000, which takes minutes"
    )
    given = parser.parse_args()
    with address(given.database) as url:
        told = report(url, cycles=given.n, lines=given.lines, grow=not given.no_growth)
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
