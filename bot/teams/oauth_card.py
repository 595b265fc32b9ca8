"""The OAuth card, which makes Teams fetch a token for a person (single sign-on)."""

from uuid import UUID

from bot.chat.conversation import ConversationReference
from bot.teams.connector import Connector
from bot.teams.messages import attachment_message

OAUTH_CARD = "application/vnd.microsoft.card.oauth"
# The card must name an OAuth connection. None exists in Azure, so any name does.
CONNECTION = "photobot"


class OAuthCards:
    """Implements bot.chat.stores.SignInCards.

    Whether Teams exchanges a token for a bot without an OAuth connection in Azure is unverified
    (docs/teams.md, "Unverified", T2). The button leads to Photobot's own page, which needs none.
    """

    def __init__(self, connector: Connector, resource: str) -> None:
        self._connector = connector
        self._resource = resource

    async def send(
        self, where: ConversationReference, offer: UUID, words: str, button: str, page: str | None
    ) -> None:
        """Send an offer; `page` is the address behind the button. Raises NotDelivered."""
        buttons = [{"type": "signin", "title": button, "value": page}] if page else []
        content = {
            "text": words,
            "connectionName": CONNECTION,
            "buttons": buttons,
            "tokenExchangeResource": {"id": str(offer), "uri": self._resource},
        }
        message = attachment_message(where, OAUTH_CARD, content)
        await self._connector.send(where.service_url, where.conversation_id, message)
