"""Sending, at the seam that the Bot Framework SDK has for it: all turns share one client."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import (
    Activity,
    Attachment,
    ConversationParameters,
    ConversationResourceResponse,
    ResourceResponse,
)
from botframework.connector.auth import ConnectorFactory

from bot.teams.connector import Connector

Json = Mapping[str, Any]


@dataclass(frozen=True)
class ConversationOperations:
    """The SDK's `ConnectorClient.conversations` for one service URL.

    Every method raises NotDelivered.
    """

    connector: Connector
    service_url: str

    async def send_to_conversation(
        self, conversation_id: str, activity: Activity | Json
    ) -> ResourceResponse:
        """Post a message."""
        sent = await self.connector.send(self.service_url, conversation_id, _json(activity))
        return ResourceResponse(id=sent)

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity | Json
    ) -> ResourceResponse:
        """Post an answer to a message."""
        sent = await self.connector.reply(
            self.service_url, conversation_id, activity_id, _json(activity)
        )
        return ResourceResponse(id=sent)

    async def update_activity(
        self, conversation_id: str, activity_id: str, activity: Activity | Json
    ) -> ResourceResponse:
        """Replace a message."""
        await self.connector.update(self.service_url, conversation_id, activity_id, _json(activity))
        return ResourceResponse(id=activity_id)

    async def delete_activity(self, conversation_id: str, activity_id: str) -> None:
        """Delete a message."""
        await self.connector.delete(self.service_url, conversation_id, activity_id)

    async def create_conversation(
        self, parameters: ConversationParameters | Json
    ) -> ConversationResourceResponse:
        """Open a conversation, or find the existing one."""
        opened = await self.connector.create_conversation(self.service_url, _json(parameters))
        return ConversationResourceResponse(id=opened)


@dataclass(frozen=True)
class ConnectorClient:
    """The SDK's `ConnectorClient`, through which it sends in one turn."""

    conversations: ConversationOperations


class PooledConnectors(ConnectorFactory):
    """The SDK's factory of connector clients; all share one connector.

    The SDK's own factory makes a client and a token request for each turn (docs/teams.md,
    "botbuilder-python 4.17.1").
    """

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str | None) -> ConnectorClient:
        """Return the client for a service URL, which is checked at each request."""
        return ConnectorClient(ConversationOperations(self._connector, service_url))


def _json(model: Any) -> Json:
    """Serialise the SDK's model, but post the content of attachments as it is.

    msrest would take 0.7 ms to serialise a card (docs/teams.md, "botbuilder-python 4.17.1").
    """
    if isinstance(model, Mapping):
        return model
    attachments = getattr(model, "attachments", None)
    if not attachments:
        return dict(model.serialize())
    model.attachments = None
    try:
        body = dict(model.serialize())
    finally:
        # The model is the caller's, who may send it again.
        model.attachments = attachments
    body["attachments"] = [_attachment(each) for each in attachments]
    return body


def _attachment(attachment: Attachment) -> Json:
    named = {
        "contentType": attachment.content_type,
        "contentUrl": attachment.content_url,
        "content": attachment.content,
        "name": attachment.name,
        "thumbnailUrl": attachment.thumbnail_url,
    }
    return {name: value for name, value in named.items() if value is not None}
