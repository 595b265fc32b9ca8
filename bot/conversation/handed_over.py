"""Syncs that a process without the power to write leaves to a worker."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from bot.chat.conversation import ConversationStore
from bot.chat.finished import Finished
from bot.chat.stores import AuditOf, CardRow
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.speech import Speech
from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability
from bot.texts import general as texts
from bot.use_cases.authorizer import Act, Authorizer
from bot.use_cases.ports import Capabilities


@dataclass(frozen=True)
class Elsewhere:
    """A worker that may write; `ask` has it repair what a card offered."""

    writer: Capabilities
    ask: Callable[[UUID], Awaitable[None]]

    async def may_repair(self) -> bool:
        """Whether the worker is there, and may."""
        return Capability.HAVE_SHAREPOINT_REPAIRED in await self.writer.granted()


@dataclass(frozen=True)
class SyncByWorker:
    """Syncs for a card, once, and shows the result on it; `rights` are this process's own."""

    rights: Capabilities
    desk: Desk
    examine: Examine
    speech: Speech
    conversations: ConversationStore
    authorizer: Authorizer
    audit: AuditOf

    async def may_write(self) -> bool:
        """Whether this process may do it."""
        return await self.rights.granted() >= REPAIR_SHAREPOINT

    async def __call__(self, card_id: UUID) -> None:
        """Do what was left to the worker; nothing where it came too late, or comes again.

        Whoever has just lost the right leaves the card, which is then finished by a new check.
        """
        if await self.may_write() and (row := await self.desk.take_over(card_id)):
            await self._finish(row)

    async def _finish(self, row: CardRow) -> None:
        where = await self.conversations.of_person(row.reader)
        if where is None:
            await self.desk.drop(row)
            return
        screens = self.speech.screens(row.locale, texts.syncing)
        work = self.desk.start(row, self._sync(row))
        await self.desk.finish(where, row, work, screens)

    async def _sync(self, row: CardRow) -> Finished:
        """Ask again whether they may: the job may come much later than the press."""
        await self.authorizer.require(row.actor, Act.SYNC, row.subject)
        return await self.examine.synced(row, self.audit(row, Act.SYNC))
