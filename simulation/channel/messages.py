"""The messages in each conversation, and events about them."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from simulation.channel.ports import Now

Json = Mapping[str, Any]


class State(StrEnum):
    """How far a person's message got."""

    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """One message.

    `sender` is an Entra object id or `identity.BOT`, `thread` the id of a root post. `sign_in` is
    how far a sign-in card got (`single_sign_on.SignIn`).
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
    """All messages, by conversation."""

    feed: Feed
    _kept: dict[str, dict[str, Message]] = field(default_factory=dict)

    def put(self, message: Message) -> Message:
        """Add a message, or replace the one with its id."""
        self._kept.setdefault(message.conversation, {})[message.id] = message
        self.feed.publish({"event": "message", "message": message})
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        """Replace a message by a changed version."""
        return self.put(replace(message, **changes))

    def get(self, conversation_id: str, message_id: str) -> Message | None:
        """Return the message, or None if it is missing or was deleted."""
        message = self._kept.get(conversation_id, {}).get(message_id)
        return None if message is None or message.deleted else message

    def all(self, conversation_id: str) -> list[Message]:
        """Return the messages of the conversation, oldest first."""
        return list(self._kept.get(conversation_id, {}).values())

    def keep_newest(self, conversation_id: str, number: int) -> None:
        """Forget all messages of the conversation but so many of the newest."""
        kept = self._kept.get(conversation_id, {})
        for message_id in list(kept)[: max(0, len(kept) - number)]:
            del kept[message_id]
