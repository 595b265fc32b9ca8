"""The aiohttp application around the bot's own routes."""

from collections.abc import Iterable, Mapping

from aiohttp import web

from bot.web.errors import errors_as_json
from bot.web.headers import add_security_headers
from bot.web.health import Check, health_routes

MOST_BODY_BYTES = 1 << 20


def application(
    routes: Iterable[web.AbstractRouteDef], checks: Mapping[str, Check]
) -> web.Application:
    """Surround routes with health, JSON errors, security headers and a limit for bodies."""
    app = web.Application(middlewares=[errors_as_json], client_max_size=MOST_BODY_BYTES)
    app.on_response_prepare.append(add_security_headers)
    app.add_routes([*health_routes(checks), *routes])
    return app
