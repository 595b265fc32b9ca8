"""Repeated log lines: a few a minute of each kind, so that a flood doesn't fill the disk."""

import logging
from collections.abc import Callable
from typing import Any

SECONDS = 60.0
WARNINGS = 1
# Requests that were refused, which anybody can send, and which cost their sender next to nothing.
REFUSED = 20
REFUSALS = range(400, 500)
# What libraries write into their messages can differ without end.
MAX_KINDS = 500
# In these, lines of one kind differ.
_VARYING = ("timestamp", "exc_info", "bytes", "milliseconds")


class Repeats(logging.Filter):
    """Holds back warnings, errors and refused requests that repeat themselves.

    After a minute one passes again, and says in `repeated` how many were held back. Our own lines
    are of one kind where all their fields are the same; a library's, where the text is before its
    values are filled in, and the type of the error: the values may differ with each caller.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._seen: dict[object, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record is logged."""
        allowed = _allowed(record)
        if allowed is None:
            return True
        kind, now = _kind(record), self._clock()
        since, count = self._seen.get(kind, (now, 0))
        if now - since < SECONDS:
            self._remember(kind, since, count + 1)
            return count < allowed
        self._remember(kind, now, 1)
        if count > allowed:
            fields = record.msg if isinstance(record.msg, dict) else record.__dict__
            fields["repeated"] = count - allowed
        return True

    def _remember(self, kind: object, since: float, count: int) -> None:
        if len(self._seen) >= MAX_KINDS and kind not in self._seen:
            self._seen.clear()
        self._seen[kind] = (since, count)


def _allowed(record: logging.LogRecord) -> int | None:
    if record.levelno >= logging.WARNING:
        return WARNINGS
    # Only lines about requests have a status, or tell that one had not arrived.
    fields: dict[str, Any] = record.msg if isinstance(record.msg, dict) else {}
    is_refused = fields.get("unfinished") or fields.get("status") in REFUSALS
    return REFUSED if is_refused else None


def _kind(record: logging.LogRecord) -> object:
    error = record.exc_info[0] if record.exc_info else None
    if isinstance(record.msg, dict):
        fields: dict[str, Any] = record.msg
        return frozenset((name, repr(fields[name])) for name in fields.keys() - _VARYING), error
    # asyncio puts its message into the first line, and objects into those after it.
    return record.name, str(record.msg).partition("\n")[0], error
