"""The button that overwrites stale copies."""

from dataclasses import dataclass

from bot.chat.finished import Finished
from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.stores import AuditOf, CardRow
from bot.chat.turn import Turn
from bot.conversation.confirmed import Confirmed
from bot.conversation.examine import Examine
from bot.conversation.handed_over import Elsewhere
from bot.photos.causes import Remedy
from bot.texts import general as texts
from bot.use_cases.authorizer import Act


@dataclass(frozen=True)
class Repair:
    """Repairs what a card offered.

    Where a worker may write and this process may not, it is `elsewhere` that it is done.
    """

    confirmed: Confirmed
    examine: Examine
    audit: AuditOf
    check_again: Behaviour
    elsewhere: Elsewhere | None = None

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with the repaired copies, or with a fresh check where nothing is on offer."""
        row = await self.confirmed.row(turn)
        if row is None or row.facts.get("remedy") != Remedy.REPAIR.value:
            return await self.check_again(turn)
        if self.elsewhere and await self.elsewhere.may_repair():
            return await self.confirmed.leave(turn, row, self.elsewhere.ask, texts.syncing)
        return await self.confirmed.once(turn, row, self._repair, texts.syncing)

    async def _repair(self, row: CardRow) -> Finished:
        return await self.examine.synced(row, self.audit(row, Act.SYNC))
