"""Several processes that send from one outbox; a test can see what each has sent."""

import asyncio
import bisect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import LiteralString

from aiohttp.test_utils import TestServer
from psycopg.rows import scalar_row

from bot.storage.database import Database
from tests.forks import FORKS
from tests.outbox import sender_process
from tests.outbox.busy_channel import BusyChannel
from tests.outbox.mailing import queue
from tests.waiting import until


@dataclass(frozen=True)
class Member:
    """One running process."""

    owner: str
    file: Path
    process: ForkServerProcess

    @property
    def has_sent(self) -> bool:
        """Whether it has sent a request."""
        return self.file.exists() and self.file.stat().st_size > 0

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self.process.pid
        return self.process.pid

    async def ended(self) -> int:
        """Wait until it has exited, and return its exit status."""
        await asyncio.to_thread(self.process.join)
        assert self.process.exitcode is not None
        return self.process.exitcode


@dataclass
class Fleet:
    """Running processes, which can be killed, and the times at which they sent."""

    url: str
    folder: Path
    rate: int
    members: list[Member] = field(default_factory=list)

    def file(self, owner: str) -> Path:
        """Return the file in which a process records when it sent."""
        return self.folder / owner

    async def start(self) -> Member:
        owner = f"sender-{len(self.members)}"
        file = self.file(owner)
        process = FORKS.Process(target=sender_process.run, args=(self.url, owner, file, self.rate))
        await asyncio.to_thread(process.start)
        self.members.append(Member(owner, file, process))
        return self.members[-1]

    async def sending(self, member: Member) -> None:
        """Wait until a process sends, or found nothing to send."""
        await until(lambda: member.has_sent or not member.process.is_alive(), every=0.01)

    async def kill(self, member: Member, database: Database) -> None:
        """Kill it with SIGKILL, and wait until the database has finished its last statement."""
        member.process.kill()
        await member.ended()
        await until_disconnected(database, member.owner)

    async def ended(self) -> list[int]:
        """Wait until all are done; their exit statuses."""
        return [await member.ended() for member in self.members]

    @property
    def moments(self) -> list[float]:
        """When each request went out, in seconds, whoever sent it."""
        texts = [file.read_text() for file in self.folder.iterdir()]
        return sorted(float(line) for text in texts for line in text.splitlines())


async def until_disconnected(database: Database, name: str) -> None:
    """Wait until the database has finished the last statement of an application."""
    query: LiteralString = "select count(*) = 0 from pg_stat_activity where application_name = %s"
    await until(lambda: database.row(query, (name,), scalar_row), every=0.01)


@asynccontextmanager
async def fleet(url: str, folder: Path, rate: int) -> AsyncIterator[Fleet]:
    """Nobody of the fleet outlives the test."""
    fleet = Fleet(url, folder, rate)
    try:
        yield fleet
    finally:
        for member in fleet.members:
            member.process.kill()
            await member.ended()
            member.process.close()


@asynccontextmanager
async def mailing(
    channel: BusyChannel, database: Database, folder: Path, rate: int
) -> AsyncIterator[tuple[Fleet, str]]:
    """A message to everybody waits for a fleet, not started yet; with it the channel's address."""
    async with TestServer(channel.app()) as server, fleet(database.url, folder, rate) as senders:
        service_url = str(server.make_url(""))
        await queue(database, service_url)
        yield senders, service_url


def most_in_a_second(moments: list[float]) -> int:
    """The most that fell into any window of one second; the moments are sorted."""
    return max(
        bisect.bisect_left(moments, moment + 1.0) - index for index, moment in enumerate(moments)
    )
