"""Processes that are killed while they open cases lose no message and no card for the agent."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import LiteralString

from psycopg.rows import scalar_row

from tests.helpdesk.desk import Desk
from tests.waiting import PATIENCE_SECONDS, until

KILLS = 5
CASES: LiteralString = "select count(*) from helpdesk_case"
UNSENT: LiteralString = """
select count(*) from helpdesk_event where kind = 'asked' and not exists (
    select from outbox where kind = 'case' and about = helpdesk_event.id
)
"""


UNFOLLOWED: LiteralString = """
select count(*) from helpdesk_case where not exists (
    select from case_following join outbox on about = case_following.id
    where case_id = helpdesk_case.id and outbox.kind = 'following'
)
"""
FOLLOWINGS: LiteralString = "select count(*) from case_following"


async def test_every_case_gets_its_one_message_however_often_its_process_is_killed(
    desk: Desk, database_url: str
) -> None:
    async def number(query: LiteralString) -> int:
        found = await desk.database.row(query, (), scalar_row)
        assert isinstance(found, int)
        return found

    for kill in range(KILLS):
        async with opening(database_url) as process:
            assert process.stdout
            # It goes on with others as it writes these.
            for _ in range(20 + kill):
                assert await process.stdout.readline()
        await asyncio.gather(*(desk.upkeep.settle() for _ in range(2)))
    held = desk.database.connection(PATIENCE_SECONDS)
    async with held as connection, connection.transaction():
        # No message can be queued, so that this kill falls between a case and its message.
        await connection.execute("lock table outbox in share mode")
        async with opening(database_url):
            await until(lambda: number(UNSENT))
    await asyncio.gather(*(desk.upkeep.settle() for _ in range(2)))
    assert await number(UNSENT) == 0
    assert await number(UNFOLLOWED) == 0
    assert await number(FOLLOWINGS) == len(await desk.messages("following")) == await number(CASES)
    messages = await desk.messages()
    assert len({message["about"] for message in messages}) == len(messages) == await number(CASES)


@asynccontextmanager
async def opening(database_url: str) -> AsyncIterator[Process]:
    """A process that opens case after case, and is killed at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.helpdesk.opener_process", database_url, stdout=PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        await process.wait()
