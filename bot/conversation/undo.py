"""“Undo”: what the latest change has overwritten is written back."""

from dataclasses import dataclass

from bot.chat.finished import Finished
from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.stores import AuditOf, CardRow, CardState
from bot.chat.turn import Turn
from bot.conversation.confirmed import Confirmed
from bot.conversation.examine import Examine
from bot.conversation.speech import Speech
from bot.conversation.way_back import WayBack
from bot.results.change_texts import Change, too_late
from bot.use_cases.authorizer import Act
from bot.use_cases.ports import Person
from bot.use_cases.practice import Practice
from bot.use_cases.sync import Synced
from bot.use_cases.undo import Undoable


@dataclass(frozen=True)
class TakeBack:
    """Undoes the change of a card, while what was there before is in memory."""

    confirmed: Confirmed
    examine: Examine
    way_back: WayBack
    speech: Speech
    audit: AuditOf
    check_again: Behaviour

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with what is stored now, or say that it is too late."""
        row = await self.confirmed.row(turn)
        if row is None:
            return await self.check_again(turn)
        if row.state is not CardState.CHECKED:
            return None
        change = self.way_back.of(row)
        if change is None:
            return self.speech.say(turn.where.locale, too_late)
        return await self.confirmed.once(turn, row, lambda taken: self._undo(taken, change))

    async def _undo(self, row: CardRow, change: Undoable) -> Finished:
        async def undo(practice: Practice, person: Person) -> Synced:
            return await practice.undo(person, change, self.audit(row, Act.UNDO))

        self.way_back.kept.drop(row.subject)
        return await self.examine.changed(row, Change.UNDO, undo)
