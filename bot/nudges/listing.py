"""Photo changes one by one, with the messages about each: what an administrator looks through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.outbox.message import MessageState
from bot.watch.change import ChangeKind


class ListedState(StrEnum):
    """How a change stands; `PAST` is one of which only a message is left, as another followed."""

    OPEN = "open"
    ENDED = "ended"
    PAST = "past"


@dataclass(frozen=True)
class ListFilter:
    """Which changes are wanted, newest first.

    Attributes:
        state: None for all of them.
        since: those that were noticed from then on (UTC).
        limit: how many at most; None for all.
    """

    state: ListedState | None = None
    since: datetime | None = None
    limit: int | None = None


@dataclass(frozen=True)
class ListedMessage:
    """A message about a change; times are UTC.

    Attributes:
        state: None for one that is not queued yet, or that shadow mode only noted.
        reason: why it failed, or is tried again.
        asked_at: when it was decided to write it.
        sent_at: when the channel confirmed it; None where it did not.
        next_at: when it is tried next, where it waits.
    """

    reference: str
    is_shadow: bool
    state: MessageState | None
    reason: str | None
    asked_at: datetime
    sent_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True)
class ListedChange:
    """A change as its rows have it; times are UTC.

    Attributes:
        outcome: what became of it; None before anything was decided.
        because: why it waits, ended or was dropped.
        next_at: when it is decided about next; None where it is not.
        reminder_at: when the person is written to again, as they asked.
    """

    id: UUID
    subject: str
    kind: ChangeKind
    noticed_at: datetime
    state: ListedState
    outcome: str | None
    because: str | None
    decided_at: datetime | None
    next_at: datetime | None
    reminder_at: datetime | None
    messages: tuple[ListedMessage, ...]
