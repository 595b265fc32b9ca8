"""One message that nobody asked for at this moment, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor


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
        reader: Entra object id of who gets it.
        subject: object id of whose photo it is about.
        actor: who asked for it.
        kind: which composer makes its content.
        about: id of the row that it is about; one message of a kind for each. Of those that are
            about none, one of a kind is queued for each reader and subject.
        due_at: when it was asked for (UTC).
        not_before: when it is tried next (UTC); it moves whenever the message is put back.
        attempts: how often it was tried in vain.
        message_id: the channel's id of it, once delivered.
        reason: why it was not delivered, last or for good; see `NotDelivered` for names.
        lease: who sends it now.
    """

    id: UUID
    reader: str
    subject: str
    actor: Actor
    kind: str
    about: UUID | None
    state: MessageState
    due_at: datetime
    not_before: datetime
    attempts: int
    message_id: str | None
    reason: str | None
    lease: Lease | None
    created_at: datetime
    expires_at: datetime
