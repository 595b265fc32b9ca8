"""`POST /api/messages`: turns an HTTP request into a turn, and its result into a response."""

import asyncio
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount
from botframework.connector.auth import AuthenticateRequestResult

from bot.core.single_flight import SingleFlight
from bot.http.body import check_headers, read_object, unfinished
from bot.http.problem import Refusal, problem
from bot.teams.authentication import Authentication
from bot.teams.handler import PhotobotHandler
from bot.teams.incoming import Incoming, Received, incoming

PATH = "/api/messages"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class HttpAnswer:
    """The HTTP response to an activity; `body` is None where it has none."""

    status: int = 200
    body: dict[str, Any] | None = None


class PhotobotAdapter(CloudAdapter):
    """The SDK's adapter, with a `process` that authenticates before it reads the body.

    The SDK's own reads bodies of any size before it knows the caller, and answers 500 to bad
    tokens and to every card invoke (docs/teams.md, "botbuilder-python 4.17.1").
    """

    def __init__(
        self, authentication: Authentication, deliveries: SingleFlight[HttpAnswer]
    ) -> None:
        super().__init__(authentication)
        self._authentication = authentication
        self._deliveries = deliveries

    async def process(
        self,
        request: web.Request,
        bot: PhotobotHandler,
        ws_response: web.WebSocketResponse | None = None,
    ) -> web.StreamResponse:
        """Answer one request, and a repeated delivery as the first; refusals are JSON problems.

        A behaviour that has not ended by then goes on in the background.
        """
        written = asyncio.Event()
        try:
            check_headers(request)
            caller = await self._authentication.caller(request)
            activity = incoming(await read_object(request))
            proven = self._authentication.admit(activity, caller)
            turn = partial(self._turn, proven, Received(activity, written), bot)
            return await _write(request, await self._deliveries.ask(_delivery(activity), turn))
        except Refusal as refusal:
            fields = {"error": refusal.code, "status": refusal.status, **unfinished(request)}
            _log.info("request_refused", **fields)
            return problem(refusal)
        finally:
            # Also where the caller has gone: surfaces wait for this before they update messages.
            written.set()

    async def _turn(
        self, proven: AuthenticateRequestResult, received: Received, bot: PhotobotHandler
    ) -> HttpAnswer:
        async def on_turn(context: TurnContext) -> None:
            context.turn_state[Received] = received
            if received.activity.type != ActivityTypes.invoke:
                await bot.on_turn(context)
                return
            # `on_turn` would hand the answer on as well, but copies the whole card for that.
            answer = await bot.on_invoke_activity(context)
            context.turn_state[self._INVOKE_RESPONSE_KEY] = Activity(value=answer)

        invoke: InvokeResponse | None = await self.process_activity(
            proven, _sdk_activity(received.activity), on_turn
        )
        return HttpAnswer(invoke.status, invoke.body) if invoke else HttpAnswer()


def _delivery(activity: Incoming) -> Hashable:
    # An edit has the id of the message, so only its text tells it from the edit before. The sender
    # is part of the key, so that nobody gets the answer to another person. Keys are kept for
    # minutes, and a text may be long, so its hash stands for it.
    text = hash(str(activity.body.get("text"))) if activity.type == "messageUpdate" else 0
    return (activity.conversation_id, activity.user_id, activity.type, activity.id, text)


def _sdk_activity(activity: Incoming) -> Activity:
    """Make the SDK's model from the fields whose shape was checked.

    Deserialising the whole body takes half a millisecond, and fails on odd shapes of fields that
    nothing reads.
    """
    return Activity(
        type=activity.type,
        id=activity.id,
        name=activity.name,
        channel_id=activity.channel_id,
        service_url=activity.service_url,
        conversation=ConversationAccount(id=activity.conversation_id),
        from_property=ChannelAccount(id=activity.user_id, aad_object_id=activity.person_id),
        recipient=ChannelAccount(id=activity.bot_id),
        value=activity.body.get("value"),
    )


async def _write(request: web.Request, answer: HttpAnswer) -> web.StreamResponse:
    if answer.body is None:
        response = web.Response(status=answer.status)
    else:
        response = web.json_response(answer.body, status=answer.status)
    # A caller who hung up is no error: the turn ran, and a second delivery gets this answer.
    with suppress(ConnectionError):
        await response.prepare(request)
        await response.write_eof()
    return response
