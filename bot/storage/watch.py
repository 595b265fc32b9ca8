"""Rows of the sweeps over everybody's photos, and of the changes that they notice."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row

from bot.core.lease import Lease
from bot.storage.database import Database
from bot.storage.watch_members import store_members
from bot.use_cases.snapshot_writer import MICROSOFT_365
from bot.watch.notice import WatchedPerson
from bot.watch.ports import (
    AccountKind,
    MembersPage,
    PhotosPage,
    SweepLost,
    SweepPhase,
    WatchRun,
)

# Nobody waits for a sweep, and some statements go over everybody in a large company.
SECONDS = 60.0

CLAIM: LiteralString = """
update watch_run set lease_owner = %(owner)s, lease_until = %(until)s, retry_at = null
where (lease_until is null or lease_until <= %(now)s) and (
    %(latest)s::timestamptz is null
    or case
        when phase = 'idle' then started_at is null or started_at <= %(latest)s
        else retry_at is null or retry_at <= %(now)s
    end
)
"""

BEGIN: LiteralString = """
update watch_run set phase = 'membership', cursor = null, started_at = %(now)s,
    previous_started_at = started_at, trouble = null,
    generation = generation + case when delta_link is null then 1 else 0 end,
    seen = 0, changed = 0, failed = 0, photo_requests = 0, membership_requests = 0
where phase = 'idle'
"""

# The row is locked until the end of the transaction, so that nobody claims the sweep meanwhile.
HELD: LiteralString = "select from watch_run where lease_owner = %s for update"

RENEW: LiteralString = "update watch_run set lease_until = %(until)s where lease_owner = %(owner)s"

RESTART_MEMBERSHIP: LiteralString = """
update watch_run set cursor = null, delta_link = null, generation = generation + 1
"""

PEOPLE: LiteralString = """
select subject, etag, vanished_at from watched_person
where subject > %(after)s and account = any(%(accounts)s)
order by subject limit %(most)s
"""

# A row that was changed since it was read keeps what Photobot's own write stored there.
SAVE_PHOTOS: LiteralString = """
with given as (
    select * from unnest(%(ids)s::uuid[], %(subjects)s::text[], %(before)s::text[],
        %(etags)s::text[], %(vanished)s::timestamptz[], %(kinds)s::text[],
        %(noticed)s::timestamptz[])
        as given (id, subject, before, etag, vanished_at, kind, noticed_at)
), earlier as (
    select given.*, known.read_at from given join watched_person as known using (subject)
), stored as (
    update watched_person as known set etag = given.etag, vanished_at = given.vanished_at,
        read_at = case when known.etag is distinct from given.etag then %(now)s
            else known.read_at end
    from given
    where known.subject = given.subject and known.etag is not distinct from given.before
    returning known.subject
)
insert into photo_change (id, subject, kind, noticed_at, etag, not_before, expires_at)
select id, subject, kind, noticed_at, nullif(etag, ''), noticed_at, %(expires_at)s
from stored join earlier using (subject)
where kind is not null and not exists (
    select from effect left join effect_result on effect_id = effect.id
    where lower(effect.subject) = earlier.subject and effect.target = %(target)s
        and effect.at > earlier.read_at
        and effect.at >= (select coalesce(previous_started_at, started_at) from watch_run)
        and coalesce(outcome, 'unknown') in ('unknown', 'verified')
)
on conflict (subject) where state = 'open' do update set
    id = excluded.id, kind = excluded.kind, noticed_at = excluded.noticed_at,
    etag = excluded.etag, nudges = 0, not_before = excluded.not_before, outcome = null,
    because = null, decided_at = null, lease_owner = null, lease_until = null,
    expires_at = excluded.expires_at
"""

PHOTOS_GO_ON: LiteralString = """
update watch_run set cursor = %(cursor)s, seen = seen + %(seen)s, changed = changed + %(changed)s,
    failed = failed + %(failed)s, photo_requests = photo_requests + %(requests)s
"""

FINISH: LiteralString = """
update watch_run set phase = 'idle', cursor = null, finished_at = %(now)s,
    baseline_at = coalesce(baseline_at, %(now)s), trouble = null, retry_at = null,
    lease_owner = null, lease_until = null
"""
FORGET: LiteralString = "delete from watched_person where left_at <= %s"

INTERRUPT: LiteralString = """
update watch_run set trouble = %(trouble)s, retry_at = %(retry_at)s,
    lease_owner = null, lease_until = null
