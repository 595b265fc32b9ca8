"""The HTTP endpoint that the channel calls: `POST /api/messages`."""

from contextlib import suppress
from dataclasses import replace

import structlog
from aiohttp import web

from bot.core.background import Background
from bot.http.body import check_headers, read_object
from bot.http.problem import Refusal
from bot.teams.adapter import TeamsAdapter
from bot.teams.admission import admit
from bot.teams.authenticate import Authenticator
from bot.teams.bot import Answered
from bot.teams.deliveries import Deliveries
from bot.teams.incoming import Incoming, incoming
from bot.teams.settings import ChannelSettings

PATH = "/api/messages"

_log = structlog.get_logger(__name__)


class Endpoint:
    """Authenticates, admits and answers activities; turns away everything else with a reason."""

    def __init__(
        self,
        settings: ChannelSettings,
        authenticator: Authenticator,
        adapter: TeamsAdapter,
        deliveries: Deliveries[Answered],
        background: Background,
    ) -> None:
        self._settings = settings
        self._authenticator = authenticator
        self._adapter = adapter
        self._deliveries = deliveries
        self._background = background

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; what a behaviour left to do begins once the answer is written."""
        try:
            activity = await self._admitted(request)
            answered = await self._answer(activity)
        except Refusal as refusal:
            _log.info("request_refused", error=refusal.code, status=refusal.status)
            return _refused(refusal)
        return await self._write(request, answered)

    async def _admitted(self, request: web.Request) -> Incoming:
        check_headers(request)
        caller = await self._authenticator.caller(request)
        activity = incoming(await read_object(request))
        admit(activity, caller, self._settings)
        return activity

    async def _answer(self, activity: Incoming) -> Answered:
        # An edit has the id of what it changes, so that only its words tell it from the last one.
        words = str(activity.body.get("text")) if activity.type == "messageUpdate" else ""
        key = (activity.conversation_id, activity.user_id, activity.type, activity.id, words)
        first: list[Answered] = []

        async def answer() -> Answered:
            first.append(await self._adapter.answer(activity))
            return replace(first[0], afterwards=None)

        repeated = await self._deliveries.once(key, answer)
        return first[0] if first else repeated

    async def _write(self, request: web.Request, answered: Answered) -> web.StreamResponse:
        response = _response(answered)
        # The caller may be gone; what was begun for them is finished all the same.
        with suppress(ConnectionError):
            await response.prepare(request)
            await response.write_eof()
        if answered.afterwards is not None:
            self._background.start(answered.afterwards)
        return response


def _response(answered: Answered) -> web.Response:
    if answered.body is None:
        return web.Response(status=answered.status)
    return web.json_response(answered.body, status=answered.status)


def _refused(refusal: Refusal) -> web.Response:
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    body = {"error": refusal.code, "message": refusal.sentence}
    return web.json_response(body, status=refusal.status, headers=headers)
