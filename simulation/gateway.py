"""The HTTP edge: requests become calls, and responses become HTTP responses."""

import contextlib
from dataclasses import dataclass

from aiohttp import web

from simulation.faults import ConnectionReset
from simulation.tenant import Tenant
from simulation.web import Call, Response, Service

MAX_BODY_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Gateway:
    """One service at one address."""

    address: str
    service: Service
    tenant: Tenant

    def application(self) -> web.Application:
        """Build an aiohttp application that hands every request to the service."""
        application = web.Application(client_max_size=MAX_BODY_BYTES)
        application.router.add_route("*", "/{path:.*}", self._handle)
        return application

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            response = await self.service.answer(await self._call(request), self.tenant)
        except ConnectionReset:
            _abort(request)
            return web.Response(status=500)
        if response.cut_after is not None:
            return await _send_part(request, response)
        return web.Response(status=response.status, body=response.body, headers=response.headers)

    async def _call(self, request: web.Request) -> Call:
        path, _, query = request.raw_path.partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        return Call(self.address, request.method, path, query, headers, body)


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def _send_part(request: web.Request, whole: Response) -> web.StreamResponse:
    """Announce the whole body, send a part of it, and drop the connection."""
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    response.content_length = len(whole.body)
    await response.prepare(request)
    await response.write(whole.body[: whole.cut_after])
    _abort(request)
    with contextlib.suppress(ConnectionError):
        await response.write_eof()
    return response
