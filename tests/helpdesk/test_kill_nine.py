"""Processes that are killed while they open cases lose no message and no card for the agent."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from typing import LiteralString

from psycopg.rows import scalar_row

from tests.helpdesk.desk import Desk

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
        process = await opening(database_url)
        assert process.stdout
        # It goes on with others as it writes these.
        for _ in range(20 + kill):
            assert await process.stdout.readline()
        await killed(process)
        await asyncio.gather(*(desk.upkeep.settle() for _ in range(2)))
    async with desk.database.connection() as connection, connection.transaction():
        # No message can be queued, so that this kill falls between a case and its message.
        await connection.execute("lock table outbox in share mode")
        process = await opening(database_url)
        async with asyncio.timeout(30):
            while not await number(UNSENT):  # noqa: ASYNC110 - a database sets no event
                await asyncio.sleep(0.05)
        await killed(process)
    await asyncio.gather(*(desk.upkeep.settle() for _ in range(2)))
    assert await number(UNSENT) == 0
    assert await number(UNFOLLOWED) == 0
    assert await number(FOLLOWINGS) == len(await desk.messages("following")) == await number(CASES)
    messages = await desk.messages()
    assert len({message["about"] for message in messages}) == len(messages) == await number(CASES)


async def opening(database_url: str) -> Process:
    """A process that opens case after case."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.helpdesk.opener_process", database_url, stdout=PIPE
    )


async def killed(process: Process) -> None:
    process.send_signal(signal.SIGKILL)
    await process.wait()
