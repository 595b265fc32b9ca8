"""Asking for messages, and taking the wish back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.core.clock import Now
from bot.outbox.message import Message, MessageState
from bot.outbox.ports import Messages


@dataclass(frozen=True)
class Outbox:
    """Everything that is to be sent unasked; the sender takes it from here."""

    messages: Messages
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta

    async def put(self, person_id: str, kind: str, subject: UUID, not_before: datetime) -> Message:
        """Ask for a message about something; asked again, the first one stands."""
        message = Message(
            id=self.new_id(),
            person_id=person_id,
            kind=kind,
            subject=subject,
            state=MessageState.QUEUED,
            not_before=not_before,
            attempts=0,
            message_id=None,
            reason=None,
            lease=None,
            created_at=self.now(),
            expires_at=not_before + self.retention,
        )
        return await self.messages.add(message)

    async def withdraw(self, kind: str, subject: UUID) -> bool:
        """Take the wish back; False when there is none, or its message is out or going out."""
        return await self.messages.withdraw(kind, subject)

    async def of(self, kind: str, subject: UUID) -> Message | None:
        """What became of the message about that."""
        return await self.messages.of(kind, subject)
