"""`kill -9` between any two statements of a posting: all of it is in the books, or none of it.

The process that posts is killed before every statement it gives, before the COMMIT and right
after it (specification, sections 7.7.7 and 8.10; engine, section 4). On PostgreSQL, where a
copy of the company takes longer, before some of them.
"""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.commands import FUNCTIONS, Commands
from domain.database import Base, Database
from domain.errors import Command, Outcome, Refusal
from domain.people import Actor
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import RecordPayment
from domain.verifying.everything import findings
from domain.work import begin
from tests.domain.desk import Desk, want
from tests.domain.harbors import Postgres, on_file
from tests.domain.test_shipments import confirmed
from tests.postgres import Cluster, cluster
from tests.worlds.harbor import WORK_DATE

__all__ = ["cluster"]
pytestmark = pytest.mark.slow

NOW = datetime.combine(WORK_DATE, time(12), tzinfo=UTC)
BEFORE_COMMIT, AFTER_COMMIT = "before the COMMIT", "after the COMMIT"
Point = int | str  # the number of the statement that is not given any more, or a moment above
_PATIENCE = 60.0  # seconds for one posting, on a machine that is busy with other things
# Forked from a process that has one thread: in this one, another test's thread may hold a lock.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])
_ON_POSTGRES = 8  # statements before which it dies there, spread over the posting


@dataclass(frozen=True)
class Posting:
    """A posting: what comes before it, the command, and what it says when it was done before."""

    prepare: Callable[[Desk], Command]
    done: str
    by: str = "gina"


def sale(desk: Desk) -> Command:
    lines = (want("CHAIR", 3), want("LAMP", 20, discount_pct=Decimal(10)), want("BOOK", 7))
    return ShipAndInvoice(order_no=confirmed(desk, *lines))


def billed(desk: Desk) -> InvoicePosted:
    command = sale(desk)
    return desk.give(command, InvoicePosted)


def payment(desk: Desk) -> Command:
    bill = billed(desk)
    papers = (AppliesTo(document_no=bill.invoice_no),)
    return RecordPayment(amount=bill.total, customer_no="C10000", applies_to=papers)


def credit_memo(desk: Desk) -> Command:
    return CancelInvoice(invoice_no=billed(desk).invoice_no)


POSTINGS = {
    "ship and invoice": Posting(prepare=sale, done="nothing_to_post"),
    "payment": Posting(prepare=payment, by="ada", done="invalid_field"),
    "credit memo": Posting(prepare=credit_memo, by="ada", done="already_canceled"),
}


class Files:
    """Copies of a prepared company, each a SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def prepared(self) -> Desk:
        return Desk(database=on_file(self._folder / "company.db"))

    def copy(self) -> str:
        self._made += 1
        copied = self._folder / f"copy{self._made}.db"
        shutil.copy(self._folder / "company.db", copied)
        return f"sqlite:///{copied}"


class Servers:
    """Copies of a prepared company, each a database on PostgreSQL."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._template = ""

    def prepared(self) -> Desk:
        database = Postgres(self._cluster).copy()
        self._template = str(database.url.database)
        return Desk(database=database)

    def copy(self) -> str:
        return self._cluster.new_database(template=self._template)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Files | Servers:
    if request.param == "sqlite":
        return Files(tmp_path)
    return Servers(request.getfixturevalue("cluster"))


def opened(url: str) -> Desk:
    database = Database(url)
    database.commands = Commands()
    return Desk(database=database)


def give(desk: Desk, command: Command, actor: Actor) -> Outcome:
    with begin(desk.database, now=NOW, actor=actor) as work:
        return FUNCTIONS[type(command)](command, work)


def doomed(database: Database, point: Point) -> None:
    """From here on the process dies by its own hand, without a word, at this point."""
    given = 0

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def count(*_: object) -> None:
        nonlocal given
        given += 1
        if given == point:
            die()

    if point == BEFORE_COMMIT:
        event.listen(database.engine, "commit", die)
    elif point == AFTER_COMMIT:
        event.listen(Session, "after_commit", die)
    else:
        event.listen(database.engine, "before_cursor_execute", count)


def killed(url: str, command: Command, *, actor: Actor, point: Point) -> None:
    """Post in a process of its own that dies at this point."""
    process = _FORKS.Process(
        target=_post, args=(url, command), kwargs={"actor": actor, "point": point}
    )
    process.start()
    process.join(_PATIENCE)
    assert process.exitcode == -signal.SIGKILL, f"lived on at {point}: {process.exitcode}"


def _post(url: str, command: Command, *, actor: Actor, point: Point) -> None:
    """The child's life; nothing of the parent's runs after it."""
    desk = opened(url)
    doomed(desk.database, point)
    give(desk, command, actor)


def kept(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but for the keys, in which a server's sequences leave gaps.

    There the seals over those keys differ too; that they fit their postings, `sound` says.
    """
    found = desk.everything()
    if not desk.database.is_sqlite:
        del found["ledger_seal"]
    for table in Base.metadata.sorted_tables:
        if table.name not in found:
            continue
        told = [n for n, column in enumerate(table.columns) if not _is_key(column.name)]
        rows = [tuple(row[n] for n in told) for row in found[table.name]]
        found[table.name] = sorted(rows, key=repr)
    return found


def _is_key(name: str) -> bool:
    return name in ("id", "from_entry", "closed_by") or name.endswith("_id")


def sound(desk: Desk) -> list[str]:
    """What `salesclerk verify` finds wrong: nothing, gaps in numbers included."""
    with desk.database.reading() as session:
        return findings(session)


def points(statements: Sequence[str], *, on_sqlite: bool) -> Iterator[Point]:
    every = 1 if on_sqlite else -(-len(statements) // _ON_POSTGRES)
    yield from range(1, len(statements) + 1, every)
    yield from (BEFORE_COMMIT, AFTER_COMMIT)


@pytest.mark.parametrize("posting", POSTINGS.values(), ids=POSTINGS)
def test_a_posting_that_is_killed_is_whole_or_not_there(
    company: Files | Servers, posting: Posting
) -> None:
    desk = company.prepared()
    command, actor = posting.prepare(desk), desk.actor(posting.by)
    before, on_sqlite = kept(desk), desk.database.is_sqlite
    desk.database.close()
    living = opened(company.copy())
    with living.counted() as statements:
        give(living, command, actor)
    after = kept(living)
    living.database.close()
    assert before != after

    for point in points(statements, on_sqlite=on_sqlite):
        url = company.copy()
        killed(url, command, actor=actor, point=point)
        found = opened(url)

        assert kept(found) == (after if point == AFTER_COMMIT else before), point
        assert sound(found) == [], point
        if point == AFTER_COMMIT:
            with pytest.raises(Refusal) as refused:
                give(found, command, actor)
            assert refused.value.code == posting.done
        else:
            give(found, command, actor)
        assert kept(found) == after, point
        assert sound(found) == [], point
        found.database.close()
