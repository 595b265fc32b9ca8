"""A failure that repeats itself is a line a minute, and nothing else is held back."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
import structlog

from tests.core.logged import logged

ours = structlog.get_logger("bot.web.server")
theirs = logging.getLogger("aiohttp.server")


@dataclass
class Log:
    now: float = 0.0
    stream: StringIO = field(default_factory=StringIO)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def counts(self) -> list[int]:
        return [line.get("repeated", 0) for line in self.lines]


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    with logged(lambda: log.now) as log.stream:
        yield log


def test_a_flood_of_one_warning_is_a_line_a_minute_that_counts_those_held_back(log: Log) -> None:
    for _ in range(3):
        for _ in range(1000):
            ours.warning("too_many_connections", limit=10)
        log.now += 60
    assert log.counts() == [0, 999, 999]


def test_a_flood_from_a_library_is_a_line_a_minute_whoever_causes_it(log: Log) -> None:
    for number in range(1000):
        theirs.error("Error handling request from %s", f"10.0.0.{number}")
    log.now += 60
    theirs.error("Error handling request from %s", "10.0.0.1")
    assert log.counts() == [0, 999]


def test_a_flood_of_refused_accepts_is_a_line_a_minute(log: Log) -> None:
    for number in range(1000):
        error = OSError(24, "Too many open files")
        message = f"socket.accept() out of system resource\nsocket: <socket fd={number}>"
        logging.getLogger("asyncio").error(message, exc_info=(OSError, error, None))
    ((event, error_type),) = [(line["event"], line["error"]) for line in log.lines]
    assert (event, error_type) == ("socket.accept() out of system resource", "OSError")


def test_warnings_that_differ_are_all_logged(log: Log) -> None:
    for number in range(30):
        ours.warning("sign_in_page_failed", error=f"code_{number}")
        theirs.warning(f"warning {number}")
    for error in (ValueError(), KeyError()):
        theirs.error("failed", exc_info=error)
    assert len(log.lines) == 62


def test_of_unfinished_requests_twenty_a_minute_are_logged(log: Log) -> None:
    for number in range(100):
        ours.info("request", status=405, unfinished=True, milliseconds=number, bytes=number)
    log.now += 60
    ours.info("request", status=405, unfinished=True, milliseconds=1, bytes=1)
    assert log.counts() == [0] * 20 + [80]


def test_of_refused_requests_twenty_a_minute_of_a_kind_are_logged(log: Log) -> None:
    for number in range(1000):
        ours.info("request_refused", error="bad_token", status=401)
        ours.info("request", route="/api/messages", status=401, milliseconds=number, bytes=number)
    ours.info("request", route="unknown", status=404, milliseconds=1, bytes=1)
    log.now += 60
    ours.info("request_refused", error="bad_token", status=401)
    ours.info("request", route="/api/messages", status=401, milliseconds=1, bytes=1)
    assert log.counts() == [0] * 41 + [980, 980]


@pytest.mark.parametrize("status", [None, 200, 302, 500, 503])
def test_what_is_not_refused_is_always_logged(log: Log, status: int | None) -> None:
    for _ in range(1000):
        ours.info("request", status=status)
    assert len(log.lines) == 1000


def test_what_is_remembered_is_bounded(log: Log) -> None:
    for number in range(2000):
        theirs.warning(f"warning {number}")
    assert len(log.lines) == 2000
    (filter_,) = logging.getLogger().handlers[0].filters
    assert len(vars(filter_)["_seen"]) <= 500
