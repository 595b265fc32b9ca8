"""Which check somebody asks about."""

from bot.chat.stores import CardRow
from bot.chat.turn import Pressed, Turn
from bot.conversation.desk import Desk


async def explained_row(desk: Desk, turn: Turn) -> CardRow | None:
    """The check whose card was pressed, if it is the person's own, or else their last one."""
    return await _pressed(desk, turn) or (await desk.cards.latest_of(turn.subject)).result


async def _pressed(desk: Desk, turn: Turn) -> CardRow | None:
    card = turn.event.data.get("card") if isinstance(turn.event, Pressed) else None
    row = await desk.find(str(card))
    mine = row is not None and row.reader == turn.reader
    return row if mine and row and "verdict" in row.facts else None
