"""The connections of the HTTP server, bounded so that unfinished requests don't take all of them.

A connection that waits for its client is *unfinished* while a request has begun to arrive (or the
first one has yet to), and *idle* between two requests. At the limit the oldest unfinished one makes
room for a new one, then the oldest idle one. A client that sends its request at once is unfinished
for one round trip only, so that it is answered while thousands of others never finish.

There is no limit for an address: behind a proxy all connections have the proxy's.
"""

import asyncio
from enum import Enum, auto
from typing import Any, cast

import structlog
from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage
from aiohttp.web_protocol import RequestPayloadError

from bot.core.logs import where_it_broke
from bot.web.answers import add_security_headers, error_answer

MAX_CONNECTIONS = 2_000
MIN_CONNECTIONS = 64
# The loop accepts so many connections at a time, before any of them is counted.
BACKLOG = 128
# Files for the database, for calls to Microsoft 365 (`bot.http.session`) and to Teams.
RESERVED_FILES = 300
# For all headers of a request, from its first byte; the first request counts from the connection.
HEADER_SECONDS = 10.0
# A client that takes nothing of its answer for so long doesn't want it.
WRITE_SECONDS = 20.0

_log = structlog.get_logger(__name__)


def connections_within(files: int) -> int:
    """Return how many connections a process may have that can open so many files."""
    # Twice the backlog: what was accepted but not counted, and what was closed a moment ago.
    left = files - RESERVED_FILES - 2 * BACKLOG
    return max(MIN_CONNECTIONS, min(left, MAX_CONNECTIONS))


class Phase(Enum):
    """What a connection waits for: its client's request, its answer, or a further request."""

    UNFINISHED = auto()
    BUSY = auto()
    IDLE = auto()


class Connection(web.RequestHandler):
    """One connection, with deadlines, and answers to what aiohttp can't parse.

    aiohttp has a deadline for idle connections only, and quotes the caller in its answers and logs.
    """

    def __init__(self, server: "Connections", **options: Any) -> None:
        super().__init__(server, **options)
        self._server = server
        self.made_room = False
        self._body: StreamReader | None = None
        self._is_answered = False
        self._arrival: asyncio.TimerHandle | None = None
        self._departure: asyncio.TimerHandle | None = None

    @property
    def phase(self) -> Phase:
        """The phase that the connection is in."""
        if self._body is None or not self._body.is_eof():
            return Phase.UNFINISHED
        return Phase.IDLE if self._is_answered else Phase.BUSY

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the deadline of the first request."""
        super().connection_made(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Start the deadline of a further request at its first byte."""
        phase = self.phase
        if data and phase is Phase.IDLE:
            self._expect_request()
        super().data_received(data)
        if phase is Phase.UNFINISHED and self._body is not None:
            self._continue_body(self._body)

    def begin(self, body: StreamReader) -> None:
        """Note that the headers of a request are complete; `body` may have yet to arrive."""
        _cancel(self._arrival)
        self._body, self._is_answered = body, False
        self._server.sort(self)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Write the answer and note that it was written."""
        # An `Expect` that aiohttp doesn't know is refused before the application, and quoted.
        if isinstance(resp, web.HTTPException) and resp.status >= 400:
            resp = error_answer(resp.status)
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            self._is_answered = True
            self._server.sort(self)

    def pause_writing(self) -> None:
        """Start the deadline of a client that doesn't read its answer."""
        super().pause_writing()
        self._departure = self._after(WRITE_SECONDS)

    def resume_writing(self) -> None:
        """End that deadline."""
        super().resume_writing()
        _cancel(self._departure)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End the deadlines."""
        _cancel(self._arrival)
        _cancel(self._departure)
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what can't be parsed with the status alone, and close the connection."""
        response = error_answer(status)
        # The application, whose signal sets them, never sees such a request.
        add_security_headers(response)
        response.force_close()
        return response

    def log_access(
        self, request: web.BaseRequest, response: web.StreamResponse, time: float | None
    ) -> None:
        """Log an answer; those of connections that made room are one warning together."""
        if not self.made_room:
            super().log_access(request, response, time)

    def log_exception(self, *args: Any, **options: Any) -> None:
        """Log where an error was raised, without aiohttp's text, which names the client."""
        error = options.get("exc_info")
        # The rest of a body that nobody wanted to read; its request was answered.
        if isinstance(error, BaseException) and not isinstance(error, RequestPayloadError):
            _log.error("connection_failed", **where_it_broke(error))

    def _continue_body(self, body: StreamReader) -> None:
        """Note that more of a body arrived, or something that can't be parsed."""
        # aiohttp lets the reader of the body wait for what never comes.
        malformed = self._messages and not isinstance(self._messages[-1][0], RawRequestMessage)
        if malformed and not body.is_eof():
            body.set_exception(RequestPayloadError())
        self._server.sort(self)

    def _expect_request(self) -> None:
        self._body, self._is_answered = None, False
        self._arrival = self._after(HEADER_SECONDS)
        self._server.sort(self)

    def _after(self, seconds: float) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self._server.drop, self)


class Connections(web.Server):
    """All connections of the server, at most `limit` at a time."""

    def __init__(self, app: web.Server, limit: int, **options: Any) -> None:
        """Serve what aiohttp's own server of an application serves."""
        super().__init__(app.request_handler, request_factory=self._begin)
        self._make = app.request_factory
        self._limit = limit
        self._options = options
        self._open: dict[Connection, asyncio.Transport] = {}
        # In the order in which they began to wait.
        self._unfinished: dict[Connection, None] = {}
        self._idle: dict[Connection, None] = {}
        self._waiting = ((Phase.UNFINISHED, self._unfinished), (Phase.IDLE, self._idle))

    def __call__(self) -> web.RequestHandler:
        """Make the protocol of a new connection."""
        return Connection(self, loop=asyncio.get_running_loop(), **self._options)

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Count a new connection, and make room for it."""
        super().connection_made(handler, transport)
        connection = cast(Connection, handler)
        self._open[connection] = transport
        if len(self._open) > self._limit:
            # Where all others are busy, the new one goes.
            oldest = next(iter(self._unfinished or self._idle or [connection]))
            _log.warning("too_many_connections", limit=self._limit)
            oldest.made_room = True
            self.drop(oldest)

    def connection_lost(
        self, handler: web.RequestHandler, exc: BaseException | None = None
    ) -> None:
        """Forget a connection."""
        super().connection_lost(handler, exc)
        self._forget(cast(Connection, handler))

    def sort(self, connection: Connection) -> None:
        """Put a connection where its phase belongs; within the same phase it keeps its place."""
        if connection not in self._open:
            return
        phase = connection.phase
        for waits_for, waiting in self._waiting:
            if phase is waits_for:
                waiting.setdefault(connection)
            else:
                waiting.pop(connection, None)

    def drop(self, connection: Connection) -> None:
        """Close a connection at once, whatever it has yet to send or to read."""
        transport = self._open.get(connection)
        # Aborted, it would be counted until the loop's next round.
        self._forget(connection)
        if transport is not None:
            transport.abort()

    def _forget(self, connection: Connection) -> None:
        self._open.pop(connection, None)
        self._unfinished.pop(connection, None)
        self._idle.pop(connection, None)

    def _begin(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: "asyncio.Task[None]",
    ) -> web.BaseRequest:
        cast(Connection, protocol).begin(payload)
        return self._make(message, payload, protocol, writer, task)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
