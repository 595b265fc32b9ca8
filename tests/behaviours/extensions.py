"""What somebody asks of a message extension in a group, and the answer."""

from typing import Any

from bot.app.serve import extension_dispatcher_of
from bot.chat.extension import ExtensionAnswer, ExtensionRequest, Stage
from bot.chat.turn import Said, Scope
from bot.services import Services
from tests.behaviours.fakes import turn


async def ask_extension(
    services: Services,
    command: str,
    stage: Stage,
    by: str,
    *,
    locale: str = "en",
    where: str = "19:group",
    **given: Any,
) -> ExtensionAnswer:
    """Ask as this person, in a conversation of this id; `given` are further fields."""
    asked = turn(Said(""), person_id=by, locale=locale, conversation_id=where)
    request = ExtensionRequest(
        where=asked.where,
        scope=Scope.GROUP,
        reader=asked.reader,
        stage=stage,
        command=command,
        activity_id="f:1",
        received_at=asked.received_at,
        **given,
    )
    return await extension_dispatcher_of(services)(request)
