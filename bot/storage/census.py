"""Rows of a census: who is counted, and what was found of each."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row, scalar_row, tuple_row

from bot.census.finding import PersonFinding
from bot.census.ports import CensusLost, CensusPhase, CensusRun
from bot.core.lease import Lease
from bot.storage.database import Database
from bot.watch.ports import AccountKind

# Nobody waits for a census, and some statements go over everybody in a large company.
SECONDS = 60.0

GIVE_UP: LiteralString = """
update census set phase = 'ended', lease_owner = null, lease_until = null
where phase <> 'ended' and (lease_until is null or lease_until <= %(now)s)
"""

# One census is under way at most, by a unique index.
BEGIN: LiteralString = """
insert into census (id, phase, started_at, expires_at)
values (%(id)s, 'membership', %(now)s, %(expires_at)s)
on conflict do nothing
"""

CLAIM: LiteralString = """
update census set lease_owner = %(owner)s, lease_until = %(until)s, trouble = null
where phase <> 'ended' and (lease_until is null or lease_until <= %(now)s)
returning *
"""

RENEW: LiteralString = "update census set lease_until = %(until)s where lease_owner = %(owner)s"

# The row is locked until the end of the transaction, so that nobody claims the census meanwhile.
HELD: LiteralString = "select id from census where lease_owner = %s for update"

TAKE_WATCHED: LiteralString = """
insert into census_person (census, subject)
select %(census)s, subject from watched_person, watch_run
where account = any(%(accounts)s) and watch_run.finished_at >= %(read_since)s
on conflict do nothing
"""

SAVE_HERE: LiteralString = """
insert into census_person (census, subject)
select %(census)s, subject from unnest(%(here)s::text[]) as here (subject)
on conflict do nothing
"""
# Who is named again after a change of the account, or is gone meanwhile.
SAVE_GONE: LiteralString = """
delete from census_person where census = %(census)s and subject = any(%(gone)s)
"""
GO_ON: LiteralString = "update census set link = %(link)s, phase = %(phase)s where id = %(census)s"
UNLIST: LiteralString = "delete from census_person where census = %(census)s"

SIZE: LiteralString = """
select count(*), count(verdict) from census_person where census = %s
"""

WAITING: LiteralString = """
select subject from census_person
where census = %(census)s and subject > %(after)s and verdict is null
order by subject limit %(most)s
"""

SAVE: LiteralString = """
update census_person as known set verdict = given.verdict, remedy = given.remedy,
    causes = string_to_array(given.causes, ','), because = given.because,
    checked_at = given.checked_at
from unnest(%(subjects)s::text[], %(verdicts)s::text[], %(causes)s::text[], %(remedies)s::text[],
    %(becauses)s::text[], %(times)s::timestamptz[])
    as given (subject, verdict, causes, remedy, because, checked_at)
