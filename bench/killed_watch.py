"""A company whose photos change, and two workers that are killed all the while.

They make a first sweep, notice the changes, decide, write to people, and note how each message
ended. At the end the rows are compared with what the channel delivered, and to whom.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from time import monotonic
from typing import LiteralString

from psycopg.conninfo import make_conninfo
from psycopg.rows import scalar_row, tuple_row

from bench.checkouts import BUILD
from bench.watched_company import WatchedCompany, watched_company
from bench.watched_outcome import Killed, WatchedOutcome, outcome_of
from bot.core.clock import utc_now
from bot.storage.database import Database
from bot.storage.watch import latest_run
from bot.storage.watch_hold import WatchHold
from bot.watch.ports import WatchRun
from tests.outbox.fleet import until_disconnected
from tests.scenarios.bot_process import BotProcess, bot_process, settings_for
from tests.waiting import until

LOG = BUILD / "kills.log"
LOOK_SECONDS = 0.1
# A phase that takes longer does not end at all.
PHASE_SECONDS = 900.0
SETTINGS: Mapping[str, str] = {
    "PHOTOBOT_WATCH": "on",
    "PHOTOBOT_WATCH_EVERY": "01:00:00",
    "PHOTOBOT_WATCH_GRACE": "00:00:00",
    "PHOTOBOT_WATCH_HOURS": "00:00-23:59:59.999999",
    "PHOTOBOT_WATCH_DAYS": "mon-sun",
    "PHOTOBOT_WATCH_BLAST_LIMIT": "1000000",
}
# Of all kills, so many hit the first sweep, the one that finds changes, and the noting of the ends
# of messages; the others hit deciding and sending, which go on together.
SHARES = {"first sweep": 0.15, "sweep": 0.25, "deciding and sending": 0.45, "noting": 0.15}

SWEEP_IS_DUE: LiteralString = "update watch_run set started_at = started_at - interval '1 hour'"
SENDING: LiteralString = """
select reader from outbox where state = 'sending' and lease_owner like %s
"""
AT_WORK: LiteralString = """
select exists (select from watch_run where lease_until > now()),
    (select count(*) from photo_change where lease_until > now())
"""
UNDER_WAY: LiteralString = """
select exists (select from photo_change where lease_until > now())
    or exists (select from outbox where lease_until > now())
