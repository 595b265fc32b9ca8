"""What is no proper request is refused as JSON, in one line of the log, without its own words."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import count
from typing import Any

import pytest
from aiohttp import web
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.http.body import read_object
from bot.http.problem import Refusal, problem
from bot.web.server import application, serving
from tests.core.logged import logged
from tests.web.malformed import CHUNKED, JSON, MALFORMED, ODD, POST, SECRET
from tests.web.raw import HOST, answer_to, request


@dataclass
class Server:
    address: str
    lines: StringIO

    async def answers(self, *parts: bytes, patience: float = 5.0) -> list[tuple[int, bytes]]:
        """Statuses and bodies; checks what holds for every answer, and for the log."""
        self.lines.truncate(self.lines.seek(0))
        received = await answer_to(self.address, *parts, patience=patience)
        assert SECRET not in received.lower()
        assert b"aiohttp" not in received
        logged = [json.loads(line) for line in self.lines.getvalue().splitlines()]
        assert {each["event"] for each in logged} <= {"request"}, logged
        assert SECRET.decode() not in str(logged).lower()
        assert "127.0.0.1" not in str(logged)
        found = list(_answers(received))
        statuses = [each["status"] for each in logged]
        # Who closes its side too early is answered nothing.
        assert statuses[: len(found)] == [status for status, _ in found]
        assert len(statuses) <= max(1, len(found))
        return found


def _answers(received: bytes) -> Iterator[tuple[int, bytes]]:
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        assert b"Content-Type: application/json" in head
        assert b"Content-Security-Policy: default-src 'none'" in head
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        yield int(head.split()[1]), rest[:length]
        received = rest[length:]


@pytest.fixture
def lines() -> Iterator[StringIO]:
    # Each line a minute after the one before, so that none is held back as a repetition.
    minutes = count(step=60)
    with logged(lambda: next(minutes)) as stream:
        yield stream


@pytest.fixture
async def server(lines: StringIO) -> AsyncIterator[Server]:
    async def messages(incoming: web.Request) -> web.Response:
        try:
            return web.json_response(await read_object(incoming))
        except Refusal as refusal:
            return problem(refusal)

    app = application([web.post("/api/messages", messages)], {})
    async with serving(app, "127.0.0.1", 0) as address:
        yield Server(address, lines)


def is_problem(body: bytes) -> bool:
    problem: dict[str, Any] = json.loads(body)
    return set(problem) == {"error", "message"} and problem["message"].endswith(".")


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_request_is_answered_400(server: Server, raw: bytes) -> None:
    ((status, body),) = await server.answers(raw)
    assert status == 400
    assert is_problem(body)


@pytest.mark.parametrize(("raw", "status"), ODD.values(), ids=ODD.keys())
async def test_an_odd_request_is_answered_without_its_own_words(
    server: Server, raw: bytes, status: int
) -> None:
    ((found, body),) = await server.answers(raw)
    assert found == status
    assert status == 200 or is_problem(body)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "QUERY"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/messages"])
async def test_a_method_that_a_route_does_not_have_is_answered_405(
    server: Server, method: str, path: str
) -> None:
    ((status, body),) = await server.answers(request(f"{method} {path}".encode(), SECRET + b": x"))
    assert status == 405
    assert is_problem(body)


async def test_what_follows_a_proper_request_is_refused_by_itself(server: Server) -> None:
    good, bad = request(b"GET /healthz"), MALFORMED["a secret as method"]
    upgrade, _ = ODD["a web socket"]
    for parts in ((good, bad), (upgrade + bad,), (upgrade, bad)):
        assert [status for status, _ in await server.answers(*parts)] == [200, 400]
    whole = request(POST, JSON, b"Content-Length: 2")
    assert [status for status, _ in await server.answers(whole, b"{}" + bad)] == [200, 400]
    # The parser gives up what it has read so far.
    assert [status for status, _ in await server.answers(good + bad)] == [400]


async def test_a_bad_chunk_that_comes_later_is_refused(server: Server) -> None:
    head = request(POST, JSON, CHUNKED, body=b"2\r\n{}\r\n")
    ((status, body),) = await server.answers(head, SECRET + b"\r\n")
    assert status == 400
    assert is_problem(body)


async def test_a_client_may_wait_until_its_body_is_wanted(server: Server) -> None:
    head = request(POST, JSON, b"Expect: 100-continue", b"Content-Length: 2")
    received = await answer_to(server.address, head, b"{}")
    assert received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


WORDS = (b"GET", b"POST", b"FOO", b" ", b"/healthz", b"/api/messages", b"HTTP/1.1", b":", b"7")
ODDS = (b"\r\n", b"\r\n\r\n", b"\n", b"\0", b"\xff", b"%", b"Content-Length: ", HOST, JSON, CHUNKED)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from((*WORDS, *ODDS, SECRET)), min_size=1, max_size=20).map(b"".join))
@example(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\nX")
async def test_whatever_bytes_come_none_of_them_are_sent_back(server: Server, raw: bytes) -> None:
    for status, body in await server.answers(raw, patience=0.02):
        assert status == 200 or is_problem(body)
