"""One line for each request, without addresses, queries or anything that names a person."""

import structlog
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

_log = structlog.get_logger("access")


class AccessLog(AbstractAccessLogger):
    """Logs method, route (not path), status, bytes and milliseconds."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line; `time` is in seconds."""
        _log.info(
            "request",
            method=request.method,
            route=_route(request),
            status=response.status,
            bytes=response.body_length,
            milliseconds=round(time * 1000, 1),
        )


def _route(request: web.BaseRequest) -> str:
    resource = request.match_info.route.resource if isinstance(request, web.Request) else None
    return resource.canonical if resource else "unknown"
