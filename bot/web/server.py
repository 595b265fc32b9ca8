"""The bot's HTTP server: errors, headers and logs around its routes, start and stop."""

import os
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import cast

import structlog
from aiohttp import HttpVersion10, hdrs, web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.typedefs import Handler

from bot.core.failures import StartRefused
from bot.core.logs import where_it_broke
from bot.core.process import file_limit
from bot.http.body import unfinished
from bot.http.problem import Refusal, problem
from bot.web.answers import add_security_headers, error_answer
from bot.web.connections import BACKLOG, Connections, connections_within
from bot.web.health import HealthCheck, health_routes

# Ten times what a message of Teams has (docs/teams.md, "Sizes").
MAX_BODY_BYTES = 1 << 20
SHUTDOWN_SECONDS = 15.0
# aiohttp's default is an hour. Stay above the usual idle timeout of proxies (60 s), so that they
# close first and never send a request on a connection that is being closed here.
KEEPALIVE_SECONDS = 75.0
# So long the rest of a body is taken that was refused, or else the client might miss the answer.
LINGERING_SECONDS = 2.0
# Each may have 8 KiB; proxies and browsers send about thirty.
MAX_HEADERS = 64

ROUTE = web.RequestKey("route", str)

_log = structlog.get_logger(__name__)
_access_log = structlog.get_logger("access")


def application(
    routes: Iterable[web.AbstractRouteDef], checks: Mapping[str, HealthCheck]
) -> web.Application:
    """Add health routes, JSON errors, security headers and a limit for bodies to the routes."""
    app = web.Application(middlewares=[errors_as_json], client_max_size=MAX_BODY_BYTES)
    app.on_response_prepare.append(set_headers)
    app.add_routes([*health_routes(checks), *routes])
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the context is open, and yield the address, such as http://127.0.0.1:3978.

    Requests in flight are finished at the end. Raises StartRefused where it can't listen.
    """
    async with AsyncExitStack() as stack:
        made = web.AppRunner(app)
        await made.setup()
        stack.push_async_callback(made.cleanup)
        runner = web.ServerRunner(_connections(made), shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
        except OSError as error:
            # asyncio names its own function and the address again; a look-up that failed has
            # no number of the system's.
            number = error.errno or 0
            why = os.strerror(number) if number > 0 else error.strerror
            raise StartRefused(
                f"it can't listen on {host}:{port} ({why}): "
                "set PHOTOBOT_HOST and PHOTOBOT_PORT to an address that is free"
            ) from None
        # Port 0 lets the system choose one, so ask the socket.
        bound, chosen = runner.addresses[0][:2]
        yield f"http://[{bound}]:{chosen}" if ":" in bound else f"http://{bound}:{chosen}"


def _connections(made: web.AppRunner) -> Connections:
    """Serve what aiohttp made of the application, over connections that are bounded."""
    server = cast(web.Server, made.server)
    return Connections(
        server,
        connections_within(file_limit()),
        access_log_class=AccessLog,
        keepalive_timeout=KEEPALIVE_SECONDS,
        lingering_time=LINGERING_SECONDS,
        max_headers=MAX_HEADERS,
    )


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer errors as `{"error", "message"}`, without the words of an exception."""
    # The route's pattern, not the path: a path or a query may hold a name or a token.
    if resource := request.match_info.route.resource:
        request[ROUTE] = resource.canonical
    if request.version < HttpVersion10:
        return error_answer(400)
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return error_answer(error.status, error.headers.get("Allow"))
    except ConnectionError:
        # The caller hung up, and nobody reads this.
        return error_answer(400)
    except Exception as error:  # noqa: BLE001 - nothing above catches it but aiohttp's own page
        _log.error("request_failed", **where_it_broke(error))
        return problem(Refusal(500, "internal_error", "Photobot could not answer."))


async def set_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Set the headers of every answer of the application."""
    add_security_headers(response)


class AccessLog(AbstractAccessLogger):
    """One log line a request, without anything that identifies a person."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Log method, route, status, bytes and milliseconds; `time` is in seconds."""
        _access_log.info(
            "request",
            # Without its C extension, aiohttp takes any word for a method.
            method=request.method if request.method in hdrs.METH_ALL else "unknown",
            route=request.get(ROUTE, "unknown"),
            status=response.status,
            **unfinished(request),
            bytes=response.body_length,
            milliseconds=round(time * 1000, 1),
        )
