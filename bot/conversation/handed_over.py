"""Repairs that a process without the power to write leaves to the worker."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from bot.care.ports import Capabilities
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.ports import JournalOf
from bot.conversation.recover import Conversations
from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.photos.capabilities import Capability


@dataclass(frozen=True)
class Elsewhere:
    """A worker that may write; `ask` has it repair what a card offered."""

    writer: Capabilities
    ask: Callable[[UUID], Awaitable[None]]

    async def may_repair(self) -> bool:
        """Whether the worker is there, and may."""
        return Capability.HAVE_SHAREPOINT_REPAIRED in await self.writer.granted()


@dataclass(frozen=True)
class RepairHandedOver:
    """Repairs for a card, once, and shows the result on it."""

    desk: Desk
    examine: Examine
    speech: Speech
    conversations: Conversations
    journal: JournalOf

    async def __call__(self, card_id: UUID) -> None:
        """Do what was left to the worker; nothing where it came too late, or comes again."""
        row = await self.desk.take_over(card_id)
        if row is None:
            return
        where = await self.conversations.of_person(row.person_id)
        if where is None:
            await self.desk.drop(row)
            return
        screens = self.speech.screens(row.locale, texts.syncing)
        work = self.desk.start(row, self.examine.synced(row, self.journal(row.id)))
        await self.desk.finish(where, row, work, screens)
