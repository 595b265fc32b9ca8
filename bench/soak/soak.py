"""One soak from its beginning to its end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from time import monotonic
from typing import Any

import aiohttp

from bench.soak.acts import People
from bench.soak.clients import Clients
from bench.soak.faults import Disturbance, Disturbances
from bench.soak.ledger import Ledger
from bench.soak.logs import LogWatch
from bench.soak.minutes import REPLICAS, Minutes
from bench.soak.people import roster
from bench.soak.replicas import Replica, SharedDelivery
from bench.soak.samples import UNFINISHED, Samples
from bench.soak.screens import Screens
from bench.soak.strangers import Strangers
from bench.soak.summary import RECOVERY_SECONDS, Soaked
from bench.soak.verdicts import note
from bot.core.background import running
from bot.storage.embedded import embedded_postgres
from simulation.people import Silhouette
from simulation.running import Simulation
from simulation.serve import serve
from tests.scenarios.bot_process import settings_for
from tests.scenarios.company import Company, Holds
from tests.scenarios.drawing import PHOTOS, drawn

SAMPLE_SECONDS = 5.0
# A short soak has so many all the same.
SAMPLES = 20
STRANGERS_PER_SECOND = 1.0
# Tokens are renewed so often that a fault of the login service meets a renewal.
TOKEN_LIFETIME = timedelta(minutes=4)
# Rechecks fall due within a soak.
LOOK_AGAIN_AFTER = "PT90S"
# Nothing is disturbed at first, so that the replicas are warm, nor in the end.
UNDISTURBED_SHARE = 0.1
SETTLED_SECONDS = RECOVERY_SECONDS + 10.0


@dataclass(frozen=True)
class Plan:
    """What is asked for: `seconds` of load at `rate` acts a second."""

    seconds: float
    rate: float
    people: int
    faults: str
    seed: int
    folder: Path


@dataclass
class Soak:
    """A running soak."""

    plan: Plan
    samples: Samples
    ledger: Ledger
    screens: Screens
    log: LogWatch
    people: People
    strangers: Strangers
    disturbances: Disturbances
    say: Callable[[str], None]

    async def run(self, stopped: asyncio.Event) -> None:
        """Load, disturb and measure until the time is over or it is told to stop."""
        kinds = self.disturbances.chosen(self.plan.faults)
        async with running(self._noted(self.screens.watch())):
            await _unless(stopped, self._noted(self.people.warm_up()))
            begin = self.samples.start = monotonic()
            end = begin + self.plan.seconds
            loads = (
                self._load(self.people.something, self.plan.rate),
                self._load(self.strangers.something, STRANGERS_PER_SECOND),
                self._noted(self.strangers.probe()),
                self._noted(self._disturb(kinds, end)),
            )
            async with running(*loads):
                await self._measure(end, stopped)
            await self._settle(stopped)

    async def _disturb(self, kinds: list[Disturbance], end: float) -> None:
        """Switch faults on, but for a while at the beginning and at the end."""
        undisturbed = self.plan.seconds * UNDISTURBED_SHARE
        await asyncio.sleep(undisturbed)
        await self.disturbances.keep_on(kinds, Random(self.plan.seed), end - undisturbed)  # nosec B311 # keeps no secret

    async def _load(self, act: Callable[[], Awaitable[None]], rate: float) -> None:
        """Begin an act after pauses by chance, so many a second; none waits for another."""
        random = Random(self.plan.seed)  # nosec B311 # keeps no secret
        async with asyncio.TaskGroup() as group:
            while True:
                await asyncio.sleep(random.expovariate(rate))
                group.create_task(self._noted(act()))

    async def _noted(self, work: Awaitable[None]) -> None:
        """Note a failure of the soak itself, which must not end it."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - the figures so far are to be printed
            note(self.ledger.broken, f"{type(error).__name__}: {error}")

    async def _measure(self, end: float, stopped: asyncio.Event) -> None:
        """Sample until the end, and print a row each minute."""
        minutes = Minutes(self.ledger, self.log)
        self.say(minutes.heading)
        while monotonic() < end and not stopped.is_set():
            await _wait(stopped, min(SAMPLE_SECONDS, self.plan.seconds / SAMPLES))
            sample = await self.samples.take(is_quiet=self.disturbances.is_quiet)
            if row := minutes.add(sample):
                self.say(row)

    async def _settle(self, stopped: asyncio.Event) -> None:
        """Give cards that are under way the time in which they have to be finished."""
        end = monotonic() + SETTLED_SECONDS
        while monotonic() < end and not stopped.is_set():
            rows = await self.samples.rows()
            if rows and not rows[UNFINISHED] and not self.screens.waiting:
                return
            await _wait(stopped, 1.0)

    async def soaked(self) -> Soaked:
        """What is known at the end."""
        begins = await self.samples.cut_off()
        wall = datetime.now(UTC) - timedelta(seconds=monotonic())
        moments = [(begin - wall).total_seconds() for begin in begins]
        no_fault = [
            moment
            for moment in moments
            if not any(t.meets(moment - 1, moment + 20) for t in self.ledger.troubles)
        ]
        rows, totals = await self.samples.rows(), await self.samples.totals()
        left = int(rows[UNFINISHED]) if rows else None
        known = (self.samples, self.ledger, self.screens, self.log)
        return Soaked(*known, totals, left, len(no_fault))


