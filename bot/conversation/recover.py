"""Finishes the cards that were left saying “checking” when a process ended."""

import asyncio
from dataclasses import dataclass

from bot.chat.conversation import ConversationStore
from bot.chat.stores import CardRow
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.speech import Speech
from bot.texts import general as texts


@dataclass(frozen=True)
class Recover:
    """Looks for orphaned cards: a lease runs out some seconds after its process has ended."""

    desk: Desk
    examine: Examine
    speech: Speech
    conversations: ConversationStore

    async def once(self) -> None:
        """Finish as many orphans as are taken at a time."""
        rows = await self.desk.orphans()
        await asyncio.gather(*(self._finish(row) for row in rows))

    async def _finish(self, row: CardRow) -> None:
        """Show how things are by reading them anew; a repair that was cut off is not gone on with.

        A request that was cut off before its first answer is answered now.
        """
        where = await self.conversations.of_person(row.reader)
        if where is None:
            await self.desk.drop(row)
            return
        screens = self.speech.screens(row.locale, texts.checking)
        await self.desk.finish(where, row, self.desk.start(row, self.examine.checked(row)), screens)
