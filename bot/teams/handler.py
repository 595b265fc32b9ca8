"""The bot's activity handler: one method for each kind of activity, which the SDK calls."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, cast

import structlog
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from cachetools import TTLCache

from bot.chat.language import Gettext, Languages
from bot.chat.surface import NotDelivered, Surface
from bot.chat.turn import Event, Joined, Left, Pressed, Scope, Turn
from bot.core.background import Background
from bot.core.clock import Now
from bot.core.logs import where_it_broke
from bot.http.problem import Refusal
from bot.teams.connector import Connector
from bot.teams.incoming import Incoming, Received, broken
from bot.teams.invokes import toast
from bot.teams.settings import ChannelSettings
from bot.teams.sign_in import SIGN_IN_INVOKES, SignInInvokes
from bot.teams.surfaces import ChatSurface, InvokeSurface, MessageSurface, ToastSurface
from bot.teams.turns import (
    card_action_event,
    edit_event,
    installation_event,
    is_automatic,
    is_guest,
    members_event,
    message_event,
    reference_of,
    scope_of,
)
from cards.render import View

CARD_ACTION = "adaptiveCard/action"
# Teams sends one installation twice, as installationUpdate and conversationUpdate, moments apart
# and in either order (docs/teams.md, "Activities").
SAME_INSTALLATION_SECONDS = 10.0
MAX_INSTALLATIONS = 2000

_log = structlog.get_logger(__name__)


class TurnSurface(Surface, Protocol):
    """The surface of the answer to one activity."""

    @property
    def answered(self) -> asyncio.Event:
        """Set once there is an answer, or it is certain that there will be none."""

    async def fail(self, view: View) -> None:
        """Say that the behaviour failed; raises NotDelivered."""


class PhotobotHandler(TeamsActivityHandler):
    """The SDK's handler: it runs each behaviour, and apologises where one raises.

    A behaviour runs as a tracked task. The HTTP request is answered as soon as the first card was
    shown, as Teams waits 10 to 15 seconds only (docs/teams.md, "Deliveries"); the task goes on.
    """

    def __init__(
        self,
        settings: ChannelSettings,
        answer: Callable[[Turn], Awaitable[None]],
        *,
        apology: Callable[[Gettext], View],
        languages: Languages,
        connector: Connector,
        background: Background,
        now: Now,
        clock: Callable[[], float],
        sign_in: SignInInvokes | None = None,
    ) -> None:
        self._settings = settings
        self._answer = answer
        self._apology = apology
        self._languages = languages
        self._connector = connector
        self._background = background
        self._now = now
        self._sign_in = sign_in
        self._installations: TTLCache[tuple[str, type[Event]], str] = TTLCache(
            MAX_INSTALLATIONS, SAME_INSTALLATION_SECONDS, clock
        )

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Answer what somebody wrote, or submitted on a card."""
        activity = _received(turn_context).activity
        await self._answer_message(activity, message_event(activity, self._bot_id(activity)))

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """Answer a message that was edited, or whose deletion was undone."""
        activity = _received(turn_context).activity
        await self._answer_message(activity, edit_event(activity, self._bot_id(activity)))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Greet where the bot was installed, and forget where it was removed."""
        activity = _received(turn_context).activity
        await self._answer_installation(activity, installation_event(activity))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Do the same where the bot was added to a conversation, or removed from it."""
        activity = _received(turn_context).activity
        await self._answer_installation(activity, members_event(activity, self._bot_id(activity)))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Answer an invoke, for which a client waits; raises Refusal 400 or 501.

        The SDK's own method answers 500 to a press without a valid action, and 501 to sign-in.
        """
        activity = _received(turn_context).activity
        if activity.name is None:
            raise broken("name")
        if activity.name == CARD_ACTION:
            return await self.on_adaptive_card_action(turn_context)
        if activity.name in SIGN_IN_INVOKES:
            return await self.on_sign_in_invoke(turn_context)
        raise Refusal(501, "invoke_not_supported", "Photobot does not answer this kind of invoke.")

    async def on_adaptive_card_action(self, turn_context: TurnContext) -> InvokeResponse:
        """Answer a pressed Action.Execute; only a card in a personal chat is replaced."""
        received = _received(turn_context)
        activity, event = received.activity, card_action_event(received.activity)
        is_personal, automatic = scope_of(activity) is Scope.PERSONAL, is_automatic(activity)
        # Nobody pressed, so a toast would appear out of nowhere.
        if automatic and not is_personal:
            return InvokeResponse(status=200, body=toast(""))
        chat = ChatSurface(self._connector, reference_of(activity, self._bot_id(activity)))
        surface = (
            InvokeSurface(chat, event.message_id, received.written, automatic)
            if is_personal
            else ToastSurface(chat, received.written)
        )
        await self._run(activity, event, surface)
        return InvokeResponse(status=200, body=surface.body or toast(""))

    async def on_sign_in_invoke(self, turn_context: TurnContext) -> InvokeResponse:
        """Answer an invoke of single sign-on; the behaviour that follows sends a message."""
        received = _received(turn_context)
        activity = received.activity
        if self._sign_in is None:
            # Switched off since the card was sent; 501 would show the person an error.
            return InvokeResponse(status=200, body=None)
        if is_guest(activity) or scope_of(activity) is not Scope.PERSONAL:
            return InvokeResponse(status=412, body={"failureDetail": "not_here"})
        answer = await self._sign_in.answer(activity)
        if answer.then:
            self._background.start(self._run_afterwards(received, Pressed(answer.then, {}, None)))
        return InvokeResponse(status=answer.status, body=answer.body)

    async def _run_afterwards(self, received: Received, event: Event) -> None:
        await received.written.wait()
        await self._answer_message(received.activity, event)

    async def _answer_installation(self, activity: Incoming, event: Event | None) -> None:
        if not isinstance(event, Joined | Left):
            return
        key = (activity.conversation_id, type(event))
        # The pair of one installation has two types. The same type again, such as two
        # installationUpdates, is another installation.
        previous = self._installations.pop(key, activity.type)
        if previous == activity.type:
            self._installations[key] = activity.type
            await self._answer_message(activity, event)

    async def _answer_message(self, activity: Incoming, event: Event | None) -> None:
        if event is None:
            return
        pressed = event.message_id if isinstance(event, Pressed) else None
        # A card that others read is not replaced by what concerns one person.
        own = pressed if scope_of(activity) is Scope.PERSONAL else None
        chat = ChatSurface(self._connector, reference_of(activity, self._bot_id(activity)))
        await self._run(activity, event, MessageSurface(chat, activity.id, own))

    async def _run(self, activity: Incoming, event: Event, surface: TurnSurface) -> None:
        """Start the behaviour; return once its first card was shown, or it ended without one."""
        where = reference_of(activity, self._bot_id(activity))
        turn = Turn(
            where=where,
            scope=scope_of(activity),
            event=event,
            activity_id=activity.id,
            guest=is_guest(activity),
            received_at=self._now(),
            reader=self._languages.reader(where.person_id, where.locale, where.timezone),
            surface=surface,
        )
        self._background.start(self._complete(turn, surface))
        await surface.answered.wait()

    async def _complete(self, turn: Turn, surface: TurnSurface) -> None:
        try:
            await self._answer_or_apologise(turn, surface)
        except NotDelivered as refusal:
            _log.warning("reply_not_delivered", reason=refusal.reason, status=refusal.status)
        finally:
            surface.answered.set()

    async def _answer_or_apologise(self, turn: Turn, surface: TurnSurface) -> None:
        try:
            await self._answer(turn)
        except NotDelivered:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an apology
            kind = type(turn.event).__name__
            _log.error("behaviour_failed", event_type=kind, **where_it_broke(error))
            # After a first card its session has apologised already.
            if not surface.answered.is_set():
                await surface.fail(self._apology(turn.reader.gettext))

    def _bot_id(self, activity: Incoming) -> str:
        # Not every client sends `recipient`.
        return activity.bot_id or f"28:{self._settings.app_id}"


def _received(turn_context: TurnContext) -> Received:
    return cast(Received, turn_context.turn_state[Received])
