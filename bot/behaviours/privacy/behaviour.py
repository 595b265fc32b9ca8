"""“What do you keep about me?”: say it in short, and link to the page that says all of it."""

from bot.behaviours.privacy import texts
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.services import Services
from bot.texts.buttons import PrivacyButton

behaviour = Router[Services]()


@behaviour.says(Intent.PRIVACY)
@behaviour.press(PrivacyButton)
async def privacy(turn: Turn, services: Services) -> None:
    """Say what is kept of people, for how long, and who can have it deleted."""
    await turn.show(texts.kept(services.retention, services.links, turn.reader))
