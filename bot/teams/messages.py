"""JSON of outgoing messages; each carries one card and no text."""

from typing import Any

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card

CARD = "application/vnd.microsoft.card.adaptive"


def card_message(where: ConversationReference, card: Card, summary: str) -> dict[str, Any]:
    """Return a message with a card; `summary` is the text of its notification.

    `text` is not used: Teams splits text and an attachment into two messages, and the id of one is
    lost (docs/teams.md, "Sizes").
    """
    return {**attachment_message(where, CARD, card), "summary": summary}


def attachment_message(
    where: ConversationReference, kind: str, content: dict[str, Any]
) -> dict[str, Any]:
    """Return a message with one attachment; `kind` is its content type."""
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
    """Return the parameters that open the bot's chat with one person (`POST /v3/conversations`)."""
    return {
        "isGroup": False,
        "bot": {"id": where.bot_id},
        "members": [{"id": where.user_id}],
        "tenantId": where.tenant_id,
        "channelData": {"tenant": {"id": where.tenant_id}},
    }
