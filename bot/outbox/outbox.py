"""Enqueue and withdraw unasked messages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.core.clock import Now
from bot.outbox.backoff import REFUSED_BY_CHAT
from bot.outbox.message import Message, MessageState
from bot.outbox.ports import OutboxStore
from bot.use_cases.authorizer import Actor


@dataclass(frozen=True)
class Outbox:
    """The queue of unasked messages, which the sender empties.

    A withdrawn message is one that is still queued; one that is being sent can't be withdrawn.
    """

    messages: OutboxStore
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta

    async def put(
        self, kind: str, *, reader: str, subject: str, actor: Actor, about: UUID, due_at: datetime
    ) -> Message:
        """Enqueue a message about a row; where there is one of this kind, return that instead."""
        message = self._message(
            kind, reader=reader, subject=subject, actor=actor, about=about, due_at=due_at
        )
        return await self.messages.add(message)

    async def replace(
        self, kind: str, *, reader: str, subject: str, actor: Actor, due_at: datetime
    ) -> Message:
        """Enqueue a message about a subject in place of a queued one of this kind and reader."""
        message = self._message(
            kind, reader=reader, subject=subject, actor=actor, about=None, due_at=due_at
        )
        await self.messages.replace(message)
        return message

    async def queued(self, kind: str, reader: str, subject: str) -> Message | None:
        """Return the message about a subject, and about no row, that is not being sent yet."""
        return await self.messages.queued(kind, reader, subject)

    async def undelivered(self, kind: str, reader: str) -> list[Message]:
        """Return the messages that did not arrive, or may not have, and that none has followed."""
        return await self.messages.undelivered(kind, reader)

    async def note_told(self, messages: Iterable[Message]) -> None:
        """Note that the reader was told that these messages did not arrive."""
        await self.messages.note_told([message.id for message in messages], self.now())

    async def hasten(self, reader: str) -> None:
        """Let what a reader's chat refused be tried again now, as the chat takes messages again."""
        await self.messages.hasten(reader, REFUSED_BY_CHAT, self.now())

    async def withdraw_all(self, kind: str, reader: str) -> list[Message]:
        """Withdraw all queued messages of a kind for a reader, and return them."""
        return await self.messages.withdraw_all(kind, reader, self.now())

    async def withdraw(self, kind: str, about: UUID, reason: str | None = None) -> bool:
        """Withdraw the message about a row; False when there is none that is still queued."""
        return await self.messages.withdraw(kind, about, self.now(), reason)

    async def of(self, kind: str, about: UUID) -> Message | None:
        """Return the message about a row, whatever its state; None where there never was one."""
        return await self.messages.of(kind, about)

    def _message(
        self,
        kind: str,
        *,
        reader: str,
        subject: str,
        actor: Actor,
        about: UUID | None,
        due_at: datetime,
    ) -> Message:
        return Message(
            id=self.new_id(),
            reader=reader,
            subject=subject,
            actor=actor,
            kind=kind,
            about=about,
            state=MessageState.QUEUED,
            due_at=due_at,
            not_before=due_at,
            attempts=0,
            message_id=None,
            reason=None,
            lease=None,
            created_at=self.now(),
            expires_at=due_at + self.retention,
        )
