"""A sweep over everybody in a large company: `python -m bench.watch --people 300000`.

The simulated tenant, the sweep and the database are processes of their own. Every batch takes the
service a while, as it does over a network.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import aiohttp
import psutil

from bench.checkouts import BUILD
from bench.processes import MEBIBYTE, running
from bot.config.settings import Settings
from bot.m365.photo_etags import CONCURRENCY
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from bot.storage.database import Database, open_database
from bot.storage.embedded import embedded_postgres
from bot.storage.watch import latest_run
from bot.watch.ports import BATCH, AccountKind, SweepPhase

LOG = BUILD / "bench.log"
BATCH_SECONDS = 0.2
WARM_PEOPLE = 10_000
LOOK_SECONDS = 0.1
HOSTS = ("root", "my", "admin")
ROUND_TRIPS = 15
# Counts down with each batch that the service takes.
MANY = 10**9


@dataclass
class Tenant:
    """The simulated tenant, as its process described itself."""

    described: dict[str, Any]
    http: aiohttp.ClientSession

    @property
    def environment(self) -> dict[str, str]:
        """The settings of an administrator who watches."""
        app, (home, *others) = self.described["apps"]["reader"], self.described["geos"]
        return {
            "MicrosoftAppTenantId": self.described["tenant_id"],
            "PHOTOBOT_CA_FILE": self.described["ca_file"],
            "PHOTOBOT_LOGIN": self.described["login"],
            "PHOTOBOT_GRAPH": self.described["graph"],
            "PHOTOBOT_CLIENT_ID": app["client_id"],
            "PHOTOBOT_CERTIFICATE_FILE": app["certificate_file"],
            "PHOTOBOT_WATCH": "shadow",
            **{f"PHOTOBOT_SHAREPOINT_{host.upper()}": home[host] for host in HOSTS},
            "PHOTOBOT_SHAREPOINT_GEOS": json.dumps(
                [{host: geo[host] for host in HOSTS} for geo in others]
            ),
        }

    async def slow_down(self, seconds: float) -> None:
        """Let every batch take so long, and begin to count them."""
        await self.count(service="graph", route=r"\$batch", seconds=seconds)

    async def count(self, **calls: Any) -> None:
        """Begin to count such calls, each of which may take some `seconds` more."""
        fault = {"kind": "stall", "seconds": 0, "times": MANY}
        await self.http.delete(f"{self.described['control']}/faults")
        await self.http.post(f"{self.described['control']}/faults", json=fault | calls)

    async def counted(self) -> int:
        """Tell how many of the calls that are counted the service has taken."""
        async with self.http.get(self.described["control"]) as answer:
            [fault] = (await answer.json())["faults"].values()
        return MANY - int(fault["times"])


@dataclass
class Seen:
    """What was seen of a sweep from outside; moments in seconds, memory in MiB."""

    began: float = 0.0
    photos_began: float = 0.0
    ended: float = 0.0
    when_warm: float = 0.0
    most: float = 0.0


async def measure(people: int, seconds: float) -> dict[str, Any]:
    """Let one process make a first sweep, and return what it took."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="photobot-bench-") as folder:
        async with (
            simulated(people) as tenant,
            embedded_postgres(Path(folder)) as url,
            open_database(url, Path(folder)) as database,
        ):
            await tenant.slow_down(seconds)
            round_trip = await _round_trip(tenant)
            before = await tenant.counted()
            environment = tenant.environment | {"DATABASE_URL": url}
            command = (sys.executable, "-m", "bot", "watch", "once", "--json")
            async with running(command, environment, LOG) as process:
                seen = await _observe(psutil.Process(process.pid), database)
                printed = json.loads((await process.communicate())[0])
            return _figures(seen, printed, await tenant.counted() - before, round_trip)


@asynccontextmanager
async def simulated(people: int) -> AsyncIterator[Tenant]:
    """Run a simulated tenant with so many people."""
    command = (sys.executable, "-m", "simulation", "--people", str(people))
    async with running(command, {}, LOG) as process, aiohttp.ClientSession() as http:
        assert process.stdout is not None
        described = await process.stdout.readuntil(b"\n}\n")
        yield Tenant(json.loads(described), http)


async def _round_trip(tenant: Tenant) -> float:
    """Measure how long one batch takes, asked for by itself: the median, in seconds."""
    settings = M365Settings.of(Settings.model_validate(tenant.environment))
    async with open_watched_tenant(settings) as watched:
        page = await watched.directory.page(None)
        subjects = [member.subject for member in page.members[:BATCH]]
        taken = []
        for _ in range(ROUND_TRIPS):
            began = perf_counter()
            await watched.photo_etags.read(subjects)
            taken.append(perf_counter() - began)
    return median(taken)


async def _observe(process: psutil.Process, database: Database) -> Seen:
    """Look at the rows and the memory of a sweep until it has ended."""
    seen = Seen(began=perf_counter())
    while not seen.ended:
        await asyncio.sleep(LOOK_SECONDS)
        async with database.connection() as connection:
            run = await latest_run(connection)
        memory = process.memory_info().rss / MEBIBYTE
        if run.phase is SweepPhase.PHOTOS and not seen.photos_began:
            seen.photos_began = perf_counter()
        if run.seen >= WARM_PEOPLE:
            seen.when_warm = seen.when_warm or memory
            seen.most = max(seen.most, memory)
        if run.finished_at or not process.is_running():
            seen.ended = perf_counter()
    return seen


def _figures(
    seen: Seen, printed: dict[str, Any], batches: int, round_trip: float
) -> dict[str, Any]:
    watched = printed["watched"]
    floor = watched / BATCH * round_trip / CONCURRENCY
    wall = seen.ended - seen.photos_began
    return {
        "people": sum(printed["people"].values()),
        "watched": watched,
        "read": printed["seen"],
        "requests a person": round(batches / watched, 4),
        "membership requests": printed["membership_requests"],
        "round trip of one batch, ms": round(1000 * round_trip, 1),
        "membership, s": round(seen.photos_began - seen.began, 1),
        "photos, s": round(wall, 1),
        "batches × round trip ÷ concurrency, s": round(floor, 1),
        "ratio": round(wall / floor, 3),
        f"memory after {WARM_PEOPLE:,}, MiB": round(seen.when_warm, 1),
        "growth after it, MiB": round(seen.most - seen.when_warm, 1),
        "disabled and guests left out": sum(
            number for kind, number in printed["people"].items() if kind != AccountKind.MEMBER
        ),
    }


def main() -> None:
    """Print the figures of one sweep as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.watch", description=__doc__)
    parser.add_argument("--people", type=int, default=30_000)
    parser.add_argument("--batch-seconds", type=float, default=BATCH_SECONDS)
    options = parser.parse_args()
    figures = asyncio.run(measure(options.people, options.batch_seconds))
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
