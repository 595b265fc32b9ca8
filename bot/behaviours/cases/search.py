"""The search command “Photo cases”: an agent finds cases, and puts one into a message."""

from bot.behaviours.cases import texts
from bot.behaviours.cases.query import wanted_in
from bot.behaviours.cases.view import result_item
from bot.behaviours.for_agents import helpdesk_of
from bot.chat.extension import ExtensionRequest, ExtensionRouter, Results, Say
from bot.services import Services

COMMAND = "cases"

commands = ExtensionRouter[Services]()


@commands.searches(COMMAND)
async def search(request: ExtensionRequest, services: Services) -> Results | Say:
    """Find an agent's cases and those whose agent left; with nothing typed, the own open ones."""
    _, agent = request.reader.gettext, request.reader.id
    helpdesk = await helpdesk_of(request, services)
    if isinstance(helpdesk, Say):
        return helpdesk
    wanted = wanted_in(request.text, _)
    found = await helpdesk.finder.find(agent, wanted, most=request.count, skip=request.skip)
    if not found.cases and request.skip == 0:
        return Say(texts.none_found(_) if found.is_whole else texts.not_whole(_))
    return Results(
        tuple(
            result_item(case, found.names.get(case.subject), request.reader) for case in found.cases
        )
    )
