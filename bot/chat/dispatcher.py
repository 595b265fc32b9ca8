"""Takes a turn to the behaviour that answers it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from bot.chat.conversation import ConversationStore
from bot.chat.edits import Edits
from bot.chat.language import Gettext, Languages
from bot.chat.privacy import Privacy
from bot.chat.router import Router
from bot.chat.turn import Answered, Edited, Left, Pressed, Said, Scope, Turn
from cards.views import MessageView

S = TypeVar("S")


@dataclass(frozen=True)
class Dispatcher(Generic[S]):
    """Keeps the behaviours that speak of a person away from every place where others read.

    Attributes:
        services: what every behaviour is given.
        recognise: finds the intent of a text.
        guest: the polite no to somebody from another organisation.
    """

    router: Router[S]
    services: S
    recognise: Callable[[str], str]
    languages: Languages
    chats: ConversationStore
    privacy: Privacy
    guest: Callable[[Gettext], MessageView]
    edits: Edits = field(default_factory=Edits)

    async def __call__(self, turn: Turn) -> None:
        """Answer one turn; raises NotDelivered, and whatever a behaviour raises."""
        with suppress(Answered):
            if turn.guest:
                await self._decline(turn)
            elif turn.scope is Scope.PERSONAL:
                await self._answer_alone(turn)
            elif not isinstance(turn.event, Left):
                await self._answer_among_others(turn)

    async def _decline(self, turn: Turn) -> None:
        if isinstance(turn.event, Said | Pressed):
            await turn.show(self.guest(turn.reader.gettext))

    async def _answer_alone(self, turn: Turn) -> None:
        if not isinstance(turn.event, Left):
            where = await self.chats.remember(turn.where)
            turn = self._read_in(turn, where.locale, where.timezone)
        intent = self._intent(turn)
        if handler := self.router.find(turn.event, intent):
            await handler(self.edits.as_said(turn, intent), self.services)
        elif handler := self.router.fallback(turn.event):
            await handler(turn, self.services)

    async def _answer_among_others(self, turn: Turn) -> None:
        if isinstance(turn.event, Said):
            # Pictures are not looked at where others see them.
            turn = replace(turn, event=Said(turn.event.text))
        known = await self.chats.of_person(turn.where.person_id)
        turn = self._read_in(turn, (known and known.locale) or turn.where.locale, None)
        intent = self._intent(turn)
        if handler := self.router.find(turn.event, intent, in_public=True):
            await handler(self.edits.as_said(turn, intent), self.services)
        elif handler := self.router.find(turn.event, intent):
            asked = self.edits.as_said(turn, intent)
            async with self.privacy.alone(asked) as private:
                await handler(private, self.services)
        elif handler := self.router.fallback(turn.event, in_public=True):
            await handler(turn, self.services)

    def _intent(self, turn: Turn) -> str:
        event = turn.event
        return self.recognise(event.text) if isinstance(event, Said | Edited) else ""

    def _read_in(self, turn: Turn, locale: str | None, timezone: str | None) -> Turn:
        where = replace(turn.where, locale=locale, timezone=timezone or turn.where.timezone)
        reader = self.languages.reader(turn.where.person_id, locale, where.timezone)
        return replace(turn, where=where, reader=reader)
