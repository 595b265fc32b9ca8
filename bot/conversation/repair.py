"""The button that overwrites stale copies."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from bot.care.ports import Journal
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.ports import CardRow, CardState
from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.photos.causes import Remedy
from bot.talk.reply import Reply
from bot.talk.router import Behaviour
from bot.talk.turn import Pressed, Turn

JournalOf = Callable[[UUID], Journal]


@dataclass(frozen=True)
class Repair:
    """Repairs what a card offered, for the person to whom it was offered, once."""

    desk: Desk
    examine: Examine
    speech: Speech
    journal: JournalOf
    check_again: Behaviour

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
        if row.state is CardState.SYNCING or not await self.desk.take(row, syncing):
            return None
        screens = self.speech.screens(row.locale, texts.syncing)
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