async def _unless(stopped: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do some work, or leave it when told to stop."""
    tasks = (asyncio.create_task(work), asyncio.create_task(stopped.wait()))
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _wait(stopped: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopped.wait(), seconds)
    except TimeoutError:
        return


@asynccontextmanager
async def open_soak(plan: Plan, say: Callable[[str], None]) -> AsyncIterator[Soak]:
    """Start the simulated tenant, a database and two replicas; all ends with the block."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="photobot-soak-")))
        # As root, Postgres runs as a user who can't enter a folder below another one of root's.
        postgres = Path(mkdtemp(prefix="photobot-soak-"))
        stack.callback(rmtree, postgres, ignore_errors=True)
        database = await stack.enter_async_context(embedded_postgres(postgres))
        holds = Holds()
        simulation = await stack.enter_async_context(
            serve(folder / "tenant", roster=roster(plan.people), draw=drawn, sleep=holds.sleep)
        )
        simulation.entra.lifetime = TOKEN_LIFETIME
        company = _company(simulation, holds)
        log, ledger = LogWatch.over(company), Ledger()
        screens = Screens(company, _owners(simulation), private=log.forbidden)
        replicas = [_replica(name, simulation, database, log, plan) for name in REPLICAS]
        for replica in replicas:
            stack.push_async_callback(replica.kill)
        await asyncio.gather(*(replica.start() for replica in replicas))
        channel = simulation.channel.channel
        channel.client.delivery = SharedDelivery.instead_of(
            channel.delivery, replicas, ledger.delivered
        )
        http = await stack.enter_async_context(aiohttp.ClientSession())
        random = Random(plan.seed)  # nosec B311 # keeps no secret
        strangers = Strangers(replicas, channel, http, ledger, random)
        stack.push_async_callback(strangers.close)
        people = People(Clients(company, screens, ledger), random)
        await people.open_chats()
        yield Soak(
            plan,
            Samples(replicas, database),
            ledger,
            screens,
            log,
            people,
            strangers,
            Disturbances(company, postgres, replicas[1], ledger),
            say,
        )


def _replica(
    name: str, simulation: Simulation, database: str, log: LogWatch, plan: Plan
) -> Replica:
    settings = settings_for(simulation) | {
        "DATABASE_URL": database,
        "PHOTOBOT_SIGN_IN": "true",
        "PHOTOBOT_PUBLIC_URL": "https://photobot.example",
        "PHOTOBOT_LOOK_AGAIN_AFTER": LOOK_AGAIN_AFTER,
    }
    plan.folder.mkdir(parents=True, exist_ok=True)
    file = plan.folder / f"replica-{name}.log"
    file.unlink(missing_ok=True)
    return Replica(name, settings, log, file)


def _owners(simulation: Simulation) -> dict[str, str]:
    conversations = simulation.channel.channel.client.conversations
    return {conversations.personal(person).id: person for person in simulation.tenant.people}


def _company(simulation: Simulation, holds: Holds) -> Company:
    roles = {app.name: deepcopy(app.roles) for app in simulation.apps.all}
    company = Company(simulation, holds, roles)
    for picture in (*PHOTOS, Silhouette()):
        company.uploads.add(str(picture), drawn(picture))
    return company
