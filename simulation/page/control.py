"""Fault injection for the channel, and switches of people and administrators."""

import json
from dataclasses import dataclass

from aiohttp import web

from simulation.channel.faults import Fault
from simulation.channel.service import Channel


@dataclass(frozen=True)
class ChannelControl:
    """The requests below `/control` for one channel."""

    channel: Channel

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes: faults, keys, the bot, blocks, clients, receipts, installations."""
        return [
            web.post("/control/faults", self._add_fault),
            web.delete("/control/faults", self._clear_faults),
            web.post("/control/keys", self._roll_over),
            web.put("/control/bot", self._connect_bot),
            web.put("/control/bot/disabled", self._disable),
            web.delete("/control/bot/disabled", self._enable),
            web.put("/control/blocks/{person}", self._block),
            web.delete("/control/blocks/{person}", self._unblock),
            web.put("/control/clients/{person}", self._open_clients),
            web.put("/control/read-receipts", self._set_read_receipts),
            web.delete("/control/installations/{person}/{chat}", self._remove),
        ]

    async def _add_fault(self, request: web.Request) -> web.Response:
        try:
            self.channel.delivery.faults.tell(Fault(**await request.json()))
        except (json.JSONDecodeError, TypeError) as wrong:
            raise web.HTTPBadRequest(text=f"Not a fault: {wrong}") from wrong
        return web.Response(status=204)

    async def _clear_faults(self, _request: web.Request) -> web.Response:
        self.channel.delivery.faults.clear()
        return web.Response(status=204)

    async def _roll_over(self, _request: web.Request) -> web.Response:
        return web.json_response({"kid": self.channel.keys.roll_over()})

    async def _connect_bot(self, request: web.Request) -> web.Response:
        self.channel.delivery.endpoint = (await request.json()).get("endpoint")
        return web.Response(status=204)

    async def _disable(self, _request: web.Request) -> web.Response:
        return self._set_disabled(disabled=True)

    async def _enable(self, _request: web.Request) -> web.Response:
        return self._set_disabled(disabled=False)

    async def _block(self, request: web.Request) -> web.Response:
        self.channel.client.installations.blocked_by.add(request.match_info["person"])
        return web.Response(status=204)

    async def _unblock(self, request: web.Request) -> web.Response:
        self.channel.client.installations.blocked_by.discard(request.match_info["person"])
        return web.Response(status=204)

    async def _open_clients(self, request: web.Request) -> web.Response:
        number = int((await request.json())["number"])
        self.channel.single_sign_on.clients[request.match_info["person"]] = number
        return web.Response(status=204)

    async def _set_read_receipts(self, request: web.Request) -> web.Response:
        body = await request.json()
        receipts = self.channel.read_receipts
        receipts.granted = bool(body.get("granted", receipts.granted))
        receipts.off = set(body.get("off", receipts.off))
        return web.Response(status=204)

    async def _remove(self, request: web.Request) -> web.Response:
        person_id, client = request.match_info["person"], self.channel.client
        try:
            where = client.conversation(person_id, request.match_info["chat"])
        except KeyError as unknown:
            raise web.HTTPNotFound from unknown
        await client.remove(person_id, where)
        return web.Response(status=204)

    def _set_disabled(self, *, disabled: bool) -> web.Response:
        self.channel.client.installations.disabled = disabled
        return web.Response(status=204)
