"""Show how to clear the cached pictures of apps and browsers, where every copy is right."""

from bot.behaviours.clear_caches.texts import choosing, steps
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.services import Services
from bot.texts.buttons import ClearCachesButton

behaviour = Router[Services]()


@behaviour.press(ClearCachesButton)
async def clear_caches(turn: Turn, services: Services) -> None:
    """Show the steps for the system that the button names, or ask which system it is."""
    system, _ = ClearCachesButton.of(turn).system, turn.reader.gettext
    await turn.show(steps(system, _) if system else choosing(_))
    await services.cases.notes.note_steps(turn.subject)
