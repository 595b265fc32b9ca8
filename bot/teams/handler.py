"""The bot's activity handler: one method for each kind of activity, which the SDK calls."""

from collections.abc import Callable, Collection
from typing import cast
from weakref import WeakValueDictionary

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from cachetools import TTLCache

from bot.chat.extension import Stage
from bot.chat.language import Languages
from bot.chat.surface import Surface
from bot.chat.turn import Edited, Event, Joined, Left, Pressed, Said, Scope, Turn
from bot.core.background import Background
from bot.core.clock import Now
from bot.http.problem import Refusal
from bot.teams.answers import (
    InvokeSurface,
    MessageSurface,
    PressedMessage,
    ToastSurface,
    TurnSurface,
)
from bot.teams.connector import Connector
from bot.teams.extension_requests import STAGES
from bot.teams.extensions import ExtensionInvokes
from bot.teams.incoming import Incoming, Received, broken
from bot.teams.invokes import toast
from bot.teams.read_receipts import ReadReceipts
from bot.teams.settings import ChannelSettings
from bot.teams.sign_in import SIGN_IN_INVOKES, SignInInvokes
from bot.teams.surfaces import ChatSurface
from bot.teams.targeted import TargetedAnswer
from bot.teams.turn_runner import TurnRunner
from bot.teams.turns import (
    card_action_event,
    edit_event,
    installation_event,
    is_automatic,
    is_guest,
    is_targeted,
    members_event,
    message_event,
    reference_of,
    scope_of,
)

CARD_ACTION = "adaptiveCard/action"
# Teams sends one installation twice, as installationUpdate and conversationUpdate, moments apart
# and in either order (docs/teams.md, "Activities").
SAME_INSTALLATION_SECONDS = 10.0
MAX_INSTALLATIONS = 2000


