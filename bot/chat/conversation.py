"""Where Photobot can reach a person."""

from dataclasses import dataclass


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
