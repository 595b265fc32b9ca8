"""Activities as Teams sends them to a bot (docs/teams.md, "Activities"), as plain dicts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simulation.channel import identity
from simulation.channel.conversations import Conversation, Kind
from simulation.channel.ports import User

Activity = dict[str, Any]


@dataclass(frozen=True)
class Client:
    """The device on which somebody uses Teams."""

    locale: str = "en-US"
    country: str = "US"
    timezone: str = "Europe/Berlin"
    platform: str = "Web"

    def info(self) -> dict[str, str]:
        """Return the `clientInfo` entity."""
        known = {"locale": self.locale, "country": self.country, "platform": self.platform}
        return {**known, "timezone": self.timezone, "type": "clientInfo"}


@dataclass(frozen=True)
class Scene:
    """Who acts, where, when (UTC), in which thread of a channel, and on which device."""

    who: User
    where: Conversation
    when: datetime
    thread: str | None = None
    client: Client = field(default_factory=Client)


@dataclass(frozen=True)
class Writer:
    """Builds activities from the people of one tenant to one bot."""

    tenant_id: str
    app_id: str
    bot_name: str
    service_url: str
    new_id: Callable[[], str]

    def installed(self, scene: Scene, *, action: str = "add") -> Activity:
        """Build an `installationUpdate`: the app was added or removed."""
        activity = self._from_service("installationUpdate", scene)
        selected = {"settings": {"selectedChannel": {"id": scene.where.id}}}
        activity["channelData"] |= {"source": {"name": "message"}, **selected}
        locale = scene.client.locale
        info = {"type": "clientInfo", "locale": locale}
        return activity | {"action": action, "locale": locale, "entities": [info]}

    def joined(self, scene: Scene) -> Activity:
        """Build a `conversationUpdate`: the bot is now a member of the conversation."""
        activity = self._from_service("conversationUpdate", scene)
        if scene.where.kind is Kind.CHANNEL:
            activity["channelData"] |= {"eventType": "teamMemberAdded"}
        bot = {"id": identity.bot_id(self.app_id)}
        personal = scene.where.kind is Kind.PERSONAL
        return activity | {"membersAdded": [activity["from"], bot] if personal else [bot]}

    def reacted(self, scene: Scene, *, message_id: str, reaction: str, added: bool) -> Activity:
        """Build a `messageReaction` to one of the bot's messages."""
        activity = self._from_service("messageReaction", scene)
        key = "reactionsAdded" if added else "reactionsRemoved"
        return activity | {key: [{"type": reaction}], "replyToId": message_id}

    def message(
        self,
        scene: Scene,
        *,
        message_id: str,
        text: str,
        attachments: Sequence[Mapping[str, Any]] = (),
        mentions_bot: bool = False,
        targeted: bool = False,
    ) -> Activity:
        """Build a `message` that somebody wrote; a targeted one is seen by the bot alone."""
        activity = self._from_client("message", scene)
        if targeted:
            activity["recipient"] |= {"isTargeted": True}
        if mentions_bot:
            activity["entities"].insert(0, self._mention())
        written = {"id": message_id, "text": text, "textFormat": "plain"}
        return activity | written | {"attachments": list(attachments)}

    def submitted(
        self, scene: Scene, *, message_id: str, card_id: str, value: Mapping[str, Any]
    ) -> Activity:
        """Build a `message` with a value and no text, as a card's Action.Submit sends it."""
        activity = self._from_client("message", scene)
        activity["channelData"] |= {"source": {"name": "message"}}
        return activity | {"id": message_id, "replyToId": card_id, "value": dict(value)}

    def invoked(
        self, scene: Scene, *, name: str, card_id: str, value: Mapping[str, Any]
    ) -> Activity:
        """Build an `invoke`, such as `adaptiveCard/action` or `application/search`."""
        activity = self._from_client("invoke", scene)
        activity["channelData"] |= {"source": {"name": "message"}}
        return activity | {"name": name, "replyToId": card_id, "value": dict(value)}

    def extension(self, scene: Scene, *, name: str, value: Any) -> Activity:
        """Build an `invoke` of the message extension: `fetchTask`, `submitAction`, `query`, …"""
        activity = self._from_client("invoke", scene)
        activity["channelData"] |= {"source": {"name": "compose"}}
        return activity | {"name": f"composeExtension/{name}", "value": value}

    def read(self, scene: Scene, message_id: str) -> Activity:
        """Build the `event` of a read receipt: somebody read up to this message."""
        value = {"lastReadMessageId": message_id}
        name = "application/vnd.microsoft.readReceipt"
        return self._from_service("event", scene) | {"name": name, "value": value}

    def _mention(self) -> dict[str, Any]:
        bot = {"id": identity.bot_id(self.app_id), "name": self.bot_name}
        return {"type": "mention", "mentioned": bot, "text": f"<at>{self.bot_name}</at>"}

    def _from_client(self, kind: str, scene: Scene) -> Activity:
        """Build what a person's client sends: with their name, language and time zone."""
        activity = self._from_service(kind, scene)
        activity["from"] |= {"name": scene.who.display_name}
        zone = scene.client.timezone
        local = scene.when.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")
        return activity | {
            "localTimestamp": local,
            "localTimezone": zone,
            "locale": scene.client.locale,
            "entities": [scene.client.info()],
        }

    def _from_service(self, kind: str, scene: Scene) -> Activity:
        """Build what the service itself sends for a person."""
        sender = identity.user_id(self.app_id, scene.who.id)
        return {
            "type": kind,
            "id": f"f:{self.new_id()}",
            "timestamp": utc(scene.when),
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": sender, "aadObjectId": scene.who.id},
            "conversation": self._conversation(scene),
            "recipient": {"id": identity.bot_id(self.app_id), "name": self.bot_name},
            "channelData": self._channel_data(scene.where),
        }

    def _conversation(self, scene: Scene) -> dict[str, Any]:
        shared = {} if scene.where.kind is Kind.PERSONAL else {"isGroup": True}
        return {
            **shared,
            "conversationType": scene.where.kind.value,
            "tenantId": self.tenant_id,
            "id": identity.with_thread(scene.where.id, scene.thread),
        }

    def _channel_data(self, where: Conversation) -> dict[str, Any]:
        tenant = {"tenant": {"id": self.tenant_id}}
        if where.kind is not Kind.CHANNEL:
            return tenant
        place = {"id": where.id}
        names = {"teamsChannelId": where.id, "teamsTeamId": where.id}
        return {**names, "team": {**place, "name": where.team}, "channel": place, **tenant}


def edited(changed: Activity) -> Activity:
    """Build the `messageUpdate` for a message that was changed to this."""
    data = changed["channelData"] | {"eventType": "editMessage"}
    return changed | {"type": "messageUpdate", "channelData": data}


def unsent(original: Activity, moment: datetime) -> Activity:
    """Build the `messageDelete` for a message that was taken back."""
    data = original["channelData"] | {"eventType": "softDeleteMessage"}
    gone = {key: value for key, value in original.items() if key not in ("text", "attachments")}
    return gone | {"type": "messageDelete", "channelData": data, "timestamp": utc(moment)}


def utc(moment: datetime) -> str:
    """Write a time as Teams does, to the millisecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
