"""“Undo”: write back what the person's latest change overwrote; typed, ask first."""

from bot.behaviours.check.behaviour import check
from bot.behaviours.undo import texts
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.results.change_texts import Change, changing, too_late
from bot.services import Services
from bot.texts.buttons import AskToUndoButton, UndoButton
from bot.use_cases.sync import ActResult, Ending

behaviour = Router[Services]()


@behaviour.says(Intent.UNDO)
@behaviour.press(AskToUndoButton)
async def ask(turn: Turn, services: Services) -> None:
    """Ask whether to undo the latest change, if the earlier pictures are still in memory."""
    latest = services.overwritten.card_of(turn.reader.id)
    # A button works in the conversation of its card alone, and only while that offers it.
    row = await services.cards.own(turn, latest)
    if row is None or UndoButton.verb not in row.offers:
        await turn.show(texts.nothing(turn.reader.gettext))
        return
    await turn.show(texts.question(row.id, turn.reader.gettext))


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
        if isinstance(act, ActResult) and act.ending is not Ending.NOT_POSSIBLE:
            services.overwritten.drop(turn.reader.id, row.id)
        result = services.results.of_act(Change.UNDO, act, row.id, turn.reader)
        await card.show(*result)
