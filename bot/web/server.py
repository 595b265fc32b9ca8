"""The bot's HTTP server: errors, headers and logs around its routes, start and stop."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.typedefs import Handler

from bot.core.failures import StartRefused
from bot.core.logs import where_it_broke
from bot.web.health import HealthCheck, health_routes

# Ten times what a message of Teams has (docs/teams.md, "Sizes").
MAX_BODY_BYTES = 1 << 20
SHUTDOWN_SECONDS = 15.0
# aiohttp's default is an hour. Stay above the usual idle timeout of proxies (60 s), so that they
# close first and never send a request on a connection that is being closed here.
KEEPALIVE_SECONDS = 75.0
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}

_log = structlog.get_logger(__name__)
_access_log = structlog.get_logger("access")


def application(
    routes: Iterable[web.AbstractRouteDef], checks: Mapping[str, HealthCheck]
) -> web.Application:
    """Add health routes, JSON errors, security headers and a limit for bodies to the routes."""
    app = web.Application(middlewares=[errors_as_json], client_max_size=MAX_BODY_BYTES)
    app.on_response_prepare.append(add_security_headers)
    app.add_routes([*health_routes(checks), *routes])
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the context is open, and yield the address, such as http://127.0.0.1:3978.

    Requests in flight are finished at the end. Raises StartRefused where it can't listen.
    """
    runner = web.AppRunner(
        app,
        access_log_class=AccessLog,
        shutdown_timeout=SHUTDOWN_SECONDS,
        keepalive_timeout=KEEPALIVE_SECONDS,
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise StartRefused(
                f"it can't listen on {host}:{port} ({error.strerror}): "
                "set PHOTOBOT_HOST and PHOTOBOT_PORT to an address that is free"
            ) from None
        # Port 0 lets the system choose one, so ask the socket.
        bound, chosen = runner.addresses[0][:2]
        yield f"http://[{bound}]:{chosen}" if ":" in bound else f"http://{bound}:{chosen}"
    finally:
        await runner.cleanup()


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer errors as `{"error", "message"}`, without the words of an exception."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code = error.reason.lower().replace(" ", "_")
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        body = {"error": code, "message": f"{error.reason}."}
        return web.json_response(body, status=error.status, headers=headers)
    except Exception as error:  # noqa: BLE001 - nothing above catches it but aiohttp's own page
        _log.error("request_failed", **where_it_broke(error))
        return web.json_response(
            {"error": "internal_error", "message": "Photobot could not answer."}, status=500
        )


async def add_security_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Set the headers that the handler did not set, and hide the server's software."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    # aiohttp would name its own version and Python's.
    response.headers["Server"] = "photobot"


class AccessLog(AbstractAccessLogger):
    """One log line a request, without anything that identifies a person."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Log method, route, status, bytes and milliseconds; `time` is in seconds."""
        # The route's pattern, not the path: a path or a query may hold a name or a token.
        resource = request.match_info.route.resource if isinstance(request, web.Request) else None
        _access_log.info(
            "request",
            method=request.method,
            route=resource.canonical if resource else "unknown",
            status=response.status,
            bytes=response.body_length,
            milliseconds=round(time * 1000, 1),
        )
