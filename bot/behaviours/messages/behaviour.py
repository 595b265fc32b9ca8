"""“Stop”, “pause” and “resume”: which messages this person gets that they did not just ask for."""

from datetime import timedelta

from bot.behaviours.messages import texts
from bot.behaviours.messages.until import begin_of_next, day_named_in
from bot.chat.router import Router
from bot.chat.turn import Edited, Said, Turn
from bot.intents import Intent
from bot.nudges.ports import NUDGE
from bot.services import Services
from bot.texts.buttons import PauseButton, ResumeButton, StopButton
from bot.use_cases.authorizer import Act

PAUSE = timedelta(days=7)

behaviour = Router[Services]()


@behaviour.says(Intent.STOP)
@behaviour.press(StopButton)
async def stop(turn: Turn, services: Services) -> None:
    """Turn proactive messages off for good, and withdraw those that wait."""
    reader, nudging = turn.reader, services.nudging
    # First, so that what is due at this moment is not sent any more.
    await services.preferences.keep_quiet(reader.id, quiet=True)
    withdrawn = await services.outbox.withdraw_all(Act.RECHECK, reader.id)
    for kind in (NUDGE, Act.CASE):
        await services.outbox.withdraw_all(kind, reader.id)
    # The pressed card shows something else from now on.
    await nudging.messages.let_go_of(turn.subject)
    was_nudged = await nudging.messages.latest_of(turn.subject) is not None
    due_at = withdrawn[0].due_at if withdrawn else None
    await turn.show(texts.stopped(due_at, services.now(), reader, was_nudged=was_nudged))


@behaviour.says(Intent.PAUSE)
@behaviour.press(PauseButton)
async def pause(turn: Turn, services: Services) -> None:
    """Send nothing about photo changes until a day that is named, or for a week."""
    reader, now = turn.reader, services.now()
    written = turn.event.text if isinstance(turn.event, Said | Edited) else ""
    languages = services.languages.known.values()
    day = day_named_in(written, (language.locale for language in languages))
    zone = reader.zone or services.nudging.policy.zone
    until = now + PAUSE if day is None else begin_of_next(day, now, zone)
    await services.preferences.pause(reader.id, until)
    await turn.show(texts.paused(until, reader, is_day=day is not None))


@behaviour.says(Intent.RESUME)
@behaviour.press(ResumeButton)
async def resume(turn: Turn, services: Services) -> None:
    """Allow messages about photo changes again, after a pause or a stop."""
    await services.preferences.pause(turn.reader.id, None)
    await services.preferences.keep_quiet(turn.reader.id, quiet=False)
    await services.nudging.changes.hasten(turn.reader.id, services.now())
    await turn.show(texts.resumed(turn.reader.gettext))
