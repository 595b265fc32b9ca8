"""Hands each turn to the behaviour that answers it, and notes which cards people press."""

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import structlog

from bot.chat.buttons import card_in
from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.edits import Edits
from bot.chat.language import Gettext, Languages
from bot.chat.privacy import Privacy
from bot.chat.router import Handler, Router
from bot.chat.stores import PreferenceStore, PressStore
from bot.chat.turn import Answered, Edited, Left, Pressed, Said, Scope, Turn
from bot.core.logs import where_it_broke
from cards.views import MessageView

S = TypeVar("S")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Dispatcher(Generic[S]):
    """The choice of a behaviour for each turn.

    Where others read, only behaviours registered `in_public` answer before them. All others answer
    the person alone (`bot.chat.privacy`).

    Attributes:
        services: what every behaviour is given.
        recognise: returns the intent of a text that is in a language.
        preferences: where it is noted in which language people write.
        guest: makes the refusal for people from other organisations.
        tell_missed: wraps the turn of a person who missed messages, so that its answer says so.
        presses: where it is noted that people opened and tapped a card.
        refreshes: verbs that clients press by themselves; not all of them say so.
    """

    router: Router[S]
    services: S
    recognise: Callable[[str, str], str]
    languages: Languages
    chats: ConversationStore
    preferences: PreferenceStore
    privacy: Privacy
    guest: Callable[[Gettext], MessageView]
    tell_missed: Callable[[Turn, S], AbstractAsyncContextManager[Turn]]
    presses: PressStore
    refreshes: Collection[str] = ()
    edits: Edits = field(default_factory=Edits)

    async def __call__(self, turn: Turn) -> None:
        """Answer one turn; raises NotDelivered, and whatever a behaviour raises."""
        with suppress(Answered):
            if turn.guest:
                await self._decline(turn)
            elif turn.scope is Scope.PERSONAL:
                await self._answer_personal(turn)
            elif not isinstance(turn.event, Left):
                # A group that the bot leaves is no reason to forget a person's own chat.
                await self._answer_shared(turn)

    async def _decline(self, turn: Turn) -> None:
        # Nothing else that a guest does expects an answer.
        if isinstance(turn.event, Said | Pressed):
            unseen = turn.targeted if turn.is_targeted and turn.targeted else turn.surface
            await replace(turn, surface=unseen).show(self.guest(turn.reader.gettext))

    async def _answer_personal(self, turn: Turn) -> None:
        where = turn.where
        if not isinstance(turn.event, Left):
            where = await self.chats.remember(turn.where)
            language = await self._language(turn, where)
            turn = self._with_reader(turn, language, where.timezone)
        if isinstance(turn.event, Pressed):
            await self._note(turn, turn.event)
        intent = self._intent(turn)
        async with self._telling(turn, where) as telling:
            if handler := self.router.find(turn.event, intent):
                await handler(self.edits.as_said(telling, intent), self.services)
            elif handler := self.router.fallback(turn.event):
                await handler(telling, self.services)

    async def _answer_shared(self, turn: Turn) -> None:
        if isinstance(turn.event, Said):
            # A picture that others see is never fetched, and the words are answered alone.
            turn = replace(turn, event=Said(turn.event.text))
        turn = await self.privacy.recognise(turn)
        # Only read: the group must not be stored as the person's own chat.
        known = await self.chats.of_person(turn.where.person_id)
        turn = self._with_reader(turn, await self._language(turn, known), None)
        intent = self._intent(turn)
        if handler := self.router.find(turn.event, intent, in_public=True):
            await self._answer_as_asked(self.edits.as_said(turn, intent), handler)
        elif handler := self.router.find(turn.event, intent):
            request = self.edits.as_said(turn, intent)
            in_own_chat = self.router.is_in_own_chat(turn.event, intent)
            async with (
                self.privacy.alone(request, in_own_chat=in_own_chat) as alone,
                self._telling(alone, known) as private,
            ):
                await handler(private, self.services)
        elif handler := self.router.fallback(turn.event, in_public=True):
            await self._answer_as_asked(turn, handler)

    async def _answer_as_asked(self, turn: Turn, handler: Handler[S]) -> None:
        """Let a behaviour that says nothing of anybody answer: unseen, if it was asked unseen."""
        if turn.is_targeted:
            async with self.privacy.alone(turn) as alone:
                await handler(alone, self.services)
        else:
            await handler(turn, self.services)

    async def _note(self, turn: Turn, press: Pressed) -> None:
        card = card_in(press.data)
        if card is None:
            return
        automatic = press.automatic or press.verb in self.refreshes
        try:
            await self.presses.note_press(
                card, turn.reader.id, turn.received_at, automatic=automatic
            )
        except Exception as error:  # noqa: BLE001 - whoever pressed is answered all the same
            _log.warning("press_not_noted", **where_it_broke(error))

    def _telling(
        self, turn: Turn, where: ConversationReference | None
    ) -> AbstractAsyncContextManager[Turn]:
        if where and where.has_missed:
            return self.tell_missed(turn, self.services)
        return nullcontext(turn)

    async def _language(self, turn: Turn, known: ConversationReference | None) -> str | None:
        """Return the language of the answer, and note the one that the person writes in.

        What they chose goes before what they write in, and that before their client's.
        """
        if turn.written_in and not (known and known.written_in == turn.written_in):
            person = turn.where.person_id
            return await self.preferences.note_written_in(person, turn.written_in)
        if known is None:
            # What somebody without a chat of their own chose is in no conversation that is known.
            return await self.preferences.language_of(turn.where.person_id) or turn.where.locale
        return known.locale or turn.where.locale

    def _intent(self, turn: Turn) -> str:
        event = turn.event
        if not isinstance(event, Said | Edited):
            return ""
        return self.recognise(event.text, turn.language)

    def _with_reader(self, turn: Turn, locale: str | None, timezone: str | None) -> Turn:
        where = replace(turn.where, locale=locale, timezone=timezone or turn.where.timezone)
        reader = self.languages.reader(turn.where.person_id, locale, where.timezone)
        return replace(turn, where=where, reader=reader)
