"""Connections are bounded: those that never finish a request neither stay nor stop the others."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from io import StringIO
from typing import Any

import pytest
from aiohttp import web

from bot.http.body import read_object
from bot.web.connections import BACKLOG, RESERVED_FILES, connections_within
from bot.web.server import application, serving
from tests.core.logged import logged
from tests.web.raw import Streams, answer_to, connected, request

LIMIT = 8
HALF_A_LINE = b"GET /heal"
HALF_THE_HEADERS = request(b"GET /healthz")[:-2]
HALF_A_BODY = request(
    b"POST /swallow", b"Content-Type: application/json", b"Content-Length: 9", body=b"{"
)
UNREAD_BODY = request(b"GET /healthz", b"Content-Length: 9", body=b"{")
UNFINISHED = {
    "nothing": b"",
    "half a line": HALF_A_LINE,
    "half the headers": HALF_THE_HEADERS,
    "half a body": HALF_A_BODY,
    "half a body that nobody reads": UNREAD_BODY,
}
HEALTH = request(b"GET /healthz")
LAST = request(b"GET /healthz", b"Connection: close")


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.server.connections_within", lambda _: LIMIT)


@pytest.fixture
def lines() -> Iterator[StringIO]:
    with logged() as stream:
        yield stream


def events(lines: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


@pytest.fixture
def held() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
async def address(lines: StringIO, held: asyncio.Event) -> AsyncIterator[str]:
    async def swallow(incoming: web.Request) -> web.Response:
        return web.json_response(await read_object(incoming))

    async def hold(_: web.Request) -> web.Response:
        await held.wait()
        return web.json_response({"held": True})

    async def large(_: web.Request) -> web.Response:
        return web.Response(body=bytes(64 << 20))

    routes = [web.post("/swallow", swallow), web.get("/hold", hold), web.get("/large", large)]
    async with serving(application(routes, {}), "127.0.0.1", 0) as address:
        yield address
        held.set()


@asynccontextmanager
async def flood(address: str, raw: bytes, count: int = 4 * LIMIT) -> AsyncIterator[list[Streams]]:
    """So many connections at a time that send this much and no more."""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(count):
            opened.append(await stack.enter_async_context(connected(address)))
            opened[-1][1].write(raw)
            await asyncio.sleep(0)
        await asyncio.sleep(0.02)
        yield opened


async def head_of(streams: Streams) -> bytes:
    """The first line of what is answered; nothing where the connection was closed."""
    try:
        return await asyncio.wait_for(streams[0].readline(), 5)
    except ConnectionResetError:
        return b""


async def is_closed(streams: Streams) -> bool:
    """Whether the connection ends; a client that waits for ever fails."""
    with suppress(ConnectionError):
        await asyncio.wait_for(streams[0].read(), 5)
    return True


async def trickle(streams: Streams, raw: bytes) -> None:
    """Send a byte at a time, each in good time, until the connection ends or the bytes do."""
    reader, writer = streams
    for byte in raw:
        if reader.at_eof() or reader.exception():
            break
        writer.write(bytes([byte]))
        await asyncio.sleep(0.01)


async def ask(streams: Streams, raw: bytes = HEALTH) -> bytes:
    """Send a request and read its whole answer; return the answer's first line."""
    reader, writer = streams
    writer.write(raw)
    line = await head_of(streams)
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0]))
    return line


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize("raw", UNFINISHED.values(), ids=UNFINISHED.keys())
async def test_others_are_answered_while_a_flood_of_unfinished_requests_hangs(
    address: str, lines: StringIO, raw: bytes
) -> None:
    async with flood(address, raw) as opened:
        for _ in range(3):
            assert (await answer_to(address, LAST)).startswith(b"HTTP/1.1 200 OK")
        for streams in opened[:-LIMIT]:
            assert await is_closed(streams)
    logged = [each["event"] for each in events(lines) if each.get("route") != "/healthz"]
    assert logged == ["too_many_connections"]


@pytest.mark.usefixtures("limited")
async def test_a_flood_closes_no_request_that_is_being_answered(
    address: str, held: asyncio.Event
) -> None:
    async with connected(address) as waiting:
        waiting[1].write(request(b"GET /hold"))
        await asyncio.sleep(0.02)
        async with flood(address, HALF_A_LINE):
            held.set()
            assert await head_of(waiting) == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.usefixtures("limited")
async def test_unfinished_requests_make_room_before_connections_that_were_used(
    address: str,
) -> None:
    async with connected(address) as used:
        assert await ask(used) == b"HTTP/1.1 200 OK\r\n"
        async with flood(address, HALF_A_LINE):
            assert await ask(used) == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.usefixtures("limited")
async def test_idle_connections_make_room_when_nothing_else_can(address: str) -> None:
    async with AsyncExitStack() as stack:
        used = []
        for _ in range(LIMIT + 2):
            used.append(await stack.enter_async_context(connected(address)))
            assert await ask(used[-1]) == b"HTTP/1.1 200 OK\r\n"
        assert [await head_of(streams) for streams in used[:2]] == [b"", b""]
        assert [await ask(streams) for streams in used[2:]] == [b"HTTP/1.1 200 OK\r\n"] * LIMIT


@pytest.mark.usefixtures("limited")
async def test_a_new_connection_is_closed_where_all_others_are_being_answered(
    address: str, held: asyncio.Event
) -> None:
    async with flood(address, request(b"GET /hold"), LIMIT) as busy:
        async with connected(address) as late:
            late[1].write(HEALTH)
            assert await head_of(late) == b""
        held.set()
        assert [await head_of(streams) for streams in busy] == [b"HTTP/1.1 200 OK\r\n"] * LIMIT


@pytest.mark.parametrize("raw", [b"", HALF_A_LINE, HALF_THE_HEADERS])
async def test_headers_that_are_not_complete_in_time_close_the_connection(
    address: str, monkeypatch: pytest.MonkeyPatch, raw: bytes
) -> None:
    monkeypatch.setattr("bot.web.connections.HEADER_SECONDS", 0.1)
    async with connected(address) as streams:
        await trickle(streams, raw)
        assert await is_closed(streams)


async def test_headers_of_a_further_request_have_a_deadline_and_the_pause_before_has_none(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.connections.HEADER_SECONDS", 0.5)
    async with connected(address) as streams:
        for _ in range(2):
            assert await ask(streams) == b"HTTP/1.1 200 OK\r\n"
            await asyncio.sleep(0.6)
        await trickle(streams, HALF_THE_HEADERS)
        assert await is_closed(streams)


async def test_a_body_may_take_longer_than_the_headers_may(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.connections.HEADER_SECONDS", 0.05)
    async with connected(address) as streams:
        streams[1].write(HALF_A_BODY)
        await asyncio.sleep(0.1)
        assert await ask(streams, b"       }") == b"HTTP/1.1 200 OK\r\n"


async def test_a_client_that_never_reads_its_answer_is_closed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.connections.WRITE_SECONDS", 0.05)
    async with connected(address) as (reader, writer):
        writer.write(request(b"GET /large"))
        await asyncio.sleep(0.3)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(64 << 20)


@pytest.mark.parametrize(
    ("files", "connections"), [(256, 64), (1024, 468), (65_536, 2_000), (2_000, 1_444)]
)
def test_files_are_left_for_what_the_bot_calls_itself(files: int, connections: int) -> None:
    assert connections_within(files) == connections
    if files >= 1024:
        assert connections + 2 * BACKLOG + RESERVED_FILES <= files
