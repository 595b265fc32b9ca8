"""The commands of the message extension that are for agents of the helpdesk alone."""

from bot.chat.extension import ExtensionRequest, Say
from bot.services import Helpdesk, Services
from bot.texts.extensions import no_agent, no_helpdesk


async def helpdesk_of(request: ExtensionRequest, services: Services) -> Helpdesk | Say:
    """Return what agents work with, or what anybody else is told, whatever they asked for."""
    _ = request.reader.gettext
    if services.helpdesk is None:
        return Say(no_helpdesk(_))
    if why := await services.helpdesk.agents.why_no_agent(request.reader.id):
        return Say(no_agent(why, _))
    return services.helpdesk
