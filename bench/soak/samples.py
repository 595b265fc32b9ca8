"""What is measured every few seconds: the processes, and rows that are under way."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, LiteralString

import psutil
from psycopg import AsyncConnection, Error
from psycopg.rows import dict_row

from bench.processes import MEBIBYTE
from bench.soak.replicas import Replica
from bench.soak.verdicts import Sample, Slack

ANSWER_SECONDS = 5.0
UNDER_WAY: LiteralString = """
select
    (select count(*) from card where state in ('checking', 'syncing')) as "cards unfinished",
    (select count(*) from card where lease_until is not null)
        + (select count(*) from outbox where lease_until is not null)
        + (select count(*) from subject_lease) as "leases",
    (select count(*) from outbox where state = 'sending') as "outbox sending",
    (select count(*) from outbox where state = 'queued'
        and not_before < now() - interval '60 s') as "outbox overdue",
    (select count(*) from procrastinate_jobs where status = 'doing') as "jobs doing",
    (select count(*) from procrastinate_jobs where status = 'todo'
        and coalesce(scheduled_at, now()) < now() - interval '60 s') as "jobs overdue"
"""
TOTALS: LiteralString = """
select 'card ' || state as what, count(*) from card group by 1
union all select 'outbox ' || state, count(*) from outbox group by 1
union all select 'job ' || status::text, count(*) from procrastinate_jobs group by 1
union all select 'effect', count(*) from effect
union all select 'effect without result', count(*) from effect
    where not exists (select from effect_result where effect_id = id)
union all select 'conversation', count(*) from conversation
order by 1
"""
CUT_OFF: LiteralString = """
select at from effect where not exists (select from effect_result where effect_id = id)
"""
UNFINISHED = "cards unfinished"
ROWS = (
    UNFINISHED,
    "leases",
    "outbox sending",
    "outbox overdue",
    "jobs doing",
    "jobs overdue",
)
# aiohttp hands out the connections of a pool in turn, so that a little traffic keeps all that a
# burst has opened. An hour has some 14,000 acts: of a leak, one in 300 acts would show.
KEPT_CONNECTIONS = 48
OF_PROCESS = {
    "resident, MiB": Slack(0.05, 10),
    # Without the pages of files, of which the proportional share grows when other processes end.
    "anonymous, MiB": Slack(0.05, 10),
    "open files": Slack(0.10, KEPT_CONNECTIONS, of_lowest=True),
    "threads": Slack(0.0, 4),
    "tasks": Slack(0.10, 8, of_lowest=True),
}
SLACK_OF_ROWS = Slack(0.0, 2, of_lowest=True)


@dataclass
class Samples:
    """Takes samples; those of a replica go by its name."""

    replicas: Sequence[Replica]
    database: str
    start: float = field(default_factory=monotonic)
    taken: list[Sample] = field(default_factory=list)

    async def take(self, *, is_quiet: bool) -> Sample:
        """Measure once; what can't be read now is left out."""
        figures: dict[str, float] = {"processor, %": psutil.cpu_percent()}
        for replica in self.replicas:
            of_process = await asyncio.to_thread(_of_process, replica)
            figures |= {f"{replica.name}: {name}": value for name, value in of_process.items()}
        figures |= await self.rows()
        sample = Sample(monotonic() - self.start, is_quiet, figures)
        self.taken.append(sample)
        return sample

    async def totals(self) -> dict[str, int]:
        """How many rows there are, by table and state; empty without a database."""
        return {row["what"]: row["count"] for row in await self._ask(TOTALS)}

    async def cut_off(self) -> list[datetime]:
        """When the writes began of which no row tells how they ended."""
        return [row["at"] for row in await self._ask(CUT_OFF)]

    async def rows(self) -> dict[str, float]:
        """How many rows are under way; empty without a database."""
        found = await self._ask(UNDER_WAY)
        return {name: float(value) for row in found for name, value in row.items()}

    async def _ask(self, query: LiteralString) -> list[dict[str, Any]]:
        with suppress(Error, OSError, TimeoutError):
            async with (
                asyncio.timeout(ANSWER_SECONDS),
                await AsyncConnection.connect(self.database, row_factory=dict_row) as connection,
            ):
                return await (await connection.execute(query)).fetchall()
        return []


def _of_process(replica: Replica) -> dict[str, float]:
    process = replica.observed
    if process is None or not replica.is_in_rotation:
        return {}
    with suppress(psutil.NoSuchProcess):
        memory = process.memory_info()
        return {
            "resident, MiB": memory.rss / MEBIBYTE,
            "anonymous, MiB": (memory.rss - memory.shared) / MEBIBYTE,
            "open files": process.num_fds(),
            "threads": process.num_threads(),
            "stall, ms": replica.counts.get("stall", 0.0),
            **({"tasks": replica.counts["tasks"]} if "tasks" in replica.counts else {}),
        }
    return {}


def steady(replicas: Iterable[Replica]) -> list[Replica]:
    """Those that ran from the beginning to the end; only their figures can be flat."""
    return [replica for replica in replicas if replica.starts == 1]
