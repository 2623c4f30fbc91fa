"""Logs: one line per event with ids, counts and error types; never a body, an address or a name.

On a terminal the lines are for reading, elsewhere they are JSON. Whatever another library logs
goes through the same door, so a log file has one form.
"""

import logging
import sys
import traceback
from typing import Any

import structlog

_NEVER = frozenset({"body", "text", "payload", "envelope", "password", "secret", "token", "letter"})
_LONGEST = 300
_LONGEST_CHAIN = 4
_DEEPEST = 12
_CHATTY = (
    "procrastinate",
    "weasyprint",
    "fontTools",
    "slack_bolt",
    "slack_sdk",
    "mail.log",
    "httpx",
    "httpcore",
)


def set_up_logs(level: str) -> None:
    """Send everything at `level` ("info") and above to standard error; calling it again is fine."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        discreet,
    ]
    drawing: Any = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                placed,
                drawing,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def placed(_logger: Any, _method: str, event: Any) -> Any:
    """Say what kind of fault arose and where; its own words may quote what people wrote."""
    given = event.pop("exc_info", None)
    fault = given[1] if isinstance(given, tuple) else given
    if fault is True:
        fault = sys.exception()
    kinds: list[str] = []
    where: list[str] = []
    while isinstance(fault, BaseException) and len(kinds) < _LONGEST_CHAIN:
        kinds.append(type(fault).__name__)
        frames = traceback.extract_tb(fault.__traceback__)[-_DEEPEST:]
        where += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        fault = fault.__cause__ or fault.__context__
    if kinds:
        event["fault"] = " from ".join(kinds)
        event["where"] = where
    return event


def discreet(_logger: Any, _method: str, event: Any) -> Any:
    """Take out fields that may hold what people wrote, and cut what is too long to be an id."""
    for name, value in list(event.items()):
        if name in _NEVER:
            event[name] = "(not logged)"
        elif isinstance(value, str) and len(value) > _LONGEST:
            event[name] = f"{value[:_LONGEST]}…"
    return event
