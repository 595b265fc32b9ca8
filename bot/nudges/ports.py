"""What deciding needs: rows of changes, of messages about them, and of the hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from bot.core.lease import Lease
from bot.nudges.decide import Addressee
from bot.outbox.message import MessageState
from bot.watch.change import ChangeKind, PhotoChange

NUDGE = "nudge"


class Outcome(StrEnum):
    """What became of a change; in shadow mode, what would have."""

    WAITS = "waits"
    DROPPED = "dropped"
    NUDGED = "nudged"
    SYNCED = "synced"
    NOT_SYNCED = "not_synced"
    NOT_REACHABLE = "not_reachable"
    WOULD_NUDGE = "would_nudge"
    WOULD_SYNC_AND_TELL = "would_sync_and_tell"
    WOULD_SYNC_QUIETLY = "would_sync_quietly"


@dataclass(frozen=True)
class Sent:
    """The message about a change that was asked for last; `state` is None before it is queued."""

    nudge_id: UUID
    state: MessageState | None
    reason: str | None


@dataclass(frozen=True)
class Due:
    """A change that this process decides about, and what the rows hold of its person.

    Attributes:
        reader: the person's id as their chat writes it.
        sent: the message about it whose end was not noted yet.
    """

    change: PhotoChange
    person: Addressee
    reader: str
    sent: Sent | None
    lease: Lease


@dataclass(frozen=True)
class NoticedChange:
    """The change that a message is about, as it was noticed; another one may have followed."""

    id: UUID
    kind: ChangeKind
    at: datetime


@dataclass(frozen=True)
class NudgeRow:
    """A message about a change, or one of a campaign, about what a census found.

    Attributes:
        change: what was noticed; None in a message of a campaign.
        campaign: id of the campaign; None in a message about a change.
        reference: by which the person can ask whether it is from the bot.
        sync_ending: how a sync ended that the policy made for it; None where it made none.
        sent_at: when the channel first took it (UTC); None where it did not say so.
        card_id: the card that shows it; None before it was sent.
    """

    id: UUID
    subject: str
    change: NoticedChange | None
    reference: str
    is_shadow: bool
    created_at: datetime
    expires_at: datetime
    campaign: UUID | None = None
    sync_ending: str | None = None
    sent_at: datetime | None = None
    card_id: UUID | None = None


class ChangeStore(Protocol):
    """The rows of changes that are decided about.

    All that takes a `Due` changes its row only under the lease that it carries, and returns
    whether it did.
    """

    async def claim(self, lease: Lease, now: datetime, most: int) -> list[Due]:
        """Claim open changes that are due and that nobody else has claimed, oldest first."""

    async def renew(self, lease: Lease) -> None:
        """Extend the lease of all changes of this owner."""

    async def release(self, owner: str) -> None:
        """Give up the claims of this owner."""

    async def wait(self, due: Due, until: datetime, outcome: Outcome, because: str | None) -> bool:
        """Decide again at a moment, and note why."""

    async def end(self, due: Due, outcome: Outcome, because: str | None, now: datetime) -> bool:
        """End a change, and note why."""

    async def nudge(self, due: Due, nudge: NudgeRow, outcome: Outcome, until: datetime) -> bool:
        """Add a message about a change, and decide again at a moment; keeps the lease.

        One of shadow mode counts as sent.
        """

    async def count(self, due: Due, *, arrived: bool, now: datetime) -> bool:
        """Note that the message about a change ended; one that may have arrived counts.

        Keeps the lease.
        """

    async def put_off(self, subject: str, until: datetime) -> None:
        """Decide about a person's change no earlier, whoever has claimed it."""

    async def hasten(self, reader: str, now: datetime) -> None:
        """Decide anew about what waits for the end of a person's pause."""

    async def settle(self, change_id: UUID, now: datetime) -> None:
        """End an open change, which a check found settled."""


@dataclass(frozen=True)
class About:
    """A message as it is composed.

    Attributes:
        change: the change that it is about; None where another one followed, and in a campaign.
    """

    nudge: NudgeRow
    change: PhotoChange | None
    person: Addressee


class NudgeStore(Protocol):
    """The rows of messages about changes, and of campaigns about what a census found."""

    async def add(self, nudge: NudgeRow) -> None:
        """Add a message of a campaign, once."""

    async def about(self, nudge_id: UUID) -> About | None:
        """Return a message with its change and what is known of its person."""

    async def latest_of(self, subject: str) -> NudgeRow | None:
        """Return the latest message that a person was sent, or may have been."""

    async def claim_week(
        self, reader: str, nudge_id: UUID, now: datetime, latest: datetime
    ) -> bool:
        """Note that a person is written to now, unless that was so after `latest`.

        True again for the message that has the claim. False too for who said stop or paused. The
        claim of a message that surely did not arrive doesn't count.
        """

    async def note_sync(self, nudge_id: UUID, ending: str | None) -> None:
        """Note a sync that was begun for a message, then how it ended; None where it was not."""

    async def note_card(self, nudge_id: UUID, card_id: UUID, now: datetime) -> None:
        """Note the card that shows a message."""

    async def of_card(self, card_id: UUID) -> NudgeRow | None:
        """Return the message that a card shows."""

    async def look(self, nudge_id: UUID, now: datetime, latest: datetime) -> bool:
        """Note a look at a card that is not settled, unless there was one after `latest`."""

    async def claim_looks(self, now: datetime, latest: datetime, most: int) -> list[NudgeRow]:
        """Return cards that nobody looked at after `latest`, and note a look at each."""

    async def let_go(self, nudge_id: UUID, settled_at: datetime | None = None) -> None:
        """Look at the card of a message no more."""

    async def let_go_of(self, subject: str) -> None:
        """Look at no card of a person any more."""

    async def of_reference(self, reference: str, subject: str) -> NudgeRow | None:
        """Return a message that this person was sent, or may have been, by its reference."""


@dataclass(frozen=True)
class Hold:
    """Why nobody is written to at present.

    Attributes:
        paused_at: since when an administrator has paused it; None where nobody did.
        held_at: since when too many photos changed; None where it was released.
        because: how many photos changed, and what the limit is, in words.
    """

    paused_at: datetime | None = None
    held_at: datetime | None = None
    because: str | None = None

    @property
    def is_on(self) -> bool:
        """Whether nobody is written to."""
        return bool(self.paused_at or self.held_at)


class HoldStore(Protocol):
    """The one row that says whether everything is held."""

    async def get(self) -> Hold:
        """Return the hold."""

    async def note_changes(self, limit: int, now: datetime) -> Hold:
        """Hold everything where more people's photos changed within a day than may; return it."""

    async def pause(self, now: datetime) -> None:
        """Hold everything until it is resumed."""

    async def resume(self) -> None:
        """End a pause."""

    async def release(self, now: datetime) -> None:
        """End a hold; changes from now on are counted anew."""
