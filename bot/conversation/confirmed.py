"""A button that changes something: for the person to whom it was offered, where it was, once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import UUID

from bot.chat.finished import Finished
from bot.chat.reply import Reply
from bot.chat.stores import CardRow, CardState
from bot.chat.turn import Pressed, Turn
from bot.conversation.desk import Desk
from bot.conversation.speech import Speech, Text
from bot.results.change_texts import changing


@dataclass(frozen=True)
class Confirmed:
    """Finds the row of a pressed button, and has its work done once however often it is pressed.

    While an earlier press is being worked on, another one changes nothing on the card.
    """

    desk: Desk
    speech: Speech

    async def row(self, turn: Turn, offer: str | None = None) -> CardRow | None:
        """The person's own card here, if it made this offer; whatever else is pressed is none."""
        if not isinstance(turn.event, Pressed):
            return None
        row = await self.desk.find(str(turn.event.data.get("card")))
        if row is None or row.reader != turn.reader:
            return None
        here = row.conversation_id == turn.where.conversation_id
        return row if here and offer in {None, row.facts.get("offer")} else None

    async def once(
        self,
        turn: Turn,
        row: CardRow,
        work: Callable[[CardRow], Awaitable[Finished]],
        waiting: Text = changing,
    ) -> Reply | None:
        """Do the work here, and answer with its result."""
        working = _working(turn, row)
        if row.state is not CardState.CHECKED or not await self.desk.take(row, working):
            return None
        screens = self.speech.screens(row.locale, waiting)
        return await self.desk.answer(turn, working, work(working), screens)

    async def leave(
        self, turn: Turn, row: CardRow, ask: Callable[[UUID], Awaitable[None]], waiting: Text
    ) -> Reply | None:
        """Leave the work to a job, which puts its result on the card."""
        if row.state is not CardState.CHECKED:
            return None
        screens = self.speech.screens(row.locale, waiting)
        return await self.desk.leave(row, _working(turn, row), screens, ask)


def _working(turn: Turn, row: CardRow) -> CardRow:
    message_id = turn.event.message_id if isinstance(turn.event, Pressed) else None
    return replace(
        row,
        state=CardState.SYNCING,
        actor=turn.actor,
        message_id=message_id or row.message_id,
    )
