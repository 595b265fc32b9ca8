"""Several processes that send from one outbox, and what can be seen of them."""

import asyncio
import bisect
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import AsyncConnection

from bot.storage.database import Database

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Member:
    """One running process."""

    owner: str
    file: Path
    process: asyncio.subprocess.Process

    @property
    def has_sent(self) -> bool:
        """Whether a request of its own went out."""
        return self.file.exists() and self.file.stat().st_size > 0


@dataclass
class Fleet:
    """Starts processes, kills them, and knows when anything was sent."""

    url: str
    folder: Path
    rate: int
    lease: float
    members: list[Member] = field(default_factory=list)

    def file(self, owner: str) -> Path:
        """Where a process writes down when it sent."""
        return self.folder / owner

    async def start(self) -> Member:
        owner = f"sender-{len(self.members)}"
        file = self.file(owner)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.outbox.sender_process"),
            *(self.url, owner, str(file), str(self.rate), str(self.lease)),
            cwd=ROOT,
        )
        self.members.append(Member(owner, file, process))
        return self.members[-1]

    async def sending(self, member: Member) -> None:
        """Wait until a process sends."""
        while not member.has_sent:  # noqa: ASYNC110 - no event is set
            await asyncio.sleep(0.01)

    async def kill(self, member: Member, database: Database) -> None:
        """`kill -9`, and wait until the database has finished what it was told last."""
        member.process.kill()
        await member.process.wait()
        async with database.connection() as connection:
            while await _sessions(connection, member.owner):  # noqa: ASYNC110 - no event is set
                await asyncio.sleep(0.01)

    async def ended(self) -> list[int]:
        """Wait until all are done; their exit statuses."""
        return [await member.process.wait() for member in self.members]

    @property
    def moments(self) -> list[float]:
        """When each request went out, in seconds, whoever sent it."""
        texts = [file.read_text() for file in self.folder.iterdir()]
        return sorted(float(line) for text in texts for line in text.splitlines())


async def _sessions(connection: AsyncConnection, owner: str) -> int:
    query = "select count(*) from pg_stat_activity where application_name = %s"
    [(sessions,)] = await (await connection.execute(query, (owner,))).fetchall()
    return int(sessions)


@asynccontextmanager
async def fleet(url: str, folder: Path, *, rate: int, lease: float) -> AsyncIterator[Fleet]:
    """Nobody of the fleet outlives the test."""
    fleet = Fleet(url, folder, rate, lease)
    try:
        yield fleet
    finally:
        for member in fleet.members:
            with suppress(ProcessLookupError):
                member.process.kill()
            await member.process.wait()


def most_in_a_second(moments: list[float]) -> int:
    """The most that fell into any window of one second; the moments are sorted."""
    return max(
        bisect.bisect_left(moments, moment + 1.0) - index for index, moment in enumerate(moments)
    )
