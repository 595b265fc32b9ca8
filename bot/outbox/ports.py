"""What the outbox needs of the rest."""

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
    """There is nothing to say any more."""


class NotYet(Exception):
    """The message is to be composed at a later moment (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


# Composes a message when it is sent, so that no content is ever stored, and shows it on the
# surface, once. Raises Withdrawn, NotYet, and whatever the surface raises.
Composer = Callable[[Message, ConversationReference, Surface], Awaitable[None]]

# Awaited directly before a request goes out.
Enter = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Do nothing."""


class Poster(Protocol):
    """Posts messages, each of them once."""

    async def post(
        self, where: ConversationReference, card: Card, summary: str, enter: Enter
    ) -> str:
        """Await `enter`, post the card and return the message's id; raises NotDelivered."""

    def surface(self, where: ConversationReference) -> Surface:
        """Give what writes into a chat."""


class Priority(Enum):
    """Who goes first: answers to people who wait."""

    INTERACTIVE = "interactive"
    UNASKED = "unasked"


class GateClosed(Exception):
    """Nothing unasked may go out for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Gate(Protocol):
    """The one gate through which everything goes out that counts against the tenant's rate."""

    async def enter(self, priority: Priority, prepare: Enter = nothing) -> None:
        """Return at the tenant's next free moment to send, and await `prepare` just before it.

        Raises GateClosed and BudgetUnreachable, but not for answers to people who wait.
        """

    async def close(self, seconds: float) -> None:
        """Let nothing unasked through for so long."""


class BudgetUnreachable(Exception):
    """The one who keeps the tenant's budget does not answer."""


@dataclass(frozen=True)
class Reserved:
    """A moment to send, and the present one, both by the keeper's clock in seconds."""

    at: float
    now: float


@dataclass(frozen=True)
class Full:
    """No moment is free; ask again after so many seconds."""

    seconds: float


class SlotStore(Protocol):
    """The tenant's budget, kept in one place for all processes; raises BudgetUnreachable."""

    async def reserve(self, gap: float) -> Reserved:
        """Take the next moment, `gap` seconds or more after the one before."""

    async def reserve_within(self, gap: float, seconds: float) -> Reserved | Full:
        """Take the next moment if it is no farther away than that, and nothing is closed."""

    async def close(self, seconds: float) -> None:
        """Answer `reserve_within` with Full for so long."""


class OutboxStore(Protocol):
    """The durable rows. Of several who change a row at the same time, one succeeds.

    Whoever has claimed a message begins, puts back and ends it under the lease that it carries.
    """

    async def add(self, message: Message) -> Message:
        """Add a row, or return the one that is of its kind and about the same row already."""

    async def of(self, kind: str, about: UUID) -> Message | None:
        """The message about that row, if one was ever asked for."""

    async def replace(self, message: Message) -> None:
        """Add a row that is about no other, in place of a queued one like it.

        Of that kind, for that reader and about that subject one is queued at most. Whoever had
        claimed the earlier one has lost it.
        """

    async def queued(self, kind: str, reader: str, subject: str) -> Message | None:
        """The message about no row that is not being sent yet."""

    async def withdraw(self, kind: str, about: UUID) -> bool:
        """End a message that is not being sent yet."""

    async def withdraw_all(self, kind: str, reader: str) -> list[Message]:
        """End what is not being sent yet to a reader; returns it, the first that was due first."""

    async def claim(
        self, kinds: Collection[str], lease: Lease, now: datetime, most: int
    ) -> list[Message]:
        """Take messages that are due and nobody else's, oldest first."""

    async def renew(self, lease: Lease) -> None:
        """Keep all messages of this owner."""

    async def release(self, owner: str) -> None:
        """Give back what this owner claimed and has not begun to send."""

    async def begin(self, message: Message) -> bool:
        """Note that it goes out now; False when its lease is somebody else's by now."""

    async def put_back(self, message: Message, not_before: datetime) -> None:
        """Queue it again, for later, with its attempts and their reason.

        Where it was asked for anew while it went out, it is withdrawn: the newer one stands.
        """

    async def end(
        self,
        message: Message,
        state: MessageState,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        """Note how it ended; `sent_as` is the channel's id of the message."""

    async def recover(self, now: datetime) -> None:
        """Settle what is under a lease that ran out.

        What was going out may have arrived, so it is unconfirmed; what was only claimed is queued.
        """

    async def next_due(self, kinds: Collection[str]) -> datetime | None:
        """When something is to be done next: a message falls due, or a lease runs out."""
