"""The page's requests about the bot's commands: message extension and slash commands."""

from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation
from simulation.channel.delivery import Answer
from simulation.channel.extensions import MessageExtensions, Opening
from simulation.page.requests import json_object, message_in, place, shown

THEMES = ("default", "dark", "contrast")

Json = dict[str, Any]


@dataclass(frozen=True)
class Extensions:
    """The commands that a person may use, and what the bot answers to them."""

    client: TeamsClient
    extensions: MessageExtensions

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes below `/api/as/{person}`."""
        return [
            web.get("/api/as/{person}/commands", self._list),
            web.get("/api/as/{person}/slash-commands", self._list_slash),
            web.post("/api/as/{person}/chats/{chat}/extension/{stage}", self._ask),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        commands = self.extensions.commands(request.match_info["person"])
        return web.json_response([asdict(command) for command in commands])

    async def _list_slash(self, request: web.Request) -> web.Response:
        manifest, device = (
            self.extensions.manifest,
            self.client.device(request.match_info["person"]),
        )
        commands = [asdict(each) for each in manifest.slash_commands(device.locale)]
        return web.json_response({"targeted": manifest.takes_targeted, "commands": commands})

    async def _ask(self, request: web.Request) -> web.Response:
        person_id, where = place(self.client, request)
        body = await json_object(request)
        opening = self._opening(person_id, where, body)
        try:
            return shown(
                await self._answer(request.match_info["stage"], person_id, where, opening, body)
            )
        except ValueError as refused:
            raise web.HTTPBadRequest(text=str(refused)) from refused

    async def _answer(
        self, stage: str, person_id: str, where: Conversation, opening: Opening, body: Json
    ) -> Answer:
        ask = self.extensions
        if stage == "fetchTask":
            return await ask.fetch_task(person_id, where, opening)
        if stage == "submitAction":
            return await ask.submit(person_id, where, opening, dict(body.get("data") or {}))
        if stage == "query":
            parameters, skip = list(body.get("parameters") or ()), int(body.get("skip") or 0)
            return await ask.query(person_id, where, opening, parameters, skip)
        if stage == "selectItem":
            return await ask.select(person_id, where, opening, body.get("item"))
        raise web.HTTPNotFound(text="No such stage.")

    def _opening(self, person_id: str, where: Conversation, body: Json) -> Opening:
        theme, message_id = str(body.get("theme", "default")), body.get("message")
        message = message_in(self.client, where, str(message_id), person_id) if message_id else None
        return Opening(
            command=str(body.get("command")),
            context=str(body.get("context", "compose")),
            message=message,
            thread=body.get("thread"),
            theme=theme if theme in THEMES else "default",
        )
