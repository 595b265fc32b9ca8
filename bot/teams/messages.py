"""What the channel is given: messages of one card each, and nothing beside it."""

from typing import Any

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card

CARD = "application/vnd.microsoft.card.adaptive"


def card_message(where: ConversationReference, card: Card, summary: str) -> dict[str, Any]:
    """Address a card; the notification's text is `summary`, as `text` would split the message."""
    return {**attachment_message(where, CARD, card), "summary": summary}


def attachment_message(
    where: ConversationReference, kind: str, content: dict[str, Any]
) -> dict[str, Any]:
    """Address one attachment of a content type."""
    return {
        "type": "message",
        "channelId": "msteams",
        "serviceUrl": where.service_url,
        "conversation": {"id": where.conversation_id, "tenantId": where.tenant_id},
        "from": {"id": where.bot_id},
        "recipient": {"id": where.user_id},
        "attachments": [{"contentType": kind, "content": content}],
    }


def personal_chat(where: ConversationReference) -> dict[str, Any]:
    """What describes the bot's chat with one person (`POST /v3/conversations`)."""
    return {
        "isGroup": False,
        "bot": {"id": where.bot_id},
        "members": [{"id": where.user_id}],
        "tenantId": where.tenant_id,
        "channelData": {"tenant": {"id": where.tenant_id}},
    }
