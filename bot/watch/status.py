"""What is known of the watch: the rows, what is granted, and how old its last sweep is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.config.settings import Settings
from bot.photos.capabilities import Capability
from bot.watch.change import ChangeKind
from bot.watch.ports import BATCH, AccountKind, SweepPhase, WatchRun

# What a sweep reads, and the permission to name where it is missing.
NEEDED: Mapping[Capability, str] = {
    Capability.READ_ACCOUNT: "User.Read.All",
    Capability.READ_MICROSOFT_365_PHOTO: "ProfilePhoto.Read.All",
}


def watched_accounts(settings: Settings) -> tuple[AccountKind, ...]:
    """List the kinds of accounts whose photos are read."""
    guests = (AccountKind.GUEST,) if settings.watch_guests else ()
    disabled = (AccountKind.DISABLED,) if settings.watch_disabled else ()
    return (AccountKind.MEMBER, *guests, *disabled)


@dataclass(frozen=True)
class WatchCounts:
    """What the rows of the watch hold.

    Attributes:
        people: everybody who is known, by kind of account.
        unread: people whose photo was never read.
        changes: open changes, by kind.
    """

    run: WatchRun
    people: Mapping[AccountKind, int]
    unread: int
    changes: Mapping[ChangeKind, int]


@dataclass(frozen=True)
class WatchStatus:
    """The state of the watch, as the command and the doctor tell it.

    Attributes:
        setting: the value of PHOTOBOT_WATCH.
        every: time between the beginnings of two sweeps.
        accounts: kinds of accounts whose photos are read.
        granted: what the app's rights make possible.
        now: the moment that this describes (UTC).
    """

    setting: str
    every: timedelta
    accounts: Sequence[AccountKind]
    counts: WatchCounts
    granted: frozenset[Capability]
    now: datetime

    @property
    def missing(self) -> tuple[str, ...]:
        """The permissions without which a sweep can't read anything."""
        return tuple(name for need, name in NEEDED.items() if need not in self.granted)

    @property
    def is_under_way(self) -> bool:
        """Whether some process works on a sweep at this moment."""
        lease = self.counts.run.lease
        return lease is not None and lease.until > self.now

    @property
    def due_at(self) -> datetime:
        """When a sweep begins or goes on (UTC); in the past where it is due."""
        run = self.counts.run
        if run.phase is not SweepPhase.IDLE:
            return run.retry_at or self.now
        return self.now if run.started_at is None else run.started_at + self.every

    @property
    def is_late(self) -> bool:
        """Whether the last complete sweep is older than two intervals."""
        finished = self.counts.run.finished_at
        return finished is not None and self.now - finished > 2 * self.every

    @property
    def watched(self) -> int:
        """How many people's photos a sweep reads."""
        return sum(self.counts.people.get(account, 0) for account in self.accounts)

    @property
    def photo_requests(self) -> int:
        """How many requests a sweep takes for photos, where nothing has to be asked again."""
        return ceil(self.watched / BATCH)
