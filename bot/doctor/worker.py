"""Whether anybody does the jobs: reminders, repairs and messages that wait."""

from typing import LiteralString

import psycopg
from psycopg import AsyncConnection

from bot.doctor.finding import Area, Finding, fine, unknown, warning
from bot.jobs.stalled import STALLED_SECONDS

NAME = "heartbeat"
START = "start one: python -m bot worker, or python -m bot serve without --no-worker"
NO_DATABASE = unknown(Area.WORKER, NAME, "there is no database to read it from")

ALIVE: LiteralString = """
select count(*), extract(epoch from now() - max(last_heartbeat))::float
from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)
"""
WAITING: LiteralString = """
select count(*) from procrastinate_jobs where status = 'todo'
and (scheduled_at is null or scheduled_at < now() - interval '5 minutes')
"""


async def worker_finding(connection: AsyncConnection) -> Finding:
    """Count those whose heart beat lately."""
    try:
        alive = await (await connection.execute(ALIVE, (STALLED_SECONDS,))).fetchone()
        waiting = await (await connection.execute(WAITING)).fetchone()
    except psycopg.Error:
        return unknown(Area.WORKER, NAME, "the database has no tables of jobs yet")
    count, since = alive or (0, None)
    if not count:
        late = f", and {waiting[0]} jobs wait" if waiting and waiting[0] else ""
        return warning(Area.WORKER, NAME, f"no worker is alive{late}", START)
    return fine(Area.WORKER, NAME, f"{count} alive, the last beat {since:.0f} seconds ago")
