"""The card by which Teams signs somebody in by itself (single sign-on)."""

from uuid import UUID

from bot.chat.conversation import ConversationReference
from bot.teams.connector import Connector
from bot.teams.messages import attachment_message

OAUTH_CARD = "application/vnd.microsoft.card.oauth"
# The name of a connection in Azure; there is none, and clients want to be told one.
CONNECTION = "photobot"


class OAuthCards:
    """Implements bot.chat.stores.SignInCards.

    UNVERIFIED: that Teams exchanges for a card of a bot that has no OAuth connection in Azure. The
    button, which leads to our own page, is the way round.
    """

    def __init__(self, connector: Connector, resource: str) -> None:
        self._connector = connector
        self._resource = resource

    async def send(
        self, where: ConversationReference, offer: UUID, words: str, button: str, page: str | None
    ) -> None:
        """Offer to sign in; `page` is where the button leads. Raises NotDelivered."""
        actions = [{"type": "signin", "title": button, "value": page}] if page else []
        content = {
            "text": words,
            "connectionName": CONNECTION,
            "buttons": actions,
            "tokenExchangeResource": {"id": str(offer), "uri": self._resource},
        }
        message = attachment_message(where, OAUTH_CARD, content)
        await self._connector.send(where.service_url, where.conversation_id, message)
