"""Writes cards into conversations outside of a turn."""

from dataclasses import replace

from bot.chat.conversation import ConversationReference
from bot.chat.reply import Card
from bot.teams.connector import Connector
from bot.teams.messages import card_message, personal_chat


class TeamsMessenger:
    """`bot.chat.ports.Messenger` and `PrivateMessenger` over the connector."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def open(self, where: ConversationReference) -> ConversationReference:
        """Open, or find, the bot's chat with one person of a conversation; raises NotDelivered."""
        chat = await self._connector.create_conversation(where.service_url, personal_chat(where))
        return replace(where, conversation_id=chat)

    async def send(self, where: ConversationReference, card: Card, summary: str) -> str:
        """Post a card and return the message's id; raises NotDelivered."""
        message = card_message(where, card, summary)
        return await self._connector.send(where.service_url, where.conversation_id, message)

    async def update(
        self, where: ConversationReference, message_id: str, card: Card, summary: str
    ) -> None:
        """Put a new card in the place of one that was sent before; raises NotDelivered."""
        message = card_message(where, card, summary)
        await self._connector.update(where.service_url, where.conversation_id, message_id, message)