where known.census = %(census)s and known.subject = given.subject and known.verdict is null
"""

FINISH: LiteralString = """
update census set phase = 'ended', finished_at = %(now)s, lease_owner = null, lease_until = null
where id = %(census)s
"""

INTERRUPT: LiteralString = """
update census set trouble = %(trouble)s, lease_owner = null, lease_until = null
where lease_owner = %(owner)s
"""


class CensusRows:
    """Implements bot.census.ports.CensusStore in Postgres.

    Attributes:
        retention: how long a census is kept.
    """

    def __init__(
        self, database: Database, new_id: Callable[[], UUID], retention: timedelta
    ) -> None:
        self._database = database
        self._new_id = new_id
        self._retention = retention

    async def claim(self, lease: Lease, now: datetime, *, anew: bool) -> CensusRun | None:
        """Go on with the census that is under way, or begin one; None where somebody works on it.

        `anew` gives up the one that is under way, and begins another.
        """
        begun = {"id": self._new_id(), "now": now, "expires_at": now + self._retention}
        async with self._connection() as connection, connection.transaction():
            if anew:
                await connection.execute(GIVE_UP, begun)
            await connection.execute(BEGIN, begun)
            cursor = connection.cursor(row_factory=dict_row)
            row = await (await cursor.execute(CLAIM, vars(lease) | {"now": now})).fetchone()
        return census_run(row) if row else None

    async def renew(self, lease: Lease) -> None:
        """Extend the lease."""
        if not await self._database.change(RENEW, vars(lease)):
            raise CensusLost

    async def take_watched(
        self, owner: str, accounts: Sequence[AccountKind], read_since: datetime
    ) -> bool:
        """List everybody whom the sweeps know; False where they did not end since then."""
        async with self._held(owner) as (connection, census):
            values = {"census": census, "accounts": list(accounts), "read_since": read_since}
            taken = (await connection.execute(TAKE_WATCHED, values)).rowcount
            if taken:
                await connection.execute(GO_ON, values | {"link": None, "phase": "checks"})
        return taken > 0

    async def save_members(
        self, owner: str, here: Sequence[str], gone: Sequence[str], link: str, *, is_last: bool
    ) -> None:
        """Store a page of the directory and where it leads."""
        async with self._held(owner) as (connection, census):
            values = {"census": census, "here": list(here), "gone": list(gone)}
            await connection.execute(SAVE_HERE, values)
            await connection.execute(SAVE_GONE, values)
            # Only what follows the last page would be later changes.
            led = ("checks", None) if is_last else ("membership", link)
            await connection.execute(GO_ON, values | dict(zip(("phase", "link"), led, strict=True)))

    async def restart_membership(self, owner: str) -> None:
        """Forget who was listed, to read the directory from its start."""
        async with self._held(owner) as (connection, census):
            values = {"census": census, "link": None, "phase": "membership"}
            await connection.execute(UNLIST, values)
            await connection.execute(GO_ON, values)

    async def size(self, census: UUID) -> tuple[int, int]:
        """Return how many people there are, and how many of them are checked."""
        async with self._connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            [(people, checked)] = await (await cursor.execute(SIZE, (census,))).fetchall()
        return people, checked

    async def waiting(self, census: UUID, after: str, most: int) -> Sequence[str]:
        """Return the next people who are not checked, in the order of subjects."""
        values = {"census": census, "after": after, "most": most}
        return await self._database.rows(WAITING, values, scalar_row)

    async def save(self, owner: str, findings: Sequence[PersonFinding]) -> None:
        """Store what was found, once for each person."""
        async with self._held(owner) as (connection, census):
            await connection.execute(SAVE, {"census": census} | _columns(findings))

    async def finish(self, owner: str, now: datetime) -> None:
        """End the census and the lease."""
        async with self._held(owner) as (connection, census):
            await connection.execute(FINISH, {"census": census, "now": now})

    async def interrupt(self, owner: str, trouble: str | None) -> None:
        """End the lease in the middle of a census. Nothing happens where another owner has it."""
        await self._database.change(INTERRUPT, {"owner": owner, "trouble": trouble})

    @asynccontextmanager
    async def _held(self, owner: str) -> AsyncIterator[tuple[AsyncConnection, UUID]]:
        """Open a transaction in which this owner has the census; raises CensusLost."""
        async with self._connection() as connection, connection.transaction():
            held = await (await connection.execute(HELD, (owner,))).fetchone()
            if held is None:
                raise CensusLost
            yield connection, held[0]

    def _connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._database.connection(SECONDS)


def _columns(findings: Sequence[PersonFinding]) -> dict[str, object]:
    return {
        "subjects": [each.subject for each in findings],
        "verdicts": [each.verdict for each in findings],
        # Postgres unnests an array of arrays into single values.
        "causes": [",".join(cause.value for cause in each.causes) for each in findings],
        "remedies": [each.remedy.value if each.remedy else None for each in findings],
        "becauses": [each.because for each in findings],
        "times": [each.checked_at for each in findings],
    }


def census_run(row: Mapping[str, Any]) -> CensusRun:
    """Make a census from its row."""
    owner, until = row["lease_owner"], row["lease_until"]
    kept = ("id", "started_at", "link", "finished_at", "trouble")
    return CensusRun(
        phase=CensusPhase(row["phase"]),
        lease=None if owner is None else Lease(owner, until),
        **{name: row[name] for name in kept},
    )
