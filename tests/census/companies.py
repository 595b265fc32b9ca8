"""People in memory, and a census of them with real rows."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from bot.census.census import Census, Progress
from bot.census.pace import Pace
from bot.census.ports import CensusCounts, CensusStore
from bot.core.clock import Sleep
from bot.core.failures import FailureReason
from bot.photos.diagnose import diagnose
from bot.photos.readings import NotRead
from bot.storage.census_counts import count_census, latest_census
from bot.storage.database import Database
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Person
from bot.use_cases.service import Found
from bot.watch.ports import AccountKind
from tests.photos.examples import ACCOUNT, NOTHING, UPN, readings, thumbnails_of
from tests.watch.sweeps import NOW, Company

RETENTION = timedelta(days=30)
AWAY = NotRead(FailureReason.UNAVAILABLE)
BUSY = NotRead(FailureReason.THROTTLED)
REFUSED = NotRead(FailureReason.NOT_PERMITTED, code="denied")
IN_SYNC = readings()
STALE = readings(stored=thumbnails_of(2))


@dataclass
class Photos:
    """Implements CheckOne; whoever is not named is in sync.

    Attributes:
        is_away: whether the services are out of order.
        failing: what the next checks of somebody give, one after the other.
        wait: passed by every check while it is set.
    """

    stale: set[str] = field(default_factory=set)
    found: dict[str, Found] = field(default_factory=dict)
    failing: dict[str, list[NotRead]] = field(default_factory=dict)
    is_away: Callable[[], bool] = lambda: False
    checked: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    at_a_time: int = 0
    most_at_a_time: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    async def __call__(self, subject: str) -> Found:
        self.checked.append(subject)
        self.at_a_time += 1
        self.most_at_a_time = max(self.most_at_a_time, self.at_a_time)
        self.reached.set()
        await self.open.wait()
        self.at_a_time -= 1
        if self.is_away():
            return AWAY
        if self.failing.get(subject):
            return self.failing[subject].pop(0)
        if subject in self.found:
            return self.found[subject]
        read = STALE if subject in self.stale else IN_SYNC
        return CheckResult(Person(ACCOUNT.id, UPN), read, diagnose(read, NOTHING))


@dataclass
class Office:
    """A company, the photos of its people, and a clock that only waiting moves."""

    company: Company
    photos: Photos = field(default_factory=Photos)
    slept: list[float] = field(default_factory=list)
    seconds: float = 0.0

    async def pause(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        self.company.now = NOW + timedelta(seconds=self.seconds)
        await asyncio.sleep(0)

    def census(
        self, rows: CensusStore, *accounts: AccountKind, sleep: Sleep | None = None
    ) -> Census:
        owners = count()
        return Census(
            self.company,
            self.photos,
            rows,
            Pace(1.0, self.pause, lambda: self.seconds),
            accounts or (AccountKind.MEMBER,),
            lambda: self.company.now,
            sleep or self.company.sleep,
            lambda: f"process {next(owners)} of {id(self)}",
        )


async def take(census: Census, *, anew: bool = False) -> list[Progress]:
    """Take a census to its end."""
    async with aclosing(census.take(anew=anew)) as steps:
        return [progress async for progress in steps]


async def counts(database: Database) -> CensusCounts:
    run = await latest_census(database)
    assert run is not None
    return await count_census(database, run)
