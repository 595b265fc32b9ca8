"""One message that nobody asked for at this moment, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.core.lease import Lease


class MessageState(StrEnum):
    """How far a message has come; all but the first two are its end."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


ENDED = frozenset(MessageState) - {MessageState.QUEUED, MessageState.SENDING}


@dataclass(frozen=True)
class Message:
    """A row of the outbox: never what it says, never a photo, never a name.

    Attributes:
        person_id: Entra object id of whom it is for.
        kind: which composer makes its content; with `subject`, what it is about, and unique.
        subject: id of a row elsewhere, such as a promise.
        not_before: when it is due (UTC).
        attempts: how often it was tried in vain.
        message_id: the channel's id of it, once delivered.
        reason: why it was not delivered, last or for good; see `NotDelivered` for names.
        lease: who sends it now.
    """

    id: UUID
    person_id: str
    kind: str
    subject: UUID
    state: MessageState
    not_before: datetime
    attempts: int
    message_id: str | None
    reason: str | None
    lease: Lease | None
    created_at: datetime
    expires_at: datetime
