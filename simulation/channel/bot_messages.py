"""The bot's messages: validated, and stored as people will see them."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulation.channel import errors
from simulation.channel.conversations import Conversation, Kind
from simulation.channel.identity import BOT
from simulation.channel.messages import Message, MessageIds, Messages
from simulation.channel.ports import Now

Json = Mapping[str, Any]
Posted = Callable[[Conversation, Message], None]

MAX_BYTES = 100 * 1024
"""Of a message in UTF-16, pictures in base64 not counted (docs/teams.md, "Sizes")."""

_INLINE_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]*")


def check_activity(activity: Any) -> Json:
    """Return the activity if Teams accepts it. Raises ConnectorError 400 or 413."""
    if not isinstance(activity, dict):
        raise errors.bad_argument("Activity must be a JSON object.")
    if activity.get("type") not in ("message", "typing"):
        raise errors.bad_argument(f"Unknown activity type {activity.get('type')!r}.")
    if message_size(activity) > MAX_BYTES:
        raise errors.too_large()
    if activity["type"] == "message":
        _check_content(activity)
    return activity


def message_size(activity: Json) -> int:
    """Count the bytes that Teams holds against its limit."""
    written = json.dumps(activity, ensure_ascii=False, separators=(",", ":"))
    return len(_INLINE_PICTURE.sub("", written).encode("utf-16-le"))


def _check_content(activity: Json) -> None:
    attachments = activity.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise errors.bad_argument("Attachments must be a list of objects.")
    if not all(attachment.get("contentType") for attachment in attachments):
        raise errors.bad_argument("Attachment has no contentType.")
    if not attachments and not str(activity.get("text") or "").strip():
        raise errors.bad_argument("Activity must include text or attachments.")


@dataclass
class BotMessages:
    """Stores the bot's messages in conversations, and passes each one to `posted`."""

    messages: Messages
    ids: MessageIds
    now: Now
    posted: list[Posted] = field(default_factory=list)

    def typing(self, where: Conversation, thread: str | None) -> None:
        """Show that the bot is typing."""
        self.messages.feed.publish({"event": "typing", "conversation": where.id, "thread": thread})

    def post(
        self, where: Conversation, thread: str | None, activity: Json, only_for: str = ""
    ) -> str | None:
        """Store a message and return its id, or None where Teams makes two messages of it.

        A targeted message is only for one person.
        """
        parts = _split(activity)
        messages = [self._put(where, thread, part, only_for) for part in parts]
        for message in messages:
            for tell in self.posted:
                tell(where, message)
        return messages[0].id if len(messages) == 1 else None

    def update(
        self, where: Conversation, message_id: str, activity: Json, *, targeted: bool = False
    ) -> None:
        """Replace one of the bot's messages. Raises ConnectorError 400, 403 or 404."""
        message = self._own(where, message_id, targeted=targeted)
        if targeted and activity.get("recipient"):
            raise errors.bad_argument("Cannot edit Recipient of Targeted Message")
        self.messages.change(message, edited=self.now(), **_content(activity))

    def delete(self, where: Conversation, message_id: str, *, targeted: bool = False) -> None:
        """Remove one of the bot's messages. Raises ConnectorError 400, 403 or 404."""
        message = self._own(where, message_id, targeted=targeted)
        self.messages.change(message, deleted=True, text="", attachments=(), suggestions=())

    def _own(self, where: Conversation, message_id: str, *, targeted: bool) -> Message:
        message = self.messages.get(where.id, message_id)
        if message is None:
            raise errors.activity_not_found()
        if message.sender != BOT:
            raise errors.not_sender()
        if targeted != bool(message.only_for):
            raise errors.bad_argument("Whether a message is targeted can't be changed.")
        return message

    def _put(
        self, where: Conversation, thread: str | None, activity: Json, only_for: str
    ) -> Message:
        in_channel = where.kind is Kind.CHANNEL
        return self.messages.put(
            Message(
                id=self.ids.new(),
                conversation=where.id,
                sender=BOT,
                sent=self.now(),
                thread=thread if in_channel else None,
                only_for=only_for,
                **_content(activity),
            )
        )


def _split(activity: Json) -> list[Json]:
    """Split text and attachments as Teams does, which then loses an id (docs/teams.md, "Sizes")."""
    if not (activity.get("text") and activity.get("attachments")):
        return [activity]
    text = {key: value for key, value in activity.items() if key != "attachments"}
    attachments = {key: value for key, value in activity.items() if key != "text"}
    return [text, attachments]


def _content(activity: Json) -> dict[str, Any]:
    suggested = activity.get("suggestedActions") or {}
    return {
        "text": str(activity.get("text") or ""),
        "text_format": str(activity.get("textFormat") or "markdown"),
        "attachments": tuple(activity.get("attachments") or ()),
        "suggestions": tuple(suggested.get("actions") or ())[:3],
    }
