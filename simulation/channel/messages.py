"""The messages in each conversation, and events about them."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from simulation.channel.ports import Now

Json = Mapping[str, Any]

# After this long a message that only one person sees is gone from all clients.
TARGETED_FOR = timedelta(hours=24)


class State(StrEnum):
    """How far a person's message got."""

    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """One message.

    `sender` is an Entra object id or `identity.BOT`, `thread` the id of a root post. `sign_in` is
    how far a sign-in card got (`single_sign_on.SignIn`). `only_for` is the object id of the one
    person who sees a targeted message; empty for messages that everybody sees.
    """

    id: str
    conversation: str
    sender: str
    sent: datetime
    text: str = ""
    text_format: str = "markdown"
    attachments: tuple[Json, ...] = ()
    suggestions: tuple[Json, ...] = ()
    thread: str | None = None
    edited: datetime | None = None
    deleted: bool = False
    reactions: tuple[str, ...] = ()
    state: State = State.SENT
    problem: str = ""
    sign_in: str = ""
    only_for: str = ""

    def is_seen_by(self, person_id: str) -> bool:
        """Tell whether a member of the conversation sees the message."""
        return self.only_for in ("", person_id)


class Feed:
    """Publishes events to all listeners."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Json | None]] = set()

    def publish(self, event: Json) -> None:
        """Pass an event to everybody who listens."""
        for queue in self._listeners:
            queue.put_nowait(event)

    def close(self) -> None:
        """End all listening with None."""
        for queue in self._listeners:
            queue.put_nowait(None)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Json | None]]:
        """Collect events from now on in a queue."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)


@dataclass
class MessageIds:
    """Ids as Teams makes them: milliseconds since 1970, each used once."""

    now: Now
    _last: int = 0

    def new(self) -> str:
        """Return the next id."""
        self._last = max(self._last + 1, int(self.now().timestamp() * 1000))
        return str(self._last)


@dataclass
class Messages:
    """All messages, by conversation; targeted ones vanish after a day."""

    feed: Feed
    now: Now
    _kept: dict[str, dict[str, Message]] = field(default_factory=dict)
    _targeted: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def put(self, message: Message) -> Message:
        """Add a message, or replace the one with its id."""
        self._kept.setdefault(message.conversation, {})[message.id] = message
        if message.only_for:
            self._targeted[message.conversation, message.id] = message.sent + TARGETED_FOR
        self.feed.publish({"event": "message", "message": message})
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        """Replace a message by a changed version."""
        return self.put(replace(message, **changes))

    def get(self, conversation_id: str, message_id: str) -> Message | None:
        """Return the message, or None if it is missing, was deleted or has vanished."""
        self.vanish()
        message = self._kept.get(conversation_id, {}).get(message_id)
        return None if message is None or message.deleted else message

    def all(self, conversation_id: str) -> list[Message]:
        """Return the messages of the conversation, oldest first."""
        self.vanish()
        return list(self._kept.get(conversation_id, {}).values())

    def keep_newest(self, conversation_id: str, number: int) -> None:
        """Forget all messages of the conversation but so many of the newest."""
        kept = self._kept.get(conversation_id, {})
        for message_id in list(kept)[: max(0, len(kept) - number)]:
            del kept[message_id]

    def vanish(self) -> None:
        """Remove the targeted messages whose time is over."""
        now = self.now()
        for conversation, message_id in [key for key, end in self._targeted.items() if end <= now]:
            del self._targeted[conversation, message_id]
            if gone := self._kept.get(conversation, {}).pop(message_id, None):
                self.feed.publish({"event": "vanished", "message": gone})
