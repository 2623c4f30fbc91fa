"""Durable work on PostgreSQL: Procrastinate decides when a row is tried, and in which process.

Its job is written on our own connection in the transaction that writes the row, so there is
never one without the other. The row stays the truth: `bot.workers` makes the same attempt as
on SQLite, and a job that comes late, twice or in two processes at once does no harm.

Two state machines can disagree. Upkeep closes the gaps every few seconds: jobs of dead
workers, jobs whose last status write was lost, and due rows that no job serves.
"""

import asyncio
import contextlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

import structlog
from procrastinate import (
    App,
    BaseRetryStrategy,
    PsycopgConnector,
    RetryDecision,
    SyncPsycopgConnector,
)
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Job as EngineJob
from sqlalchemy import Engine, bindparam, text
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.workers import TABLES, Attempts
from domain.database import Database, Instant

HEARTBEAT = 2.0  # seconds, like all of these
STALLED = 8.0
_UPKEEP = 5.0
_POLL = 2.0
_AFTER_TROUBLE = 2.0
_GHOST_AFTER = 15.0
_OVERDUE = timedelta(seconds=30)
_TASK = "deliver"

log = structlog.get_logger("salesclerk.engine")

_deferring = App(connector=SyncPsycopgConnector())  # never opened: it borrows our connections

_GHOSTS = """
SELECT j.id FROM procrastinate_jobs j JOIN {table} r ON r.id = (j.args ->> 'row')::bigint
WHERE j.status = 'doing' AND j.task_name = 'deliver' AND j.queue_name = '{table}'
AND (r.lease_until IS NULL OR r.lease_until < :now)
AND NOT EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id
    AND e.type = 'started' AND e.at > now() - :grace * interval '1 second')
"""
_RELEASE = """
UPDATE {table} r SET lease_until = NULL FROM {table} m
WHERE m.id = :row AND r.lane = m.lane AND r.state = 'pending'
"""
_UNSERVED = """
SELECT r.id, r.lane FROM {table} r
WHERE r.state = 'pending' AND r.due < :overdue
AND (r.lease_until IS NULL OR r.lease_until < :overdue)
AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.task_name = 'deliver'
    AND j.queue_name = '{table}' AND j.status IN ('todo', 'doing')
    AND (j.args ->> 'row')::bigint = r.id)
ORDER BY r.id LIMIT 500 FOR UPDATE SKIP LOCKED
"""


class Again(Exception):
    """The attempt did not settle the row; it is due after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.1f} s")
        self.seconds = seconds


class AsTheRowSays(BaseRetryStrategy):
    """Never gives up: the row knows when it is parked, and a job for a settled row just ends."""

    def get_retry_decision(
        self, *, exception: BaseException, job: EngineJob
    ) -> RetryDecision | None:
        seconds = exception.seconds if isinstance(exception, Again) else _AFTER_TROUBLE
        return RetryDecision(retry_in={"milliseconds": int(seconds * 1000) + 1})


def use_procrastinate(database: Database, clock: Clock) -> None:
    """From now on a row written to this database brings its job along."""

    def defer(session: Session, table: str, row_id: int, lane: str, due: datetime) -> None:
        later = due if due > clock.now() else None  # a job without a time is announced at once
        _add_job(session.connection().connection.driver_connection, table, row_id, lane, later)

    database.defer = defer


def run_worker(database: Database, attempts: Attempts, *, concurrency: int) -> None:
    """Work until SIGTERM or SIGINT. Procrastinate ends when the database is lost: begin again."""
    if database.is_sqlite:
        raise SystemExit("On SQLite `salesclerk serve` does the work itself; no worker is needed.")

    def end(_number: int, _frame: FrameType | None) -> None:
        os.kill(os.getpid(), signal.SIGINT)  # which cancels the loop's main task: a graceful stop

    signal.signal(signal.SIGTERM, end)
    while True:
        try:
            asyncio.run(_work(database, attempts, concurrency))
            log.warning("worker returned; beginning again")
        except KeyboardInterrupt:
            return
        except Exception as fault:  # whatever the database did, the next round may work
            log.warning("worker ended; beginning again", fault=type(fault).__name__)
        try:
            time.sleep(1.0)
        except KeyboardInterrupt:
            return


async def _work(database: Database, attempts: Attempts, concurrency: int) -> None:
    threads = ThreadPoolExecutor(concurrency + 2, thread_name_prefix="deliver")
    asyncio.get_running_loop().set_default_executor(threads)
    app = build_app(database, attempts)
    async with app.open_async():
        upkeep = asyncio.create_task(_keep_up(app, database, attempts.clock))
        try:
            await app.run_worker_async(
                queues=list(TABLES),
                concurrency=concurrency,
                delete_jobs="successful",
                fetch_job_polling_interval=_POLL,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
                install_signal_handlers=False,
            )
        finally:
            upkeep.cancel()


def build_app(database: Database, attempts: Attempts) -> App:
    """The engine with its one task."""
    conninfo = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=conninfo))

    @app.task(name=_TASK, retry=AsTheRowSays())
    def deliver(table: str, row: int) -> None:
        seconds = attempts.attempt_in_turn(table, row)
        if seconds is not None:
            raise Again(seconds)

    return app


async def _keep_up(app: App, database: Database, clock: Clock) -> None:
    """Close the gaps between jobs and rows, in every worker; doing it twice is harmless."""
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
                await asyncio.to_thread(_release, database.engine, job)
                with contextlib.suppress(ProcrastinateException):  # another worker was first
                    await app.job_manager.retry_job(job)
            now = clock.now()
            for job_id in await asyncio.to_thread(ghosts, database.engine, now):
                with contextlib.suppress(ProcrastinateException):
                    await app.job_manager.retry_job_by_id_async(job_id, retry_at=now)
            await asyncio.to_thread(reconcile, database.engine, now)
        except Exception as fault:  # the database is away; the next round comes soon
            log.warning("upkeep interrupted", fault=type(fault).__name__)
        await asyncio.sleep(_UPKEEP)


def _release(engine: Engine, job: EngineJob) -> None:
    """Free what a dead worker held; a lane is worked on by one job at a time."""
    table = str(job.task_kwargs["table"])
    if job.queue in TABLES and table == job.queue:
        with engine.begin() as connection:
            connection.execute(text(_RELEASE.format(table=table)), {"row": job.task_kwargs["row"]})


def ghosts(engine: Engine, now: datetime) -> list[int]:
    """Jobs "doing" under a live worker although no attempt runs: their last write was lost.

    Without this they stay for ever, and stop their lane.
    """
    found: list[int] = []
    with engine.connect() as connection:
        for table in TABLES:
            asked = text(_GHOSTS.format(table=table)).bindparams(bindparam("now", type_=Instant()))
            found += connection.scalars(asked, {"now": now, "grace": _GHOST_AFTER})
    return found


def reconcile(engine: Engine, now: datetime) -> int:
    """Give a job to rows that are overdue and have none; tell how many there were."""
    given = 0
    with engine.begin() as connection:
        for table in TABLES:
            asked = text(_UNSERVED.format(table=table)).bindparams(
                bindparam("overdue", type_=Instant())
            )
            for row_id, lane in connection.execute(asked, {"overdue": now - _OVERDUE}).all():
                _add_job(connection.connection.driver_connection, table, row_id, lane, None)
                given += 1
    return given


def _add_job(driver: Any, table: str, row_id: int, lane: str, due: datetime | None) -> None:
    _deferring.configure_task(
        _TASK, connection=driver, queue=table, lock=f"{table}:{lane}", schedule_at=due
    ).defer(table=table, row=row_id)
