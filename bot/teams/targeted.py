"""The answer to a message in a group chat or channel that only whoever wrote it sees."""

import asyncio
from dataclasses import dataclass, field

import structlog

from bot.chat.surface import Card, NotDelivered
from bot.teams.answers import MessageSurface
from bot.teams.surfaces import ChatSurface
from cards.render import View, card_of

_log = structlog.get_logger(__name__)

# The answer waits for this, and clients drop the words after a day anyway.
DELETE_SECONDS = 2.0


@dataclass
class TargetedAnswer:
    """Implements bot.teams.answers.TurnSurface beside the answer that others read.

    Attributes:
        chat: what the person alone sees of the conversation.
        public: the answer that others read, for words that say nothing of anybody.
    """

    chat: ChatSurface
    public: MessageSurface
    _has_begun: bool = False
    _held_as: str | None = None
    _showing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def message_id(self) -> None:
        """None, as a press that only this person sees is known from its row alone."""

    @property
    def answered(self) -> asyncio.Event:
        """Set once there is an answer of either kind, or it is certain that there will be none."""
        return self.public.answered

    @property
    def has_begun(self) -> bool:
        """Whether a card of the behaviour was shown, or is being shown."""
        return self._has_begun or self.public.has_begun

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Show a card to the person alone; raises NotDelivered."""
        self._has_begun = True
        async with self._showing:
            held, self._held_as = self._held_as, None
            return await self._show(held, card, summary)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message that the person alone sees; raises NotDelivered.

        Words that were held meanwhile are another message, which says that it changes: it goes.
        """
        self._has_begun = True
        async with self._showing:
            held, self._held_as = self._held_as, None
            try:
                await self.chat.update(message_id, card, summary)
                self.answered.set()
            finally:
                # Where the update is refused, the answer goes to another chat.
                if held:
                    await self._delete(held)

    async def hold(self, view: View) -> None:
        """Show some words until the behaviour's first card takes their place."""
        async with self._showing:
            if self.has_begun:
                return
            try:
                self._held_as = await self._show(None, card_of(view), view.summary)
            except NotDelivered:
                if self.public.answers_unseen:
                    # Others would wonder what takes longer than usual.
                    raise
                await self.public.hold(view)

    async def fail(self, view: View) -> None:
        """Show the apology, if need be before everybody; raises NotDelivered."""
        try:
            await self.show(card_of(view), view.summary)
        except NotDelivered:
            await self.public.fail(view)

    async def _delete(self, held: str) -> None:
        try:
            async with asyncio.timeout(DELETE_SECONDS):
                await self.chat.delete(held)
        except TimeoutError:
            _log.warning("held_words_not_deleted", reason="timed_out", status=None)
        except NotDelivered as refusal:
            # The answer is there, and clients drop these words after a day.
            _log.warning("held_words_not_deleted", reason=refusal.reason, status=refusal.status)

    async def _show(self, held: str | None, card: Card, summary: str) -> str:
        if held:
            await self.chat.update(held, card, summary)
        shown_as = held or await self.chat.show(card, summary)
        self.answered.set()
        return shown_as
