"""Whether the house is well, for supervisors and dashboards: alive, ready, and figures.

Nothing here names a customer, a document or a message; the page may be read by machines that
know no secret.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.migrating import head, revision_of
from bot.workers import TABLES
from domain.database import Database
from domain.durable import State

TOO_LATE = timedelta(minutes=5)  # due rows this old mean that nobody works on them


class Queues(Collector):
    """How many rows wait and how long the oldest one has been due, read when asked."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def collect(self) -> Iterable[GaugeMetricFamily]:
        rows = GaugeMetricFamily("salesclerk_rows", "Rows", labels=["table", "state"])
        oldest = GaugeMetricFamily(
            "salesclerk_oldest_due_seconds", "Age of the oldest due row", labels=["table"]
        )
        with self._database.reading() as session:
            for table, kind in TABLES.items():
                for state in (State.PENDING, State.PARKED):
                    asked = select(func.count()).select_from(kind).where(kind.state == state)
                    rows.add_metric([table, state], session.scalar(asked) or 0)
        for table, age in overdue(self._database, self._clock.now()).items():
            oldest.add_metric([table], age.total_seconds())
        yield rows
        yield oldest


def health_routes(database: Database, clock: Clock) -> Blueprint:
    """`/livez`, `/readyz` and `/metrics` of one installation."""
    routes = Blueprint("health", __name__)
    registry = CollectorRegistry()
    registry.register(Queues(database, clock))

    @routes.get("/livez")
    def alive() -> Response:
        return Response("alive\n", mimetype="text/plain")

    @routes.get("/readyz")
    def ready() -> Response:
        wrong = what_is_wrong(database, clock.now())
        said = "\n".join(wrong) or "ready"
        return Response(f"{said}\n", status=503 if wrong else 200, mimetype="text/plain")

    @routes.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return routes


def what_is_wrong(database: Database, now: datetime) -> list[str]:
    """Why this process should get no work yet; nothing, when it should."""
    try:
        with database.engine.connect() as connection:
            at = revision_of(connection)
        late = [table for table, age in overdue(database, now).items() if age > TOO_LATE]
    except SQLAlchemyError as error:
        return [f"the database does not answer ({type(error).__name__})"]
    wrong = [f"rows of the {table} are due for more than 5 minutes" for table in late]
    if at != head():
        wrong.insert(0, f"the database is at revision {at or 'none'}, this version needs {head()}")
    return wrong


def overdue(database: Database, now: datetime) -> dict[str, timedelta]:
    """For each table, how long its oldest pending row has been due."""
    ages = {}
    with database.reading() as session:
        for table, kind in TABLES.items():
            due = session.scalar(select(func.min(kind.due)).where(kind.state == State.PENDING))
            ages[table] = max(now - due, timedelta()) if due else timedelta()
    return ages
