"""Posts the outbox's messages."""

from bot.chat.conversation import ConversationReference
from bot.chat.reply import Reply
from bot.outbox.ports import Enter
from bot.teams.connector import Connector
from bot.teams.messages import card_message


class TeamsPoster:
    """`bot.outbox.ports.Poster` over the connector."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def post(self, where: ConversationReference, reply: Reply, enter: Enter) -> str:
        """Await `enter`, post the card and return the message's id; raises NotDelivered."""
        message = card_message(where, reply.card, reply.summary)
        return await self._connector.send_once(
            where.service_url, where.conversation_id, message, enter
        )
