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

    def targeted(self, where: ConversationReference) -> "ChatSurface":
        """Return the surface of what only this person sees of a conversation."""
        return ChatSurface(self.connector, where, targeted=True)

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
    """A chat outside of any turn; every card that is shown is a new message.

    Attributes:
        targeted: whether the person of `where` alone sees the messages, in a conversation of
            several people.
    """

    connector: Connector
    where: ConversationReference
    targeted: bool = False

    @property
    def message_id(self) -> None:
        """None, as no card was pressed."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Post a card and return the message's id; raises NotDelivered."""
        where = self.where
        return await self.connector.send(
            where.service_url,
            where.conversation_id,
            card_message(where, card, summary),
            targeted=self.targeted,
        )

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        where = self.where
        message = card_message(where, card, summary)
        if self.targeted:
            # Who sees a targeted message can't be changed, and naming them is refused.
            del message["recipient"]
        await self.connector.update(
            where.service_url, where.conversation_id, message_id, message, targeted=self.targeted
        )

    async def delete(self, message_id: str) -> None:
        """Delete a message; raises NotDelivered."""
        where = self.where
        await self.connector.delete(
            where.service_url, where.conversation_id, message_id, targeted=self.targeted
        )
