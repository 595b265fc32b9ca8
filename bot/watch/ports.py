"""What a sweep over the tenant's people needs: the directory, photo etags and rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.core.failures import ServiceFailure
from bot.core.lease import Lease
from bot.watch.notice import Noticed, WatchedPerson

# People whose photos one request asks for: the most that Graph takes.
BATCH = 20


class SweepPhase(StrEnum):
    """How far a sweep has come."""

    MEMBERSHIP = "membership"
    PHOTOS = "photos"
    IDLE = "idle"


class AccountKind(StrEnum):
    """What kind of account a known person has; only `MEMBER` is always watched."""

    MEMBER = "member"
    DISABLED = "disabled"
    GUEST = "guest"
    GONE = "gone"


@dataclass(frozen=True)
class Member:
    """One person of a page of the directory; None for what Entra ID did not say."""

    subject: str
    enabled: bool | None = None
    guest: bool | None = None
    gone: bool = False


@dataclass(frozen=True)
class MembersPage:
    """One page of the directory: `link` leads on, to the next page or to later changes."""

    members: tuple[Member, ...]
    link: str
    is_last: bool


class ResyncRequired(Exception):
    """A link into the directory is good no longer: everybody has to be read anew."""


class Directory(Protocol):
    """The people of the tenant, and what changed among them."""

    async def page(self, link: str | None) -> MembersPage:
        """Read the page that a link leads to, or the first one.

        Raises ResyncRequired where the link has expired, and ServiceFailure.
        """


@dataclass(frozen=True)
class EtagsRead:
    """What came of reading several photo etags.

    Attributes:
        etags: by subject; empty for somebody without a photo.
        unread: why nothing was learnt, by subject.
        requests: how many HTTP requests it took.
    """

    etags: Mapping[str, str]
    unread: Mapping[str, ServiceFailure]
    requests: int


class PhotoEtags(Protocol):
    """The etags of people's Microsoft 365 photos."""

    async def read(self, subjects: Sequence[str]) -> EtagsRead:
        """Read etags, with as few requests as possible; failures are a part of the result."""


@dataclass(frozen=True)
class WatchRun:
    """The sweep that is under way, or the last one; times are UTC.

    Attributes:
        cursor: a link to the next page of the directory, or the last person who was read.
        delta_link: where reading the directory starts; None for all of it.
        finished_at: when the last complete sweep ended.
        baseline_at: when the first sweep over the tenant ended.
        trouble: what interrupted the sweep, in the words of a ServiceFailure.
        retry_at: when an interrupted sweep goes on.
    """

    phase: SweepPhase = SweepPhase.IDLE
    lease: Lease | None = None
    cursor: str | None = None
    delta_link: str | None = None
    generation: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    previous_started_at: datetime | None = None
    baseline_at: datetime | None = None
    seen: int = 0
    changed: int = 0
    failed: int = 0
    photo_requests: int = 0
    membership_requests: int = 0
    trouble: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True)
class PhotosPage:
    """What a sweep learnt about some people's photos, up to the cursor."""

    cursor: str
    seen: int
    failed: int
    requests: int
    noticed: tuple[Noticed, ...]


class SweepLost(Exception):
    """The lease of a sweep ran out, and another process may have gone on with it."""


class WatchStore(Protocol):
    """The rows of a sweep and of the people. What stores for an owner raises SweepLost."""

    async def claim(self, lease: Lease, now: datetime, every: timedelta | None) -> WatchRun | None:
        """Begin a sweep that is due, or go on with an interrupted one; None where neither is due.

        `every` is the time between two beginnings; None makes it due now. A sweep that somebody
        works on is never claimed.
        """

    async def renew(self, lease: Lease) -> None:
        """Extend the lease."""

    async def restart_membership(self, owner: str) -> None:
        """Start reading the whole directory, as a new generation of it."""

    async def save_members(self, owner: str, page: MembersPage, now: datetime) -> None:
        """Store a page of the directory and where it leads.

        After the last page of a whole directory, people it did not name are gone.
        """

    async def people(
        self, after: str, accounts: Sequence[AccountKind], most: int
    ) -> Sequence[WatchedPerson]:
        """Return the next people in the order of subjects."""

    async def save_photos(self, owner: str, page: PhotosPage, now: datetime) -> int:
        """Store etags, changes, counts and the cursor, all or none; return how many changes.

        A person whose row was changed since it was read is left to the next sweep.
        """

    async def finish(self, owner: str, now: datetime) -> None:
        """End the sweep and the lease, and delete people who left long ago."""

    async def interrupt(self, owner: str, trouble: str | None, retry_at: datetime | None) -> None:
        """End the lease in the middle of a sweep; it goes on from its cursor at `retry_at`.

        Nothing happens where another owner has it by now.
        """
