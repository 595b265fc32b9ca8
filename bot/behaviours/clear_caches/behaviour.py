"""Where every copy is right: how apps and browsers forget the picture that they keep."""

from bot.behaviours.clear_caches.texts import choosing, steps
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.services import Services
from bot.texts.buttons import ClearCachesButton

behaviour = Router[Services]()


@behaviour.press(ClearCachesButton)
async def clear_caches(turn: Turn, services: Services) -> None:
    """Show the steps for the device that the button names, or ask for it."""
    system, _ = ClearCachesButton.of(turn).system, turn.reader.gettext
    await turn.show(steps(system, _) if system else choosing(_))
