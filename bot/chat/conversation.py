"""Where Photobot can reach a person."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ConversationReference:
    """One person's chat with the bot, enough to write into it later.

    Attributes:
        person_id: Entra object id (`aadObjectId`).
        conversation_id: the channel's id of the conversation.
        service_url: address of the connector that serves it.
        tenant_id: Entra tenant of the conversation.
        bot_id: the bot's id in the channel (`28:…`).
        user_id: the person's id in the channel (`29:…`).
        locale: language tag, such as en-US: what the person chose, else their client's if given.
        timezone: IANA name of the client's time zone, such as Asia/Taipei, where it was given.
    """

    person_id: str
    conversation_id: str
    service_url: str
    tenant_id: str
    bot_id: str
    user_id: str
    locale: str | None
    timezone: str | None = None


class ConversationStore(Protocol):
    """The personal chats with the bot, one for each person."""

    async def of_person(self, person_id: str) -> ConversationReference | None:
        """The person's own chat, in the language that they chose; None where none is known."""

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        """Keep where a person can be written to, in place of what was known before.

        Returns it with the language that the person chose, and with what is remembered of their
        client where this activity does not say it.
        """

    async def drop(self, chat: ConversationReference) -> None:
        """Forget a chat that takes nothing any more, unless another took its place."""

    async def forget(self, person_id: str) -> None:
        """Forget where a person can be written to."""
