"""The button that overwrites stale copies."""

from dataclasses import dataclass, replace

from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.handed_over import Elsewhere
from bot.conversation.ports import CardRow, CardState, JournalOf
from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.photos.causes import Remedy
from bot.talk.reply import Reply
from bot.talk.router import Behaviour
from bot.talk.turn import Pressed, Turn


@dataclass(frozen=True)
class Repair:
    """Repairs what a card offered, for the person to whom it was offered, once.

    Where a worker may write and this process may not, it is `elsewhere` that it is done.
    """

    desk: Desk
    examine: Examine
    speech: Speech
    journal: JournalOf
    check_again: Behaviour
    elsewhere: Elsewhere | None = None

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with the repaired copies, or with a fresh check where nothing is on offer.

        While the first press is being worked on, another one changes nothing on the card.
        """
        row = await self._offered(turn)
        if row is None:
            return await self.check_again(turn)
        event = turn.event
        message_id = event.message_id if isinstance(event, Pressed) else None
        syncing = replace(row, state=CardState.SYNCING, message_id=message_id or row.message_id)
        if row.state is CardState.SYNCING:
            return None
        screens = self.speech.screens(row.locale, texts.syncing)
        if self.elsewhere and await self.elsewhere.may_repair():
            left = await self.desk.hand_over(row, syncing)
            return self.desk.leave(syncing, screens, self.elsewhere.ask) if left else None
        if not await self.desk.take(row, syncing):
            return None
        work = self.examine.synced(syncing, self.journal(row.id))
        return await self.desk.answer(turn, syncing, work, screens)

    async def _offered(self, turn: Turn) -> CardRow | None:
        if not isinstance(turn.event, Pressed):
            return None
        row = await self.desk.find(str(turn.event.data.get("card")))
        if row is None:
            return None
        offered = row.facts.get("remedy") == Remedy.REPAIR.value
        mine = row.person_id == turn.person_id
        here = row.conversation_id == turn.where.conversation_id
        return row if offered and mine and here else None
