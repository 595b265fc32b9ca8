"""Asking for messages, and taking the wish back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.core.clock import Now
from bot.outbox.message import Message, MessageState
from bot.outbox.ports import OutboxStore
from bot.use_cases.authorizer import Actor


@dataclass(frozen=True)
class Outbox:
    """Everything that is to be sent unasked; the sender takes it from here."""

    messages: OutboxStore
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta

    async def put(
        self, kind: str, *, reader: str, subject: str, actor: Actor, about: UUID, due_at: datetime
    ) -> Message:
        """Ask for a message about a row; asked again, the first one stands."""
        message = self._message(
            kind, reader=reader, subject=subject, actor=actor, about=about, due_at=due_at
        )
        return await self.messages.add(message)

    async def replace(
        self, kind: str, *, reader: str, subject: str, actor: Actor, due_at: datetime
    ) -> Message:
        """Ask for a message about a subject; asked again, the last one stands, if none is out."""
        message = self._message(
            kind, reader=reader, subject=subject, actor=actor, about=None, due_at=due_at
        )
        await self.messages.replace(message)
        return message

    async def queued(self, kind: str, reader: str, subject: str) -> Message | None:
        """The message about a subject that was asked for and is not going out yet."""
        return await self.messages.queued(kind, reader, subject)

    async def withdraw_all(self, kind: str, reader: str) -> list[Message]:
        """Take back whatever was asked for this reader and is not going out; returns that."""
        return await self.messages.withdraw_all(kind, reader)

    async def withdraw(self, kind: str, about: UUID) -> bool:
        """Take the wish back; False when there is none, or its message is out or going out."""
        return await self.messages.withdraw(kind, about)

    async def of(self, kind: str, about: UUID) -> Message | None:
        """What became of the message about that row."""
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
