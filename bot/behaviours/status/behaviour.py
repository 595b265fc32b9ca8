"""“What did you do?” and “is it done yet?”: tell a person what the bot knows of their photo."""

import asyncio

from bot.behaviours.status.view import Known, history_view
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.results import history_texts as texts
from bot.services import Services
from bot.texts.buttons import StatusButton
from bot.use_cases.authorizer import Act
from bot.use_cases.write import REMOVE, WRITE

# Writes to copies of a photo; the audit also holds others, such as an installation of the app.
COPIES = frozenset({WRITE, REMOVE})

behaviour = Router[Services]()


@behaviour.says(Intent.STATUS)
@behaviour.press(StatusButton)
async def status(turn: Turn, services: Services) -> None:
    """Tell the person the last check, changes and promises, from rows; no service is called."""
    since = services.now() - services.retention
    latest, effects, recheck = await asyncio.gather(
        services.cards.store.latest_of(turn.subject),
        services.effects.of_person(turn.subject, since),
        services.outbox.queued(Act.RECHECK, turn.reader.id, turn.subject),
    )
    changes = tuple(effect for effect in effects if effect.effect.action in COPIES)
    known = Known(latest, changes, recheck, since)
    if known.is_nothing:
        nothing = texts.nothing_done(turn.reader.moment(since), turn.reader.gettext)
        await turn.show(nothing)
        return
    await turn.show(history_view(known, turn.reader))
