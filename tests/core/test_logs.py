"""Logs are JSON lines without people's names and without the words of exceptions."""

import asyncio
import gc
import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from msal.oauth2cli.oauth2 import Client
from requests import PreparedRequest, Response, Session

from tests.core.logged import logged


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    with logged() as stream:
        yield stream


class Cut(Session):
    """Answers half of a token."""

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        answer = Response()
        answer.status_code = 200
        answer.raw = io.BytesIO(b'{"access_token": "a-token", "expi')
        return answer


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_json_object(lines: io.StringIO) -> None:
    structlog.get_logger("bot.teams.adapter").info("request_refused", error="unknown_key")
    (event,) = events(lines)
    assert event["event"] == "request_refused"
    assert event["error"] == "unknown_key"
    assert event["level"] == "info"
    assert event["logger"] == "bot.teams.adapter"
    assert event["timestamp"].endswith("Z")


def test_a_library_is_logged_from_warnings_up(lines: io.StringIO) -> None:
    logging.getLogger("aiohttp.server").info("chatter")
    logging.getLogger("aiohttp.server").warning("trouble")
    assert [event["event"] for event in events(lines)] == ["trouble"]


@pytest.mark.filterwarnings("always")
def test_a_python_warning_is_logged_too(lines: io.StringIO) -> None:
    warnings.warn("better done otherwise", stacklevel=1)
    (event,) = events(lines)
    assert event["event"].endswith("UserWarning: better done otherwise")


def test_the_message_of_an_exception_is_not_logged(lines: io.StringIO) -> None:
    try:
        raise RuntimeError("Alice Ames")
    except RuntimeError:
        logging.getLogger("aiohttp.server").exception("Error handling request")
        structlog.get_logger("bot").error("failed", exc_info=True)
    assert "Alice" not in lines.getvalue()
    assert [event["error"] for event in events(lines)] == ["RuntimeError", "RuntimeError"]
    assert events(lines)[0]["at"].startswith("test_logs.py:")


async def test_an_unretrieved_task_exception_is_logged_without_its_message(
    lines: io.StringIO,
) -> None:
    async def fail() -> None:
        raise RuntimeError("Alice Ames")

    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    del task
    gc.collect()
    (event,) = events(lines)
    assert event["event"] == "Task exception was never retrieved"
    assert event["error"] == "RuntimeError"
    assert "Alice" not in lines.getvalue()


def test_the_answers_of_the_login_host_are_not_logged(lines: io.StringIO) -> None:
    with Cut() as session:
        client = Client({"token_endpoint": "https://login.test"}, "app", http_client=session)
        with pytest.raises(ValueError, match="Unterminated"):
            client.obtain_token_for_client()
    assert lines.getvalue() == ""
