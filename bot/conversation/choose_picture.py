"""“Overwrite Microsoft 365 with SharePoint”: the Microsoft 365 photo is overwritten with it."""

from dataclasses import dataclass
from functools import partial

from bot.chat.finished import Finished
from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.stores import AuditOf, CardRow
from bot.chat.turn import Turn
from bot.conversation.confirmed import Confirmed
from bot.conversation.examine import Examine
from bot.conversation.shown import shown_on
from bot.results.change_texts import Change
from bot.use_cases.authorizer import Act
from bot.use_cases.ports import Person
from bot.use_cases.practice import Practice
from bot.use_cases.sync import Synced


@dataclass(frozen=True)
class ChoosePicture:
    """Writes what the card showed, if it is still what there is."""

    confirmed: Confirmed
    examine: Examine
    audit: AuditOf
    check_again: Behaviour

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with what is stored now, or with a fresh check where nothing was offered."""
        row = await self.confirmed.row(turn)
        if row is None or "files" not in row.facts:
            return await self.check_again(turn)
        return await self.confirmed.once(turn, row, self._choose)

    async def _choose(self, row: CardRow) -> Finished:
        return await self.examine.changed(row, Change.SHAREPOINT_PICTURE, partial(self._put, row))

    async def _put(self, row: CardRow, practice: Practice, person: Person) -> Synced:
        audit = self.audit(row, Act.REPLACE)
        return await practice.put.from_sharepoint(person, audit, shown_on(row.facts))
