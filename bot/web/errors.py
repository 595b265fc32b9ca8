"""Errors of HTTP as JSON, without a word about the inside."""

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.core.logs import where_it_broke

_log = structlog.get_logger(__name__)


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer `{"error", "message"}` for wrong paths and methods, and for our own failures."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _as_json(error)
    except Exception as error:  # noqa: BLE001 - the last one to notice; nothing may reach the caller
        _log.error("request_failed", **where_it_broke(error))
        return web.json_response(
            {"error": "internal_error", "message": "Photobot could not answer."}, status=500
        )


def _as_json(error: web.HTTPException) -> web.Response:
    code = error.reason.lower().replace(" ", "_")
    kept = {name: error.headers[name] for name in ("Allow",) if name in error.headers}
    body = {"error": code, "message": f"{error.reason}."}
    return web.json_response(body, status=error.status, headers=kept)