where lease_owner = %(owner)s
"""

RUN: LiteralString = "select * from watch_run"


class WatchRows:
    """Implements bot.watch.ports.WatchStore in Postgres.

    Attributes:
        retention: how long changes, and people who left, are kept.
    """

    def __init__(
        self, database: Database, new_id: Callable[[], UUID], retention: timedelta
    ) -> None:
        self._database = database
        self._new_id = new_id
        self._retention = retention

    async def claim(self, lease: Lease, now: datetime, every: timedelta | None) -> WatchRun | None:
        """Begin a sweep that is due, or go on with one; None where neither is due."""
        latest = None if every is None else now - every
        values = vars(lease) | {"now": now, "latest": latest}
        async with self._connection() as connection, connection.transaction():
            claimed = await connection.execute(CLAIM, values)
            if not claimed.rowcount:
                return None
            await connection.execute(BEGIN, values)
            return await latest_run(connection)

    async def renew(self, lease: Lease) -> None:
        """Extend the lease."""
        if not await self._database.change(RENEW, vars(lease)):
            raise SweepLost

    async def restart_membership(self, owner: str) -> None:
        """Start reading the whole directory, as a new generation of it."""
        async with self._held(owner) as connection:
            await connection.execute(RESTART_MEMBERSHIP)

    async def save_members(self, owner: str, page: MembersPage, now: datetime) -> None:
        """Store a page of the directory and where it leads."""
        async with self._held(owner) as connection:
            await store_members(connection, page, now)

    async def people(
        self, after: str, accounts: Sequence[AccountKind], most: int
    ) -> Sequence[WatchedPerson]:
        """Return the next people in the order of subjects."""
        values = {"after": after, "accounts": list(accounts), "most": most}
        return await self._database.rows(PEOPLE, values, class_row(WatchedPerson))

    async def save_photos(self, owner: str, page: PhotosPage, now: datetime) -> int:
        """Store etags, changes, counts and the cursor, all or none; return how many changes."""
        async with self._held(owner) as connection:
            changed = 0
            if page.noticed:
                values = self._noticed(page) | {"now": now, "expires_at": now + self._retention}
                changed = (await connection.execute(SAVE_PHOTOS, values)).rowcount
            counts = {"cursor": page.cursor, "seen": page.seen, "failed": page.failed}
            await connection.execute(
                PHOTOS_GO_ON, counts | {"changed": changed, "requests": page.requests}
            )
        return changed

    async def finish(self, owner: str, now: datetime) -> None:
        """End the sweep and the lease, and delete people who left long ago."""
        async with self._held(owner) as connection:
            await connection.execute(FINISH, {"now": now})
            await connection.execute(FORGET, (now - self._retention,))

    async def interrupt(self, owner: str, trouble: str | None, retry_at: datetime | None) -> None:
        """End the lease in the middle of a sweep; it goes on from its cursor at `retry_at`."""
        values = {"owner": owner, "trouble": trouble, "retry_at": retry_at}
        await self._database.change(INTERRUPT, values)

    @asynccontextmanager
    async def _held(self, owner: str) -> AsyncIterator[AsyncConnection]:
        """Open a transaction in which this owner has the sweep; raises SweepLost."""
        async with self._connection() as connection, connection.transaction():
            if not (await connection.execute(HELD, (owner,))).rowcount:
                raise SweepLost
            yield connection

    def _connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._database.connection(SECONDS)

    def _noticed(self, page: PhotosPage) -> dict[str, object]:
        return {
            "ids": [self._new_id() for _ in page.noticed],
            "subjects": [each.known.subject for each in page.noticed],
            "before": [each.known.etag for each in page.noticed],
            "etags": [each.etag for each in page.noticed],
            "vanished": [each.vanished_at for each in page.noticed],
            "kinds": [each.kind for each in page.noticed],
            "noticed": [each.noticed_at for each in page.noticed],
            "target": MICROSOFT_365,
        }


async def latest_run(connection: AsyncConnection) -> WatchRun:
    """Return the sweep that is under way, or the last one."""
    cursor = await connection.cursor(row_factory=dict_row).execute(RUN)
    [row] = await cursor.fetchall()
    return _watch_run(row)


def _watch_run(row: Mapping[str, Any]) -> WatchRun:
    kept = {name: value for name, value in row.items() if name not in _OTHERWISE}
    owner, until = row["lease_owner"], row["lease_until"]
    lease = None if owner is None else Lease(owner, until)
    return WatchRun(**kept, phase=SweepPhase(row["phase"]), lease=lease)


_OTHERWISE = frozenset({"one", "lease_owner", "lease_until", "phase"})
