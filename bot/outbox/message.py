"""A message that the bot sends unasked: who gets it, about what, and its state."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor


class MessageState(StrEnum):
    """The states of a message; all but the first two are final.

    A failed message of a campaign may be queued again.
    """

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


ENDED = frozenset(MessageState) - {MessageState.QUEUED, MessageState.SENDING}


@dataclass(frozen=True)
class Message:
    """A row of the outbox; it never holds the content, a photo or a name.

    Attributes:
        reader: Entra object id of the person who gets it.
        subject: object id of the person whose photo it is about.
        actor: who asked for it to be sent.
        kind: which composer makes its content when it is sent.
        about: id of the row that it is about, where there is one. For each kind and row there is
            one message ever; without a row, one for each kind, reader and subject is queued.
        due_at: the moment for which it was scheduled (UTC).
        not_before: when it is tried next (UTC); later than `due_at` once it was put back.
        attempts: how many attempts failed.
        message_id: the channel's id of it, once delivered.
        reason: why the last attempt failed, or why it ended undelivered; see `NotDelivered`.
        lease: which process sends it now.
        expires_at: when the retention sweep may delete the row (UTC).
        failing_since: when the first of the failed attempts was made (UTC).
        told_at: when the reader was told that it did not arrive, or may not have (UTC).
        campaign: id of the campaign that it belongs to; it is about its own id then.
        opened_at: when the reader first opened it, as far as that is known (UTC).
        tapped_at: when the reader first pressed one of its buttons (UTC).
        begun_at: when it was last begun to be sent (UTC).
        ended_at: when that was noted, where it ended by being sent, refused or withdrawn (UTC).
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
    failing_since: datetime | None = None
    told_at: datetime | None = None
    campaign: UUID | None = None
    opened_at: datetime | None = None
    tapped_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
