"""Ask questions instead of checking, where no copy may be read."""

from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.results.questions import interview_view
from bot.results.same_steps import to_same_steps
from bot.services import Services
from bot.texts.buttons import InterviewButton

behaviour = Router[Services]()


@behaviour.press(InterviewButton)
async def interview(turn: Turn, services: Services) -> None:
    """Ask the next question, or name the probable cause; the button carries all answers."""
    button = InterviewButton.of(turn)
    view = interview_view(button.answers, services.links, turn.reader.gettext)
    await turn.show(to_same_steps(view, button.window))
