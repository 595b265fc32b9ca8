"""What botbuilder asks of a connector client, answered by the pooled connector."""

from botbuilder.schema import Activity, ResourceResponse

from bot.teams.connector import Connector


class Conversations:
    """The conversation calls of one service URL."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    async def send_to_conversation(
        self, conversation_id: str, activity: Activity
    ) -> ResourceResponse:
        """Post an activity; raises NotDelivered."""
        sent = activity.serialize()
        return ResourceResponse(
            id=await self._connector.send(self._service_url, conversation_id, sent)
        )

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        """Post an activity that answers another one; raises NotDelivered."""
        sent = activity.serialize()
        return ResourceResponse(
            id=await self._connector.reply(self._service_url, conversation_id, activity_id, sent)
        )


class ConnectorClient:
    """Stands where botbuilder expects its own client, which it would build anew for each turn."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self.conversations = Conversations(connector, service_url)


class ConnectorFactory:
    """Gives each turn a client at the cost of an object."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, _audience: str | None) -> ConnectorClient:
        """Bind the pooled connector to the turn's service URL."""
        return ConnectorClient(self._connector, service_url)


class Authentication:
    """What is left of botbuilder's own authentication once requests come in authenticated."""

    async def create_user_token_client(self, _claims_identity: object) -> None:
        """Photobot keeps no tokens of people in the Bot Framework token service."""
