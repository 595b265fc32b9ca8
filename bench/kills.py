"""Two thousand messages through two processes that are killed again and again.

`python -m bench.kills` plays it and prints what became of the messages. `--restarts` also kills the
database now and then, and `--pauses` stops a process for half a minute, as a machine that swaps
does, while another takes its place.

`--watch 2000` plays the whole way instead: so many people's photos change, and two workers notice
it, decide and write, while they are killed (`bench.killed_watch`).
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import LiteralString

import psycopg
from psycopg.rows import scalar_row

from bench.killed_watch import play_watch
from bench.watched_outcome import WatchedOutcome
from bot.core.logs import set_up_logs
from bot.storage.database import Database, open_database
from bot.storage.embedded import embedded_postgres
from tests.outbox.busy_channel import BusyChannel, struck
from tests.outbox.fleet import Fleet, Member, mailing, most_in_a_second
from tests.outbox.mailing import PEOPLE, Endings, endings, going_out
from tests.storage.processes import postmasters
from tests.waiting import until

RATE = 50
PAUSE_SECONDS = 30.0
# What is not settled by then never is.
SETTLED_SECONDS = 600.0
HELD: LiteralString = "select count(*) from outbox where lease_owner = %s"


@dataclass(frozen=True)
class Troubles:
    """How often a process is killed, the database is killed, and a process is stopped a while."""

    kills: int = 20
    restarts: int = 0
    pauses: int = 0

    def in_any_order(self, chance: random.Random) -> list[str]:
        """Return every trouble, shuffled."""
        troubles = ["kill"] * self.kills
        troubles += ["restart"] * self.restarts + ["pause"] * self.pauses
        chance.shuffle(troubles)
        return troubles


@dataclass
class Outcome:
    """What became of the messages.

    Attributes:
        in_flight: whom a process was writing to when it was killed or stopped.
        settled: seconds from each kill until no row was the dead process's.
        statuses: exit statuses of the processes.
    """

    channel: BusyChannel
    in_flight: set[str] = field(default_factory=set)
    settled: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    most_in_a_second: int = 0
    ended: Endings = field(default_factory=lambda: Endings([]))

    @property
    def lost(self) -> set[str]:
        """Who got nothing, though it is not called unconfirmed."""
        return set(PEOPLE) - set(self.channel.delivered) - self.ended.of("unconfirmed")

    @property
    def twice(self) -> set[str]:
        """Who got more than one message."""
        return {person for person, count in self.channel.delivered.items() if count > 1}

    def lines(self) -> Iterator[str]:
        """Return the figures to print."""
        yield f"messages                                {len(PEOPLE)}"
        yield f"processes killed                        {self.statuses.count(-9)}"
        yield f"delivered                               {len(self.ended.of('delivered'))}"
        yield f"lost                                    {len(self.lost)}"
        yield f"sent twice                              {len(self.twice)}"
        yield f"unconfirmed, of a lost answer (504)     {len(self.channel.ambiguous)}"
        yield f"unconfirmed, of a kill or a pause       {len(self.unconfirmed_by_kills)}"
        yield f"in flight at kills and pauses           {len(self.in_flight)}"
        yield f"longest from a kill to settled rows, s  {max(self.settled, default=0.0):.1f}"
        yield f"most requests in a second, of {RATE}        {self.most_in_a_second}"

    @property
    def unconfirmed_by_kills(self) -> set[str]:
        """Whose message is called unconfirmed, though the channel lost no answer."""
        return self.ended.of("unconfirmed") - self.channel.ambiguous

    @property
    def is_good(self) -> bool:
        """Whether nobody was lost or got two, and no more is unconfirmed than was in flight."""
        return not self.lost and not self.twice and self.unconfirmed_by_kills <= self.in_flight


@dataclass
class Play:
    """Two processes that send, and what happens to them."""

    senders: Fleet
    database: Database
    server: Path | None
    outcome: Outcome
    chance: random.Random = field(default_factory=lambda: random.Random(4))  # nosec B311 # keeps no secret
    running: list[Member] = field(default_factory=list)

    async def happen(self, troubles: Troubles) -> None:
        """Let every trouble come while a process sends."""
        self.running = [await self.senders.start(), await self.senders.start()]
        async with asyncio.TaskGroup() as meanwhile:
            for trouble in troubles.in_any_order(self.chance):
                if trouble == "restart":
                    await self._restart()
                    continue
                victim = self.running.pop(self.chance.randrange(2))
                await self.senders.sending(victim)
                if not victim.process.is_alive():
                    # Everything was sent before the last of the troubles.
                    break
                await asyncio.sleep(self.chance.uniform(0, 0.8))
                if trouble == "kill":
                    await self.senders.kill(victim, self.database)
                    self.outcome.in_flight |= await going_out(self.database, victim.owner)
                    meanwhile.create_task(self._until_settled(victim.owner))
                else:
                    # Its requests time out meanwhile, whatever was answered.
                    os.kill(victim.pid, signal.SIGSTOP)
                    self.outcome.in_flight |= await going_out(self.database, victim.owner)
                    meanwhile.create_task(_continue_later(victim))
                self.running.append(await self.senders.start())

    async def _until_settled(self, owner: str) -> None:
        killed = monotonic()
        await self._until_free_of(owner)
        self.outcome.settled.append(monotonic() - killed)

    async def _until_free_of(self, owner: str) -> None:
        """Wait until no row is an owner's, and the database can be asked."""

        async def is_free() -> bool:
            with suppress(psycopg.Error):
                return not await self.database.row(HELD, (owner,), scalar_row)
            return False

        await until(is_free, patience=SETTLED_SECONDS)

    async def _restart(self) -> None:
        assert self.server is not None
        # A process that starts without a database gives up.
        for member in self.running:
            await self.senders.sending(member)
        [postmaster] = postmasters(self.server)
        # Immediate shutdown: every statement under way is lost, as with a host that fails over.
        postmaster.send_signal(signal.SIGQUIT)
        await asyncio.to_thread(postmaster.wait)
        await self._until_free_of("nobody")


