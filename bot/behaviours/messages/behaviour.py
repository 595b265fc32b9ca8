"""“Stop”: send this person no more messages that they did not just ask for."""

from bot.behaviours.recheck import texts
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.services import Services
from bot.texts.buttons import StopButton
from bot.use_cases.authorizer import Act

behaviour = Router[Services]()


@behaviour.says(Intent.STOP)
@behaviour.press(StopButton)
async def stop(turn: Turn, services: Services) -> None:
    """Turn proactive messages off, and withdraw the recheck that was promised."""
    reader = turn.reader
    # First, so that a recheck that is due at this moment is not sent any more.
    await services.preferences.keep_quiet(reader.id, quiet=True)
    withdrawn = await services.outbox.withdraw_all(Act.RECHECK, reader.id)
    await turn.show(texts.stopped(withdrawn[0].due_at if withdrawn else None, reader))
