"""What a census needs: its rows, and a check of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from bot.census.finding import Counted, PersonFinding
from bot.core.lease import Lease
from bot.photos.causes import Cause
from bot.use_cases.service import Found
from bot.watch.ports import AccountKind


class CensusPhase(StrEnum):
    """How far a census has come."""

    MEMBERSHIP = "membership"
    CHECKS = "checks"
    ENDED = "ended"


@dataclass(frozen=True)
class CensusRun:
    """The census that is under way, or the last one; times are UTC.

    Attributes:
        link: a link to the next page of the directory.
        finished_at: when it was complete; None where it is not, or was given up.
        trouble: what interrupted it, in the words of a ServiceFailure.
    """

    id: UUID
    phase: CensusPhase
    started_at: datetime
    lease: Lease | None = None
    link: str | None = None
    finished_at: datetime | None = None
    trouble: str | None = None


@dataclass(frozen=True)
class CensusCounts:
    """What a census has counted. The numbers of `verdicts` and `waiting` add up to the people.

    Attributes:
        people: everybody whom it counts.
        waiting: those who are not checked yet.
        causes: for each verdict, people by the cause to be fixed first; None for no cause.
        reasons: why nothing is known, of those of whom nothing is.
        would_write_to: people whose photo differs, whom a message would help, who did not ask
            for none, and whom no group excludes.
    """

    run: CensusRun
    people: int
    waiting: int
    verdicts: Mapping[Counted, int] = field(default_factory=dict)
    causes: Mapping[Counted, Mapping[Cause | None, int]] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    would_write_to: int = 0


class CensusLost(Exception):
    """The lease of a census ran out, and another process may have gone on with it."""


class CensusUnderWay(Exception):
    """Another process takes a census at this moment."""


class CheckOne(Protocol):
    """A check with the app's rights."""

    async def __call__(self, subject: str) -> Found:
        """Read every copy of one person's photo; failures are readings."""


class CensusStore(Protocol):
    """The rows of a census. What stores for an owner raises CensusLost."""

    async def claim(self, lease: Lease, now: datetime, *, anew: bool) -> CensusRun | None:
        """Go on with the census that is under way, or begin one; None where somebody works on it.

        `anew` gives up the one that is under way, and begins another.
        """

    async def renew(self, lease: Lease) -> None:
        """Extend the lease."""

    async def take_watched(
        self, owner: str, accounts: Sequence[AccountKind], read_since: datetime
    ) -> bool:
        """List everybody whom the sweeps know; False where they did not end since then."""

    async def save_members(
        self, owner: str, here: Sequence[str], gone: Sequence[str], link: str, *, is_last: bool
    ) -> None:
        """Store a page of the directory and where it leads."""

    async def restart_membership(self, owner: str) -> None:
        """Forget who was listed, to read the directory from its start."""

    async def size(self, census: UUID) -> tuple[int, int]:
        """Return how many people there are, and how many of them are checked."""

    async def waiting(self, census: UUID, after: str, most: int) -> Sequence[str]:
        """Return the next people who are not checked, in the order of subjects."""

    async def save(self, owner: str, findings: Sequence[PersonFinding]) -> None:
        """Store what was found, once for each person."""

    async def finish(self, owner: str, now: datetime) -> None:
        """End the census and the lease."""

    async def interrupt(self, owner: str, trouble: str | None) -> None:
        """End the lease in the middle of a census. Nothing happens where another owner has it."""