async def _continue_later(member: Member) -> None:
    await asyncio.sleep(PAUSE_SECONDS)
    os.kill(member.pid, signal.SIGCONT)


async def play(
    database: Database, folder: Path, troubles: Troubles, server: Path | None = None
) -> Outcome:
    """Send to everybody through the troubles; `server` is the folder of the embedded Postgres."""
    outcome = Outcome(struck(PEOPLE, seed=3))
    async with mailing(outcome.channel, database, folder, RATE) as (senders, _):
        await Play(senders, database, server, outcome).happen(troubles)
        outcome.statuses = await senders.ended()
    outcome.most_in_a_second = most_in_a_second(senders.moments)
    outcome.ended = await endings(database)
    return outcome


async def _play_alone(
    server: Path, folder: Path, troubles: Troubles, watch: int, seed: int
) -> Outcome | WatchedOutcome:
    async with embedded_postgres(server) as url, open_database(url, server) as database:
        if watch:
            return await play_watch(database, folder, watch, troubles.kills, seed)
        return await play(database, folder, troubles, server)


def main() -> int:
    """Play what the arguments say, and print the figures; 1 where a message was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, times in vars(Troubles()).items():
        parser.add_argument(f"--{name}", type=int, default=times, help=f"default: {times}")
    parser.add_argument("--watch", type=int, default=0, metavar="PEOPLE")
    parser.add_argument("--seed", type=int, default=4, help="of the watch; default: 4")
    options = parser.parse_args()
    troubles = Troubles(options.kills, options.restarts, options.pauses)
    set_up_logs()
    with tempfile.TemporaryDirectory(prefix="photobot-kills-") as temporary:
        # Started by root, Postgres runs as another user, who has to enter the folder.
        Path(temporary).chmod(0o755)
        server, sent = Path(temporary) / "postgres", Path(temporary) / "sent"
        sent.mkdir()
        outcome = asyncio.run(_play_alone(server, sent, troubles, options.watch, options.seed))
    if options.watch:
        print(f"seed{options.seed:>44}")
    print(*outcome.lines(), sep="\n")
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
