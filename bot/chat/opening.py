"""A surface whose cards open with words of their own, above what a behaviour shows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.surface import Card, Surface
from cards.render import opened_with


@dataclass
class OpeningSurface:
    """Implements bot.chat.surface.Surface: puts words on top of every card of a turn.

    Attributes:
        was_shown: awaited once, after a card with the words was delivered.
    """

    surface: Surface
    words: str
    was_shown: Callable[[], Awaitable[None]]
    _is_noted: bool = False

    @property
    def message_id(self) -> str | None:
        """Id of the message whose card was pressed."""
        return self.surface.message_id

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Show a card under the words; raises NotDelivered."""
        opened = opened_with(self.words, card)
        message_id = await self.surface.show(opened, f"{self.words} {summary}", waiting=waiting)
        await self._note()
        return message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace a card, under the words too; raises NotDelivered."""
        opened = opened_with(self.words, card)
        await self.surface.update(message_id, opened, f"{self.words} {summary}")
        await self._note()

    async def _note(self) -> None:
        if not self._is_noted:
            self._is_noted = True
            await self.was_shown()
