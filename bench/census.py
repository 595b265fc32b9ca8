"""A census of a large company: `python -m bench.census --people 2000 --share 100`.

The simulated tenant, the census and the database are processes of their own. A share above 100
asks for more than SharePoint grants, to see what the machine can do, and what memory it takes.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

from bench.checkouts import BUILD
from bench.processes import MEBIBYTE, running
from bench.watch import LOG, WARM_PEOPLE, simulated
from bot.census.pace import UNITS_OF_A_CALL, Limits
from bot.census.ports import CensusRun
from bot.storage.census_counts import count_census, latest_census
from bot.storage.database import Database, open_database
from bot.storage.embedded import embedded_postgres

LOOK_SECONDS = 1.0
# The command, with a share that no setting allows.
PROGRAM = """
import asyncio, sys
from bot.commands.census import Form, Wanted, census
from bot.config.problems import read_settings_for_services

settings = read_settings_for_services().model_copy(update={"census_share": int(sys.argv[1])})
sys.exit(asyncio.run(census(settings, Wanted(Form.JSON))))
"""


@dataclass
class Seen:
    """What was seen of a census from outside; moments in seconds, memory in MiB."""

    began: float = 0.0
    ended: float = 0.0
    when_warm: float = 0.0
    most: float = 0.0


async def measure(people: int, share: int, warm: int) -> dict[str, Any]:
    """Let one process take a census, and return what it took."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="photobot-bench-") as folder:
        async with (
            simulated(people) as tenant,
            embedded_postgres(Path(folder)) as url,
            open_database(url, Path(folder)) as database,
        ):
            await tenant.count(service="sharepoint")
            environment = tenant.environment | {"DATABASE_URL": url, "PHOTOBOT_WATCH": "off"}
            command = (sys.executable, "-c", PROGRAM, str(share))
            async with running(command, environment, LOG) as process:
                seen = await _observe(psutil.Process(process.pid), database, warm)
                printed = json.loads((await process.communicate())[0])
            return _figures(seen, printed, await tenant.counted(), share, warm)


async def _observe(process: psutil.Process, database: Database, warm: int) -> Seen:
    """Look at the rows and the memory of a census until it has ended."""
    seen = Seen()
    while not seen.ended:
        await asyncio.sleep(LOOK_SECONDS)
        memory = process.memory_info().rss / MEBIBYTE
        run = await latest_census(database)
        checked = await _checked(database, run) if run else 0
        if checked and not seen.began:
            seen.began = perf_counter()
        if checked >= warm:
            seen.when_warm = seen.when_warm or memory
            seen.most = max(seen.most, memory)
        if (run and run.finished_at) or process.status() == psutil.STATUS_ZOMBIE:
            seen.ended = perf_counter()
    return seen


async def _checked(database: Database, run: CensusRun) -> int:
    return sum((await count_census(database, run)).verdicts.values())


def _figures(
    seen: Seen, printed: dict[str, Any], calls: int, share: int, warm: int
) -> dict[str, Any]:
    people, took = printed["people"], seen.ended - seen.began
    limits = Limits.of(people)
    return {
        "people": people,
        "verdicts": printed["verdicts"],
        "share of SharePoint's limits, %": share,
        "time, s": round(took, 1),
        "people a second": round(people / took, 2),
        "calls of SharePoint a person": round(calls / people, 2),
        "of the resource units granted, %": round(
            100 * calls * UNITS_OF_A_CALL / took / limits.units, 1
        ),
        "of the profile calls granted, %": round(100 * people / took / limits.profile_calls, 1),
        f"memory after {warm:,}, MiB": round(seen.when_warm, 1),
        "growth after it, MiB": round(seen.most - seen.when_warm, 1),
    }


def main() -> None:
    """Print the figures of one census as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.census", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--share", type=int, default=100, help="percent of SharePoint's limits")
    parser.add_argument("--warm", type=int, default=WARM_PEOPLE, help="people before memory counts")
    options = parser.parse_args()
    figures = asyncio.run(measure(options.people, options.share, options.warm))
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
