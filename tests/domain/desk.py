"""A desk where people give commands, each in its own transaction, as in real life."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TypeVar

import pytest
from sqlalchemy import event, select

from domain.catalog.wanted import LineRequest
from domain.commands import FUNCTIONS
from domain.database import Base, Database
from domain.errors import Command, Outcome, Refusal, Several
from domain.outbox import OutboxRow
from domain.people import Actor, Employee, Role
from domain.sales.orders import CreateOrder, OrderCreated
from domain.sales.quotes import CreateQuote, IssueQuote, QuoteCreated
from domain.work import Work, begin
from tests.worlds.harbor import WORK_DATE

Told = TypeVar("Told", bound=Outcome)


@dataclass
class Desk:
    """Gives commands to a database. `today` is the work date of all that follows."""

    database: Database
    today: date = WORK_DATE

    def give(self, command: Command, kind: type[Told], *, by: str = "gina") -> Told:
        """Obey a command in its own transaction and check which outcome came of it."""
        with self.work(by) as work:
            told = FUNCTIONS[type(command)](command, work)
        assert isinstance(told, kind), f"{type(told).__name__}, not {kind.__name__}"
        return told

    def refused(self, command: Command, *, by: str = "gina") -> Refusal:
        """The refusal a command meets; nothing in the whole database may have moved."""
        before = self.everything()
        with pytest.raises(Refusal) as met, self.work(by) as work:
            FUNCTIONS[type(command)](command, work)
        assert self.everything() == before
        assert met.value.sentence()
        return met.value

    def codes(self, command: Command, *, by: str = "gina") -> list[str]:
        """The code of the refusal a command meets, or of all of them."""
        refusal = self.refused(command, by=by)
        several = refusal.refusals if isinstance(refusal, Several) else (refusal,)
        return [each.code for each in several]

    @contextmanager
    def work(self, by: str = "gina") -> Iterator[Work]:
        noon = datetime.combine(self.today, time(12), tzinfo=UTC)
        with begin(self.database, now=noon, actor=self.actor(by)) as opened:
            yield opened

    def actor(self, name: str) -> Actor:
        """An employee by number, or the contact of a customer by the customer's number."""
        if name.startswith("C"):
            return Actor(
                id=f"contact-{name}",
                name="Ann",
                roles=frozenset({Role.CONTACT}),
                customer_no=name,
                email="ann@alder.example",
            )
        with self.database.reading() as session:
            return session.get_one(Employee, name).actor()

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table as the database keeps it, so that it can be asked often."""
        with self.database.engine.connect() as connection:
            cursor = connection.connection.cursor()
            rows = {}
            for name in Base.metadata.tables:
                cursor.execute(f"SELECT * FROM {name}")
                rows[name] = sorted(cursor.fetchall(), key=repr)
        return rows

    def sent(self, kind: str = "paper-letter") -> list[dict[str, object]]:
        """What waits in the outbox."""
        with self.database.reading() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kind))
            return [row.payload for row in rows]

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The SQL statements given meanwhile."""
        statements: list[str] = []

        def note(*arguments: object) -> None:
            statements.append(str(arguments[2]))

        event.listen(self.database.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(self.database.engine, "before_cursor_execute", note)

    def quote(
        self, *lines: LineRequest, customer: str = "C10000", issued: bool = True, by: str = "gina"
    ) -> QuoteCreated:
        """An offer, ten chairs unless lines are given; issued unless said otherwise."""
        wanted = lines or (want("CHAIR", 10),)
        command = CreateQuote(customer_no=customer, lines=wanted)
        made = self.give(command, QuoteCreated, by=by)
        if issued:
            self.give(IssueQuote(quote_no=made.number), Outcome, by=by)
        return made

    def order(
        self, *lines: LineRequest, customer: str = "C10000", po: str = "", by: str = "gina"
    ) -> OrderCreated:
        """An open order, ten chairs unless lines are given."""
        wanted = lines or (want("CHAIR", 10),)
        command = CreateOrder(customer_no=customer, lines=wanted, po_number=po)
        return self.give(command, OrderCreated, by=by)


def want(item_no: str, quantity: int | str, **more: object) -> LineRequest:
    """A line of a request."""
    return LineRequest(item_no=item_no, quantity=Decimal(quantity), **more)  # type: ignore[arg-type]
