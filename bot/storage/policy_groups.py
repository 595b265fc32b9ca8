"""Members of the policy's groups: a reading takes the place of the one before as a whole."""

from collections.abc import Collection
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import scalar_row

from bot.storage.database import Database

DUE: LiteralString = """
select case when failed then tried_at <= %(retry)s
    else groups is distinct from %(groups)s or read_at <= %(latest)s end
from policy_groups_read
"""
ADD: LiteralString = """
insert into policy_group_member (reading, subject, kind)
select %(reading)s, subject, %(kind)s from unnest(%(subjects)s::text[]) as subject
on conflict do nothing
"""
FINISH: LiteralString = """
update policy_groups_read set reading = %(reading)s, groups = %(groups)s, read_at = %(now)s,
    tried_at = %(now)s, failed = false
"""
FAIL: LiteralString = "update policy_groups_read set tried_at = %(now)s, failed = true"
# Also what a process that died was reading.
DROP_OTHERS: LiteralString = """
delete from policy_group_member
where reading is distinct from (select reading from policy_groups_read)
"""
# Deleting the former reading of a large company takes a while, and nobody waits for it.
SECONDS = 60.0


class PolicyGroupRows:
    """Implements bot.nudges.groups.GroupStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_due(self, groups: str, latest: datetime, retry: datetime) -> bool:
        """Tell whether to read: other groups, or a reading of before `latest`."""
        values = {"groups": groups, "latest": latest, "retry": retry}
        return bool(await self._database.row(DUE, values, scalar_row))

    async def add(self, reading: UUID, kind: str, subjects: Collection[str]) -> None:
        """Add members to a reading that goes on."""
        values = {"reading": reading, "kind": kind, "subjects": list(subjects)}
        await self._database.change(ADD, values)

    async def finish(self, reading: UUID, groups: str, now: datetime) -> None:
        """Let a reading take the place of the one before."""
        await self._replace(FINISH, {"reading": reading, "groups": groups, "now": now})

    async def fail(self, now: datetime) -> None:
        """Note that a reading failed, and drop it; nobody is written to until one succeeds."""
        await self._replace(FAIL, {"now": now})

    async def _replace(self, query: LiteralString, values: dict[str, object]) -> None:
        async with self._database.connection(SECONDS) as connection, connection.transaction():
            await connection.execute(query, values)
            await connection.execute(DROP_OTHERS)


async def groups_failed(connection: AsyncConnection) -> bool | None:
    """Tell whether the latest attempt to read the groups failed; None where none was made."""
    cursor = connection.cursor(row_factory=scalar_row)
    await cursor.execute(
        "select case when tried_at is not null then failed end from policy_groups_read"
    )
    return await cursor.fetchone()
