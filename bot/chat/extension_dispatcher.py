"""Hands each request of a message extension to the handler of its command."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.chat.conversation import ConversationStore
from bot.chat.extension import ExtensionAnswer, ExtensionRequest, ExtensionRouter, Say
from bot.chat.language import Gettext, Languages

S = TypeVar("S")


@dataclass(frozen=True)
class ExtensionDispatcher(Generic[S]):
    """The choice of a handler for each request.

    Attributes:
        services: what every handler is given.
        guest: the refusal for people from other organisations.
        unavailable: the answer to commands that nobody handles.
    """

    router: ExtensionRouter[S]
    services: S
    languages: Languages
    chats: ConversationStore
    guest: Callable[[Gettext], str]
    unavailable: Callable[[Gettext], str]

    async def __call__(self, request: ExtensionRequest) -> ExtensionAnswer:
        """Answer one request; raises whatever a handler raises."""
        if request.guest:
            return Say(self.guest(request.reader.gettext))
        request = await self._in_own_language(request)
        handler = self.router.find(request.stage, request.command)
        if handler is None:
            return Say(self.unavailable(request.reader.gettext))
        return await handler(request, self.services)

    async def _in_own_language(self, request: ExtensionRequest) -> ExtensionRequest:
        """Return the request with the language that the person chose in their own chat."""
        known = await self.chats.of_person(request.where.person_id)
        if known is None:
            return request
        language = known.locale or request.where.locale
        zone = request.where.timezone or known.timezone
        reader = self.languages.reader(request.reader.id, language, zone)
        where = replace(request.where, locale=language, timezone=zone)
        return replace(request, where=where, reader=reader)
