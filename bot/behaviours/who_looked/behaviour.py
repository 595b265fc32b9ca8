"""“Who looked at my photo?”: name the agents of the helpdesk who asked about it, and for what."""

import asyncio

from bot.behaviours.who_looked import texts
from bot.behaviours.who_looked.view import asked_by_agents
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.helpdesk.names import names_of
from bot.helpdesk.ports import CaseFilter
from bot.intents import Intent
from bot.results.repairs import is_of_copy, repairs_in
from bot.services import Services

behaviour = Router[Services]()

# As many as a card shows.
MAX_LINES = 10


@behaviour.says(Intent.WHO_LOOKED)
async def who_looked(turn: Turn, services: Services) -> None:
    """Show what agents asked lately about this person's photo, and nobody else's."""
    since = services.now() - services.retention
    # One more than is shown tells whether there are more.
    most = MAX_LINES + 1
    looks, effects, cases = await asyncio.gather(
        services.looks.latest_at(turn.subject, since, most),
        services.effects.of_person(turn.subject, since),
        services.cases.store.listed(CaseFilter(subject=turn.subject, limit=most)),
    )
    repairs = repairs_in(filter(is_of_copy, effects))
    asked = asked_by_agents(looks, repairs, cases, since)
    shown = asked[:MAX_LINES]
    if not shown:
        await turn.show(texts.nobody(since, turn.reader))
        return
    names = await names_of(
        (each.agent.id for each in shown if each.agent.id), services.people_names
    )
    await turn.show(texts.asked(shown, names, turn.reader, has_more=len(asked) > MAX_LINES))
