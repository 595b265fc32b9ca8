"""Runs a turn through botbuilder's adapter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
)
from botframework.connector.auth import AuthenticateRequestResult, ClaimsIdentity

from bot.chat.reply import Reply
from bot.chat.turn import Pressed, Scope, Turn
from bot.http.problem import Refusal
from bot.teams.bot import Answered, Bot, Work
from bot.teams.connector import Connector
from bot.teams.incoming import Incoming, broken
from bot.teams.messages import card_message
from bot.teams.sdk_connector import Authentication, NoConnector
from bot.teams.settings import ChannelSettings
from bot.teams.signin import INVOKES as SIGN_IN
from bot.teams.signin import SignIn
from bot.teams.turns import CARD_ACTION, is_automatic, turn_of, turn_with
from bot.teams.twins import Twins

NOTHING_PRESSED = Pressed("", {}, None)


class TeamsAdapter:
    """Hands admitted activities to the bot, and gives back what HTTP is to answer."""

    def __init__(
        self,
        settings: ChannelSettings,
        bot: Bot,
        connector: Connector,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        sign_in: SignIn | None = None,
    ) -> None:
        self._settings = settings
        self._bot = bot
        self._now = now
        self._sign_in = sign_in
        self._twins = Twins(clock)
        self._connector = connector
        self._adapter = CloudAdapterBase(Authentication())
        self._authenticated = _authenticated(settings)

    async def answer(self, activity: Incoming) -> Answered:
        """Answer one activity; raises Refusal 400 or 501."""
        if activity.type == "invoke" and activity.name != CARD_ACTION:
            return await self._signing_in(activity) or _without_turn(activity)
        turn = turn_of(activity, app_id=self._settings.app_id, received_at=self._now())
        if turn is None or self._twins.is_second(turn, activity.type):
            return Answered()
        return await self._run(turn, activity)

    async def _signing_in(self, activity: Incoming) -> Answered | None:
        """Answer what belongs to sign-in; what follows is said in a message of its own."""
        if self._sign_in is None or activity.name not in SIGN_IN:
            return None
        app_id, received_at = self._settings.app_id, self._now()
        turn = turn_with(activity, NOTHING_PRESSED, app_id=app_id, received_at=received_at)
        if turn.guest or turn.scope is not Scope.PERSONAL:
            return Answered({"failureDetail": "not_here"}, status=412)
        answer = await self._sign_in.answer(activity)
        if answer.then is None:
            return Answered(answer.body, status=answer.status)
        following = replace(turn, event=Pressed(answer.then, {}, None))
        return Answered(answer.body, partial(self._follow, following), answer.status)

    async def _follow(self, turn: Turn) -> None:
        answered = await self._bot.on_message(turn, partial(self._post, turn))
        if answered.afterwards is not None:
            await answered.afterwards()

    async def _run(self, turn: Turn, activity: Incoming) -> Answered:
        afterwards: list[Work] = []

        async def on_turn(context: TurnContext) -> None:
            answered = await self._on_turn(context, turn, activity)
            if answered.afterwards is not None:
                afterwards.append(answered.afterwards)

        invoke = await self._adapter.process_activity(
            self._authenticated, _as_answered(activity), on_turn
        )
        body = invoke.body if invoke is not None else None
        return Answered(body, next(iter(afterwards), None))

    async def _on_turn(self, context: TurnContext, turn: Turn, activity: Incoming) -> Answered:
        if activity.type != "invoke":
            return await self._bot.on_message(turn, partial(self._post, turn))
        answered = await self._bot.on_press(turn, automatic=is_automatic(activity))
        response = InvokeResponse(status=200, body=answered.body)
        await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=response))
        return answered

    async def _post(self, turn: Turn, reply: Reply) -> str:
        # Not by the turn's context, which copies a card and serialises it slowly.
        where = turn.where
        message = card_message(where, reply.card, reply.summary)
        return await self._connector.reply(
            where.service_url, where.conversation_id, turn.activity_id, message
        )


def _as_answered(activity: Incoming) -> Activity:
    """Only what botbuilder reads to answer: it takes a millisecond to deserialise everything."""
    return Activity(
        type=activity.type,
        id=activity.id,
        channel_id=activity.channel_id,
        service_url=activity.service_url,
        conversation=ConversationAccount(id=activity.conversation_id),
        from_property=ChannelAccount(id=activity.user_id),
        recipient=ChannelAccount(id=activity.bot_id),
    )


def _without_turn(activity: Incoming) -> Answered:
    if activity.name is None:
        raise broken("name")
    if activity.name in SIGN_IN:
        return Answered()
    raise Refusal(501, "invoke_not_supported", "Photobot does not answer this kind of invoke.")


def _authenticated(settings: ChannelSettings) -> AuthenticateRequestResult:
    result = AuthenticateRequestResult()
    result.claims_identity = ClaimsIdentity({"aud": settings.app_id}, not settings.anonymous)
    result.connector_factory = NoConnector()
    return result
