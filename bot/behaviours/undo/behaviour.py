"""“Undo”: write back what the person's latest change overwrote."""

from bot.behaviours.check.behaviour import check
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.results.change_texts import Change, changing, too_late
from bot.services import Services
from bot.texts.buttons import UndoButton
from bot.use_cases.changes import UnderWay

behaviour = Router[Services]()


@behaviour.press(UndoButton)
async def undo(turn: Turn, services: Services) -> None:
    """Undo the change that a card shows, if the earlier pictures are still in memory."""
    button = UndoButton.of(turn)
    row = await services.cards.offered(turn, button, button.card)
    if row is None:
        await check(turn, services)
        return
    change = services.overwritten.get(turn.reader.id, row.id)
    if change is None:
        await turn.show(too_late(turn.reader.gettext))
        return
    async with services.cards.session(turn, waiting=changing, row=row) as card:
        act = await services.photos(turn).undo(row.id, change)
        # A change is undone once, unless nothing was tried.
        if not isinstance(act, UnderWay):
            services.overwritten.drop(turn.reader.id, row.id)
        result = services.results.of_act(Change.UNDO, act, row.id, turn.reader)
        await card.show(*result)
