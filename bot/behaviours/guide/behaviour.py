"""Lead through the steps that make SharePoint fetch a photo, one card for each."""

from bot.behaviours.guide.position import position_of
from bot.behaviours.guide.view import Guidebook
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.services import Services
from bot.texts.buttons import GuideButton

behaviour = Router[Services]()


@behaviour.says(Intent.STEPS)
@behaviour.press(GuideButton)
async def guide(turn: Turn, services: Services) -> None:
    """Show the step that the pressed button names, or the first card if asked in words."""
    position = position_of(GuideButton.of(turn))
    can_check = await services.photos(turn).can_check()
    await turn.show(Guidebook(services.links).view(position, can_check, turn.reader.gettext))
    await services.cases.notes.note_steps(turn.subject)
