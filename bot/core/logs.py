"""Logging: JSON lines on standard error, without the words of exceptions.

Logged are: what the bot did that an administrator may have to know (an event's name, reasons,
statuses, durations; grep for `_log.`), one line for each HTTP request (method, route pattern,
status, bytes, milliseconds; `bot.web.server`), and what libraries warn of, its first line only. Of
an error: its type, file and line. A warning or an error that repeats itself is one line a minute
(`bot.core.repeats`).

Never logged are tokens, photos, people's names, addresses and object ids, and what they write. The
bot's own calls pass none of it; what exceptions say, and all but the first line of what libraries
say, is cut off here. What was written to whose photo is in the table `effect`, not in the log.
"""

import logging
import sys
import time
import traceback
from collections.abc import Callable
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

from bot.core.repeats import Repeats

# Logs the login host's answers and people's claims; its failures reach us as exceptions anyway.
_SILENT = "msal"

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def where_it_broke(error: BaseException) -> dict[str, str]:
    """Return an error's type, and the file and line that raised it, for a log line.

    The error's message is left out: it may name people.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "at": place}


def _strip_exception(_: object, __: str, event: EventDict) -> EventDict:
    """Replace a traceback, whose last line may name people, by the place of the error."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if isinstance(error, BaseException):
        event.update(where_it_broke(error))
    return event


def _first_line(_: object, __: str, event: EventDict) -> EventDict:
    """Keep the first line of a library's event; asyncio adds reprs that may name people."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def set_up_logs(
    level: int = logging.INFO,
    stream: TextIO = sys.stderr,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Log our own events and the libraries' warnings to one stream, one JSON object a line.

    Nothing below `level` is logged.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    of_libraries = max(level, logging.WARNING)
    logging.basicConfig(handlers=[_handler(stream, clock)], level=of_libraries, force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger(_SILENT).setLevel(logging.CRITICAL + 1)
    for ours in ("bot", "access"):
        logging.getLogger(ours).setLevel(level)


def _handler(stream: TextIO, clock: Callable[[], float]) -> logging.Handler:
    handler = logging.StreamHandler(stream)
    handler.addFilter(Repeats(clock))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=(*_SHARED, _first_line, structlog.stdlib.ExtraAdder(["repeated"])),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _strip_exception,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    return handler
