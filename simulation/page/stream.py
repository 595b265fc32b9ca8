"""Server-sent events, which tell the page what happens."""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulation.channel.client import TeamsClient
from simulation.channel.messages import Feed
from simulation.page import views
from simulation.page.ports import PageTenant

POLL_SECONDS = 1.0
"""Seconds between two looks at what is stored, of which there are no events."""


@dataclass(frozen=True)
class Stream:
    """`/api/as/{person}/events`: messages of a person's conversations, and stored pictures."""

    feed: Feed
    client: TeamsClient
    tenant: PageTenant
    poll_seconds: float = POLL_SECONDS

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the route."""
        return [web.get("/api/as/{person}/events", self._events)]

    async def _events(self, request: web.Request) -> web.StreamResponse:
        person_id = request.match_info["person"]
        if person_id not in self.tenant.people:
            raise web.HTTPNotFound
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            await self._follow(person_id, response)
        return response

    async def _follow(self, person_id: str, response: web.StreamResponse) -> None:
        chats = {where.id for where in self.client.conversations.of(person_id)}
        shown: views.Json | None = None
        with self.feed.listen() as queue:
            while True:
                self.client.messages.vanish()
                held = views.holdings(person_id, self.tenant.snapshot(person_id))
                if held != shown:
                    shown = held
                    await _send(response, "holdings", held)
                try:
                    event = await asyncio.wait_for(queue.get(), self.poll_seconds)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if event is None:
                    return
                await _pass_on(response, event, chats, person_id)


async def _pass_on(
    response: web.StreamResponse, event: Mapping[str, Any], chats: set[str], person_id: str
) -> None:
    if event["event"] in ("message", "vanished"):
        message = event["message"]
        if message.conversation in chats and message.is_seen_by(person_id):
            await _send(response, event["event"], views.message(message))
    elif event["event"] == "typing" and event["conversation"] in chats:
        await _send(response, "typing", event)


async def _send(response: web.StreamResponse, name: str, value: Mapping[str, Any]) -> None:
    await response.write(f"event: {name}\ndata: {json.dumps(value)}\n\n".encode())