"""
ENDED: LiteralString = "select count(*) from outbox where state not in ('queued', 'sending')"
COUNTED: LiteralString = "select count(*) from nudge where ended_at is not null"
# What waits for less than a minute is only tried again.
BUSY: LiteralString = """
select exists (
    select from photo_change where state = 'open'
        and (not_before <= now() + interval '1 minute' or lease_owner is not null)
) or exists (
    select from outbox
    where state = 'sending' or state = 'queued' and not_before <= now() + interval '1 minute'
)
"""
NOT_SENT: LiteralString = """
select exists (select from outbox where state in ('queued', 'sending')) or exists (
    select from photo_change where state = 'open'
        and outcome is distinct from 'nudged' and because is distinct from 'written_to_lately'
)
"""
NOT_NOTED: LiteralString = """
select exists (
    select from photo_change where state = 'open' and because is distinct from 'written_to_lately'
)
"""
# On a machine that is busy, a check or the database may be too late. That is tried in an hour.
TRIED_AGAIN: LiteralString = """
with messages as (update outbox set not_before = now() where state = 'queued')
update photo_change set not_before = now()
where state = 'open' and outcome = 'waits' and because <> 'written_to_lately'
"""
NOTED: LiteralString = """
update photo_change set not_before = now()
where state = 'open' and because is distinct from 'written_to_lately'
"""


@dataclass
class KilledWatch:
    """Two workers, and what happens to them.

    Attributes:
        kills: how many are to come; those for which a phase was too short come in the next one.
    """

    company: WatchedCompany
    database: Database
    stack: AsyncExitStack
    kills: int
    chance: Random
    workers: list[tuple[str, BotProcess]] = field(default_factory=list)
    killed: list[Killed] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    started: list[BotProcess] = field(default_factory=list)
    _due: float = 0.0

    async def play(self) -> None:
        """Go through all phases."""
        await self.company.open_chats(self.database)
        self.company.disturb()
        async with self._phase("first sweep"):
            began = utc_now()
            self.workers = [await self._worker(), await self._worker()]
            await self._sweep(began)
        self.company.change_photos()
        async with self._phase("sweep"):
            began = utc_now()
            await self.database.change(SWEEP_IS_DUE, ())
            await self._sweep(began)
        # So many changes in a day hold everything.
        hold = WatchHold(self.database)

        async def is_held() -> bool:
            return (await hold.get()).is_on

        await until(is_held)
        assert not self.company.arrived
        async with self._phase("deciding and sending"):
            await hold.release(utc_now())
            await self._until_all(NOT_SENT, ENDED, TRIED_AGAIN)
        async with self._phase("noting"):
            await self._until_all(NOT_NOTED, COUNTED, NOTED)

    @asynccontextmanager
    async def _phase(self, name: str) -> AsyncIterator[None]:
        self._due += self.kills * SHARES[name]
        began = monotonic()
        async with asyncio.timeout(PHASE_SECONDS):
            yield
        self.seconds[name] = monotonic() - began

    @property
    def _left(self) -> int:
        """How many kills are left for this phase."""
        return round(self._due) - len(self.killed)

    async def _sweep(self, began: datetime) -> None:
        """Kill a worker at moments of a sweep, until one has ended since it began."""
        last = None
        while (ended := (run := await self._run()).finished_at) is None or ended < began:
            # Somebody works on it, and no lease is only left of who was killed before.
            if self._left and run.lease and run.lease != last:
                await asyncio.sleep(self.chance.uniform(0.1, 3.0))
                last = (await self._run()).lease
                await self._kill()
            await asyncio.sleep(LOOK_SECONDS)

    async def _until_all(
        self, left: LiteralString, done: LiteralString, an_hour_passes: LiteralString
    ) -> None:
        """Kill a worker whenever so much more is done, until nothing is left to do."""
        people = len(self.company.cast.stale)
        moments = iter(sorted(self.chance.sample(range(people), self._left)))
        moment = next(moments, people)
        while (goes_on := await self.database.row(left, (), scalar_row)) or self._left:
            if not await self.database.row(BUSY, (), scalar_row):
                await self.database.change(an_hour_passes, ())
            is_due = (await self.database.row(done, (), scalar_row) or 0) >= moment
            is_under_way = await self.database.row(UNDER_WAY, (), scalar_row)
            if self._left and ((is_due and is_under_way) or not goes_on):
                await asyncio.sleep(self.chance.uniform(0, 0.4))
                await self._kill()
                moment = next(moments, people)
            await asyncio.sleep(LOOK_SECONDS)

    async def _kill(self) -> None:
        """Kill one of the two with SIGKILL, and start another."""
        [(sweeping, deciding)] = await self.database.rows(AT_WORK, (), tuple_row)
        name, victim = self.workers.pop(self.chance.randrange(2))
        await victim.kill()
        await until_disconnected(self.database, name)
        # The owners of its leases name its process.
        its_own = (f"%:{victim.process.pid}:%",)
        sending = await self.database.rows(SENDING, its_own, scalar_row)
        self.killed.append(Killed(sweeping, deciding, frozenset(sending)))
        self.workers.append(await self._worker())

    async def _worker(self) -> tuple[str, BotProcess]:
        """Start a worker that the database knows by a name."""
        name = f"worker-{len(self.started) + 1}"
        settings = {**settings_for(self.company.simulation), **SETTINGS}
        settings["DATABASE_URL"] = make_conninfo(self.database.url, application_name=name)
        worker = await self.stack.enter_async_context(bot_process(settings, "worker"))
        self.started.append(worker)
        return name, worker

    async def _run(self) -> WatchRun:
        async with self.database.connection() as connection:
            return await latest_run(connection)


async def play_watch(
    database: Database, folder: Path, people: int, kills: int, seed: int
) -> WatchedOutcome:
    """Let so many people's photos change, and kill a worker so many times meanwhile."""
    chance = Random(seed)  # nosec B311 # keeps no secret
    async with (
        watched_company(folder, people, chance) as company,
        AsyncExitStack() as stack,
    ):
        watch = KilledWatch(company, database, stack, kills, chance)
        try:
            await watch.play()
        finally:
            BUILD.mkdir(exist_ok=True)
            LOG.write_text("".join(worker.log for worker in watch.started))
        for _, worker in watch.workers:
            assert await worker.stop() == 0
        errors = Counter(
            line["event"]
            for worker in watch.started
            for line in worker.events
            if line["level"] == "error"
        )
        return await outcome_of(company, database, watch.killed, watch.seconds, errors)
