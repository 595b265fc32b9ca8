"""The ports of the outbox: composers, the channel, the gate and its slots, and the rows."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card, Surface
from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState


class Withdrawn(Exception):
    """A composer found that the message is not wanted any more; the reason may be named."""

    def __init__(self, reason: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason


class NotYet(Exception):
    """A composer found that the message has to wait until a later moment (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


# Composes a message at the moment when it is sent, so that no content is ever stored, and shows it
# once on the surface. Raises Withdrawn, NotYet, and whatever the surface raises.
Composer = Callable[[Message, ConversationReference, Surface], Awaitable[None]]

# Awaited directly before a request goes out.
Enter = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Do nothing."""


class Poster(Protocol):
    """The channel, as the outbox uses it: a message is posted once and never repeated."""

    async def post(
        self, where: ConversationReference, card: Card, summary: str, enter: Enter
    ) -> str:
        """Await `enter`, post the card and return the message's id; raises NotDelivered."""

    def surface(self, where: ConversationReference) -> Surface:
        """Return the surface of a chat, for updates of what was posted there."""


class Priority(Enum):
    """The two priorities at the gate; answers to people who wait go first."""

    INTERACTIVE = "interactive"
    UNASKED = "unasked"


class GateClosed(Exception):
    """The gate lets nothing unasked through for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Gate(Protocol):
    """The gate that keeps all calls to the connector below the tenant's rate."""

    async def enter(self, priority: Priority, prepare: Enter = nothing) -> None:
        """Return at the tenant's next free slot, and await `prepare` just before it.

        Raises GateClosed and BudgetUnreachable, but not with Priority.INTERACTIVE.
        """

    async def close(self, seconds: float) -> None:
        """Let nothing unasked through for so many seconds."""


class BudgetUnreachable(Exception):
    """The slot store, which keeps the tenant's budget, does not answer."""


@dataclass(frozen=True)
class Reserved:
    """A reserved slot and the present moment, both in seconds by the slot store's clock."""

    at: float
    now: float


@dataclass(frozen=True)
class Full:
    """No slot is free within reach; ask again after so many seconds."""

    seconds: float


class SlotStore(Protocol):
    """The tenant's budget, kept in one place for all processes; raises BudgetUnreachable."""

    async def reserve(self, gap: float, count: int = 1) -> Reserved:
        """Reserve the next slots, `gap` seconds apart, and return the first of them.

        The first is `gap` seconds or more after the one before.
        """

    async def reserve_within(self, gap: float, seconds: float) -> Reserved | Full:
        """Reserve the next slot if it is at most `seconds` away and the gate is open."""

    async def close(self, seconds: float) -> None:
        """Close the gate: answer `reserve_within` with Full for so many seconds."""


class OutboxStore(Protocol):
    """The durable rows of messages; of several who change a row at the same time, one succeeds.

    `begin`, `put_back` and `end` change a row only under the lease that its message carries. Who
    has begun a message (its state is SENDING) may note how it ended also after the lease ran out.
    """

    async def add(self, message: Message) -> Message:
        """Add a row, or return the existing one of this kind about the same row."""

    async def of(self, kind: str, about: UUID) -> Message | None:
        """Return the message about a row, if there ever was one."""

    async def replace(self, message: Message) -> None:
        """Add a message that is about no row, in place of a queued one like it.

        At most one is queued for each kind, reader and subject. A process that had claimed the
        earlier one loses it.
        """

    async def queued(self, kind: str, reader: str, subject: str) -> Message | None:
        """Return the queued message about no row of this kind, reader and subject."""

    async def undelivered(self, kind: str, reader: str) -> list[Message]:
        """Return the failed and unconfirmed messages about no row, oldest first.

        Those that another message of this kind about the same subject has followed are left out.
        """

    async def note_told(self, ids: Collection[UUID], now: datetime) -> None:
        """Note that the reader was told that these messages did not arrive."""

    async def hasten(self, reader: str, reasons: Collection[str], now: datetime) -> None:
        """Let the reader's queued messages that were put back for these reasons be due now."""

    async def withdraw(
        self, kind: str, about: UUID, now: datetime, reason: str | None = None
    ) -> bool:
        """End a message that is still queued; False where there is none."""

    async def withdraw_all(self, kind: str, reader: str, now: datetime) -> list[Message]:
        """End all queued messages of a kind for a reader; return them in the order of due_at."""

    async def claim(
        self, kinds: Collection[str], lease: Lease, now: datetime, most: int
    ) -> list[Message]:
        """Claim up to `most` due messages that nobody else has claimed, oldest first."""

    async def renew(self, lease: Lease) -> None:
        """Extend the lease of all messages of this owner."""

    async def release(self, owner: str) -> None:
        """Give up the claims of this owner to messages that it has not begun to send."""

    async def begin(self, message: Message, now: datetime) -> bool:
        """Note that a message is being sent; return False where its lease was lost.

        Also False after a stop, and for a message about a photo change during a pause or a hold.
        """

    async def put_back(self, message: Message, not_before: datetime, now: datetime) -> None:
        """Queue a message again for later, with its attempts and their reason.

        Where a newer one like it was queued while it was being sent, it is withdrawn instead.
        """

    async def end(
        self,
        message: Message,
        state: MessageState,
        now: datetime,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        """Note how a message ended; `sent_as` is the channel's id of it."""

    async def recover(self, now: datetime) -> None:
        """Settle the messages of processes that died: those whose lease ran out.

        One that was being sent may have arrived, so it ends as unconfirmed and is never repeated.
        One that was only claimed is queued again.
        """
