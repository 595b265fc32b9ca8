"""“What did you do?” and “is it done yet?”: tell a person what the bot knows of their photo."""

import asyncio

from bot.behaviours.status.view import Known, history_view, nothing_view
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.helpdesk.names import names_of
from bot.intents import Intent
from bot.results.repairs import is_of_copy
from bot.services import Services
from bot.texts.buttons import StatusButton
from bot.use_cases.authorizer import Act, ActorKind

behaviour = Router[Services]()


@behaviour.says(Intent.STATUS)
@behaviour.press(StatusButton)
async def status(turn: Turn, services: Services) -> None:
    """Tell the person the last check, changes and promises, from rows.

    No service is called, save for the name of an agent who asked for a change.
    """
    since = services.now() - services.retention
    latest, effects, recheck, undelivered, quiet, paused_until = await asyncio.gather(
        services.cards.store.latest_of(turn.subject),
        services.effects.of_person(turn.subject, since),
        services.outbox.queued(Act.RECHECK, turn.reader.id, turn.subject),
        services.outbox.undelivered(Act.RECHECK, turn.reader.id),
        services.preferences.is_quiet(turn.reader.id),
        services.preferences.paused_until(turn.reader.id),
    )
    changes = tuple(filter(is_of_copy, effects))
    actors = (change.effect.actor for change in changes)
    agents = [actor.id for actor in actors if actor.kind is ActorKind.AGENT and actor.id]
    names = await names_of(agents, services.people_names)
    missed = next((one for one in undelivered if one.subject == turn.subject), None)
    promise, now = recheck or missed, services.now()
    known = Known(latest, changes, promise, since, now, names, quiet, paused_until)
    view = nothing_view if known.is_nothing else history_view
    await turn.show(view(known, turn.reader))
