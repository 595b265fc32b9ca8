"""“My photo is wrong”: read every copy of the photo and show what was found.

`bot.behaviours.orphans` finishes the card where this process ends before it has a result.
"""

from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.photos.guide import STEPS
from bot.results.record import ResultRecord
from bot.services import Services
from bot.texts import general as texts
from bot.texts.buttons import CheckButton

behaviour = Router[Services]()


@behaviour.says(Intent.WRONG_PHOTO, Intent.SYNC)
@behaviour.press(CheckButton)
async def check(turn: Turn, services: Services) -> None:
    """Check every copy, and show what was found."""
    button = CheckButton.of(turn)
    window, after_steps = button.window, button.step is STEPS[-1]
    # Kept from the start, so that whoever finishes the card if this process ends knows it too.
    request = ResultRecord(window=window)
    async with services.cards.session(turn, waiting=texts.checking, record=request) as card:
        found = await services.photos(turn).check()
        result = services.results.of_check(
            found, card.row.id, turn.reader, window=window, after_steps=after_steps
        )
        await card.show(*result)
