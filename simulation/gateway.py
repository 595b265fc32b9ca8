"""The edge: turns HTTP requests into calls and answers into HTTP responses."""

import contextlib
from dataclasses import dataclass

from aiohttp import web

from simulation.faults import Reset
from simulation.tenant import Tenant
from simulation.web import Answer, Call, Service

LARGEST_BODY = 64 * 1024 * 1024


@dataclass(frozen=True)
class Gateway:
    """Serves one service at one address."""

    address: str
    service: Service
    tenant: Tenant

    def application(self) -> web.Application:
        """An aiohttp application that hands every request to the service."""
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_route("*", "/{path:.*}", self._handle)
        return application

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            answer = await self.service.answer(await self._call(request), self.tenant)
        except Reset:
            _break(request)
            return web.Response(status=500)
        if answer.cut_after is not None:
            return await _cut(request, answer)
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)

    async def _call(self, request: web.Request) -> Call:
        path, _, query = request.raw_path.partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        return Call(self.address, request.method, path, query, headers, body)


def _break(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def _cut(request: web.Request, answer: Answer) -> web.StreamResponse:
    """Announce the whole body, send a part of it and break the connection."""
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = len(answer.body)
    await response.prepare(request)
    await response.write(answer.body[: answer.cut_after])
    _break(request)
    with contextlib.suppress(ConnectionError):
        await response.write_eof()
    return response