class PhotobotHandler(TeamsActivityHandler):
    """The SDK's handler: it makes a turn of each activity, with the surface for its answer."""

    def __init__(
        self,
        settings: ChannelSettings,
        turns: TurnRunner,
        extensions: ExtensionInvokes,
        *,
        languages: Languages,
        language_of: Callable[[str], str | None],
        connector: Connector,
        receipts: ReadReceipts,
        background: Background,
        now: Now,
        clock: Callable[[], float],
        sign_in: SignInInvokes | None = None,
        on_shared_cards: Collection[str] = (),
    ) -> None:
        self._settings = settings
        self._turns = turns
        self._extensions = extensions
        self._languages = languages
        self._language_of = language_of
        self._connector = connector
        self._receipts = receipts
        self._background = background
        self._now = now
        self._sign_in = sign_in
        self._on_shared_cards = on_shared_cards
        self._installations: TTLCache[tuple[str, type[Event]], str] = TTLCache(
            MAX_INSTALLATIONS, SAME_INSTALLATION_SECONDS, clock
        )
        self._pressed: WeakValueDictionary[tuple[str, str | None], PressedMessage] = (
            WeakValueDictionary()
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

    async def on_teams_read_receipt_event(
        self, read_receipt_info: object, turn_context: TurnContext
    ) -> None:
        """Note how far somebody read; it greets nobody, and nobody waits for an answer."""
        self._background.start(self._receipts.note(_received(turn_context).activity))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Answer an invoke, for which a client waits; raises Refusal 400, 429 or 501.

        The SDK's own method answers 500 to a press without a valid action, and 501 to sign-in.
        """
        activity = _received(turn_context).activity
        if activity.name is None:
            raise broken("name")
        if activity.name == CARD_ACTION:
            return await self.on_adaptive_card_action(turn_context)
        if activity.name in SIGN_IN_INVOKES:
            return await self.on_sign_in_invoke(turn_context)
        match STAGES.get(activity.name):
            case Stage.OPEN:
                return await self.on_teams_messaging_extension_fetch_task(turn_context)
            case Stage.SUBMIT:
                return await self.on_teams_messaging_extension_submit_action(turn_context)
            case Stage.SEARCH:
                return await self.on_teams_messaging_extension_query(turn_context)
        raise Refusal(501, "invoke_not_supported", "Photobot does not answer this kind of invoke.")

    async def on_adaptive_card_action(self, turn_context: TurnContext) -> InvokeResponse:
        """Answer a pressed Action.Execute; only a card in a personal chat is replaced."""
        received = _received(turn_context)
        activity, event = received.activity, card_action_event(received.activity)
        is_personal = self._scope(activity, event) is Scope.PERSONAL
        automatic = is_automatic(activity)
        # Nobody pressed, so a toast would appear out of nowhere.
        if automatic and not is_personal:
            return InvokeResponse(status=200, body=toast(""))
        chat = ChatSurface(self._connector, reference_of(activity, self._bot_id(activity)))
        message = activity.conversation_id, event.message_id
        pressed = self._pressed.setdefault(message, PressedMessage())
        surface = (
            InvokeSurface(chat, event.message_id, pressed, received.written, automatic)
            if is_personal
            else ToastSurface(chat, received.written)
        )
        await self._run(activity, event, surface, targeted=self._targeted(activity))
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

    # The SDK gives these three a model of the value as well, which drops and misreads fields.

    async def on_teams_messaging_extension_fetch_task(
        self, turn_context: TurnContext
    ) -> InvokeResponse:
        """Answer who opens a command of the message extension."""
        return await self._answer_extension(turn_context, Stage.OPEN)

    async def on_teams_messaging_extension_submit_action(
        self, turn_context: TurnContext
    ) -> InvokeResponse:
        """Answer who presses a button in a dialog of the message extension."""
        return await self._answer_extension(turn_context, Stage.SUBMIT)

    async def on_teams_messaging_extension_query(self, turn_context: TurnContext) -> InvokeResponse:
        """Answer who searches with the message extension."""
        return await self._answer_extension(turn_context, Stage.SEARCH)

    async def _answer_extension(self, turn_context: TurnContext, stage: Stage) -> InvokeResponse:
        activity = _received(turn_context).activity
        body = await self._extensions.body(activity, self._bot_id(activity), stage)
        return InvokeResponse(status=200, body=body)

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
        own = pressed if self._scope(activity, event) is Scope.PERSONAL else None
        chat = ChatSurface(self._connector, reference_of(activity, self._bot_id(activity)))
        # What others don't see can't be replied to before them.
        public = MessageSurface(chat, None if is_targeted(activity) else activity.id, own)
        alone = self._targeted(activity)
        targeted = TargetedAnswer(alone, public) if alone else None
        await self._run(activity, event, public, targeted=targeted, held_by=targeted)

    def _targeted(self, activity: Incoming) -> ChatSurface | None:
        """Return what the sender alone sees of a conversation that others read, if anything."""
        if not self._settings.targeted or scope_of(activity) is Scope.PERSONAL:
            return None
        where = reference_of(activity, self._bot_id(activity))
        return ChatSurface(self._connector, where, targeted=True)

    async def _run(
        self,
        activity: Incoming,
        event: Event,
        surface: TurnSurface,
        *,
        targeted: Surface | None = None,
        held_by: TurnSurface | None = None,
    ) -> None:
        where = reference_of(activity, self._bot_id(activity))
        recognised = self._language_of(event.text) if isinstance(event, Said | Edited) else None
        written_in = recognised if recognised in self._languages.known else None
        language = written_in or where.locale
        turn = Turn(
            where=where,
            scope=self._scope(activity, event),
            event=event,
            activity_id=activity.id,
            guest=is_guest(activity),
            received_at=self._now(),
            reader=self._languages.reader(where.person_id, language, where.timezone),
            surface=surface,
            targeted=targeted,
            is_targeted=is_targeted(activity),
            written_in=written_in,
        )
        await self._turns.run(turn, held_by or surface)

    def _scope(self, activity: Incoming, event: Event) -> Scope:
        """Return who can read the conversation.

        A card that people themselves sent may stand in a chat between two people, of which it is
        not known whether it is called personal (docs/teams.md, T13). So others read it anywhere.
        """
        is_shared = isinstance(event, Pressed) and event.verb in self._on_shared_cards
        return Scope.GROUP if is_shared else scope_of(activity)

    def _bot_id(self, activity: Incoming) -> str:
        # Not every client sends `recipient`.
        return activity.bot_id or f"28:{self._settings.app_id}"


def _received(turn_context: TurnContext) -> Received:
    return cast(Received, turn_context.turn_state[Received])
