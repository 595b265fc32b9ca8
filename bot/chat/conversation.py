"""Conversation references: how Photobot reaches a person."""

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
        locale: language tag, such as en-US: what the person chose, else what they last wrote in,
            else their client's if given.
        timezone: IANA name of the client's time zone, such as Asia/Taipei, where it was given.
        written_in: name of the language of the last message that was recognised, if any was.
        has_missed: whether what was promised to this person did not arrive, and they were not told
            so yet, or a message that their chat refused waits for another attempt.
    """

    person_id: str
    conversation_id: str
    service_url: str
    tenant_id: str
    bot_id: str
    user_id: str
    locale: str | None
    timezone: str | None = None
    has_missed: bool = False
    written_in: str | None = None


def is_same_conversation(one: ConversationReference, other: ConversationReference) -> bool:
    """Tell whether two references are to one conversation, in a channel to whichever thread."""
    # In a channel an id may name a thread (docs/teams.md, "Ids").
    first, second = (each.conversation_id.partition(";")[0] for each in (one, other))
    return first == second


class ConversationStore(Protocol):
    """The personal chats with the bot, one for each person."""

    async def of_person(self, person_id: str) -> ConversationReference | None:
        """Return the person's personal chat, with their language; None if unknown."""

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        """Store the reference, in place of an earlier one of this person.

        Returns it with the language that the person chose or last wrote in, with the stored locale
        and time zone where the reference has none, and with what is known of missed messages.
        """

    async def drop(self, chat: ConversationReference) -> None:
        """Delete a chat that can't be written to any more, unless a newer one replaced it."""

    async def forget(self, person_id: str) -> None:
        """Delete the person's chat."""
