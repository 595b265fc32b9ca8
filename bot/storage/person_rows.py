"""Everything that is kept of one person, from every table: counted, exported, deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import scalar_row
from psycopg.sql import SQL, Composable, Identifier

from bot.core.clock import Now
from bot.core.lease import LEASE
from bot.storage.database import Database
from bot.storage.person_tables import NOBODY, PERSON_TABLES, PersonTable
from bot.storage.watch import RESTART_MEMBERSHIP
from bot.use_cases.forget import PersonCounts, StillWorking

# Nobody waits for an answer, and not every column has an index.
SECONDS = 120.0
ANOTHER = "another person"

WITHDRAW: LiteralString = """
update outbox set state = 'withdrawn'
where (lower(reader) = %(id)s or lower(subject) = %(id)s)
    and state = 'queued' and lease_owner is null
"""

# A renewed lease ends within seconds. A later end is a moment at which a card is tried again.
# All are locked, so that no process begins to work on another one meanwhile.
UNDER_WAY = SQL("""
select from (select lease_until from {table} where {is_owned} for update) as row
where lease_until > %(now)s and lease_until <= %(soon)s
""")
DELETE = SQL("delete from {table} where {is_owned}")
UNNAME = SQL("update {table} set {without_actor} where {is_acted}")
COUNT = SQL("select count(*) from {table} where {condition}")
ROWS = SQL("""
select to_jsonb({table}) - %(secrets)s::text[] from {table} where {condition} order by {table}
""")

# The row is locked until the end of the transaction, so that no sweep stores a page meanwhile.
SWEEP: LiteralString = """
select phase, coalesce(lease_until > %(now)s, false) from watch_run for update
"""
IS_WATCHED: LiteralString = """
select from watched_person where lower(subject) = %(id)s and left_at is null
"""
# The sweep goes on after the person before.
STEP_BACK: LiteralString = """
update watch_run set
    cursor = (select max(subject) from watched_person where subject < watch_run.cursor)
where phase = 'photos' and lower(cursor) = %(id)s
"""
READ_ALL_NEXT: LiteralString = "update watch_run set delta_link = null"


class PersonRows:
    """Implements bot.use_cases.forget.PersonStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, person: str) -> PersonCounts:
        """Count the rows of a person."""
        values = _values(person)
        async with self._database.connection(SECONDS) as connection:
            owned = {
                table.name: await _number(connection, table, table.is_owned, values)
                for table in PERSON_TABLES
            }
            acted = {
                table.name: await _number(connection, table, _is_only_acted(table), values)
                for table in PERSON_TABLES
                if table.actors
            }
        return PersonCounts(_some(owned), _some(acted))

    async def export(self, person: str) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of a person by table, without others' ids and without secrets."""
        async with self._database.connection(SECONDS) as connection:
            return {
                table.name: [
                    _without_others(table, row, person)
                    for row in await _rows(connection, table, _values(person))
                ]
                for table in PERSON_TABLES
            }

    async def withdraw(self, person: str) -> int:
        """Withdraw messages that nobody sends at this moment; return how many."""
        async with self._database.connection(SECONDS) as connection:
            return (await connection.execute(WITHDRAW, _values(person))).rowcount

    async def delete(self, person: str, now: Now) -> PersonCounts:
        """Delete the rows of the person, and take the person out of others', all or none.

        Raises StillWorking.
        """
        values = _values(person)
        async with self._database.connection(SECONDS) as connection, connection.transaction():
            await _refuse_work_under_way(connection, values, now())
            await _leave_sweep(connection, values, now())
            owned = {
                table.name: await _run(connection, DELETE, table, values)
                for table in PERSON_TABLES
                if not table.is_lock
            }
            acted = {
                table.name: await _run(connection, UNNAME, table, values)
                for table in PERSON_TABLES
                if table.actors
            }
        return PersonCounts(_some(owned), _some(acted))


async def _refuse_work_under_way(
    connection: AsyncConnection, values: Mapping[str, object], now: datetime
) -> None:
    moments = {"now": now, "soon": now + 2 * LEASE}
    for table in PERSON_TABLES:
        if table.leased and await _run(connection, UNDER_WAY, table, {**values, **moments}):
            raise StillWorking


async def _leave_sweep(
    connection: AsyncConnection, values: Mapping[str, object], now: datetime
) -> None:
    """Let the sweeps know the person no longer, and find them again if they are still there.

    The directory tells of changes only, so that it is read as a whole to name somebody again.
    """
    [(phase, has_lease)] = await (await connection.execute(SWEEP, {"now": now})).fetchall()
    await connection.execute(STEP_BACK, values)
    if not (await connection.execute(IS_WATCHED, values)).rowcount:
        return
    if phase != "membership":
        await connection.execute(READ_ALL_NEXT)
    elif has_lease:
        # Its next page would store where it goes on, and the directory would not be read anew.
        raise StillWorking
    else:
        await connection.execute(RESTART_MEMBERSHIP)


async def _run(
    connection: AsyncConnection, query: SQL, table: PersonTable, values: Mapping[str, object]
) -> int:
    parts = {
        "is_owned": table.is_owned,
        "is_acted": table.is_acted,
        "without_actor": table.without_actor,
    }
    statement = query.format(table=Identifier(table.name), **parts)
    return (await connection.execute(statement, values)).rowcount


async def _number(
    connection: AsyncConnection,
    table: PersonTable,
    condition: Composable,
    values: Mapping[str, object],
) -> int:
    query = COUNT.format(table=Identifier(table.name), condition=condition)
    [(number,)] = await (await connection.execute(query, values)).fetchall()
    return int(number)


async def _rows(
    connection: AsyncConnection, table: PersonTable, values: Mapping[str, object]
) -> list[dict[str, Any]]:
    is_acted = SQL(" or ({})").format(table.is_acted) if table.actors else SQL("")
    condition = SQL("({}){}").format(table.is_owned, is_acted)
    query = ROWS.format(table=Identifier(table.name), condition=condition)
    cursor = connection.cursor(row_factory=scalar_row)
    await cursor.execute(query, {**values, "secrets": list(table.secrets)})
    return await cursor.fetchall()


def _is_only_acted(table: PersonTable) -> Composable:
    return SQL("({}) and not ({})").format(table.is_acted, table.is_owned)


def _without_others(table: PersonTable, row: dict[str, Any], person: str) -> dict[str, Any]:
    """Leave out whom else a row names, as this is one person's export."""

    def named(column: str, value: Any) -> Any:
        if value is None:
            return None
        if column in table.owners:
            return value if value.lower() == person.lower() else ANOTHER
        if column in table.actors:
            kind, _, actor_id = value.partition(":")
            return value if actor_id.lower() in {"", person.lower()} else f"{kind}:{ANOTHER}"
        return value

    return {column: named(column, value) for column, value in row.items()}


def _values(person: str) -> dict[str, object]:
    return {"id": person.lower(), "nobody": NOBODY}


def _some(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}
