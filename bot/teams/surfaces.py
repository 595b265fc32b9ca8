"""The chats of Teams, outside of any turn; `bot.teams.answers` has the surfaces of turns."""

from dataclasses import dataclass, replace

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card
from bot.outbox.ports import Enter
from bot.teams.connector import Connector
from bot.teams.messages import card_message, personal_chat


@dataclass(frozen=True)
class TeamsChannel:
    """Implements bot.chat.surface.Channel and bot.outbox.ports.Poster with the connector."""

    connector: Connector

    async def open(self, where: ConversationReference) -> ConversationReference:
        """Open or find the personal chat of a conversation's person; raises NotDelivered."""
        chat = await self.connector.create_conversation(where.service_url, personal_chat(where))
        return replace(where, conversation_id=chat)

    def surface(self, where: ConversationReference) -> "ChatSurface":
        """Return the surface of a chat."""
        return ChatSurface(self.connector, where)

    async def post(
        self, where: ConversationReference, card: Card, summary: str, enter: Enter
    ) -> str:
        """Await `enter`, post a card without retries, return the id; raises NotDelivered."""
        message = card_message(where, card, summary)
        return await self.connector.send_once(
            where.service_url, where.conversation_id, message, enter
        )


@dataclass(frozen=True)
class ChatSurface:
    """A chat outside of any turn; every card that is shown is a new message."""

    connector: Connector
    where: ConversationReference

    @property
    def message_id(self) -> None:
        """None, as no card was pressed."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Post a card and return the message's id; raises NotDelivered."""
        where = self.where
        message = card_message(where, card, summary)
        return await self.connector.send(where.service_url, where.conversation_id, message)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        where = self.where
        message = card_message(where, card, summary)
        await self.connector.update(where.service_url, where.conversation_id, message_id, message)
