"""Periodic sweeps: when each ran last, and the deletion of rows past their retention date."""

from datetime import datetime, timedelta
from typing import LiteralString

from psycopg.rows import scalar_row

from bot.core.lease import Lease
from bot.storage.database import Database

# One that a process left behind when it died is due at once, and one that goes on is not due.
BEGIN: LiteralString = """
insert into sweep (name, began_at, lease_owner, lease_until)
values (%(name)s, %(now)s, %(owner)s, %(until)s)
on conflict (name) do update set began_at = excluded.began_at,
    lease_owner = excluded.lease_owner, lease_until = excluded.lease_until
where coalesce(sweep.lease_until <= %(now)s, sweep.began_at <= %(latest)s)
"""

RENEW: LiteralString = """
update sweep set lease_until = %(until)s where name = %(name)s and lease_owner = %(owner)s
"""

END: LiteralString = """
update sweep set ended_at = coalesce(%(done_at)s, ended_at), lease_owner = null, lease_until = null
where name = %(name)s and lease_owner = %(owner)s
"""

# Results go with their effects by `on delete cascade`, and messages of a campaign with that. A
# message that is still to be sent is kept, whatever its date, but in a campaign left paused; and
# one of which an open change has not noted yet how it ended: without it, it would be sent again.
# Those of a case, which say what became of it, and those to who follows it go when it does; while
# it is open, what is pressed on the cards about it counts.
# Leases end by the database's clock, which this process may be ahead of.
EXPIRED: tuple[LiteralString, ...] = (
    "delete from card where expires_at <= %s and not exists ("
    " select from case_following where case_following.card = card.id"
    " and case_following.ended_at is null)"
    " and not exists (select from outbox join helpdesk_event on helpdesk_event.id = outbox.about"
    " join helpdesk_case on helpdesk_case.id = case_id"
    " where outbox.id = card.id and outbox.kind = 'case' and helpdesk_case.ended_at is null)",
    "delete from effect where expires_at <= %s",
    "delete from look where expires_at <= %s",
    "delete from proven_file where expires_at <= %s",
    "delete from helpdesk_case where expires_at <= %s and ended_at is not null",
    "delete from nudge where expires_at <= %s and (ended_at is not null or not exists ("
    " select from photo_change where photo_change.id = change_id and state = 'open'))",
    "delete from outbox where expires_at <= %s and campaign is null"
    " and state not in ('queued', 'sending')"
    " and not (kind = 'nudge' and exists ("
    " select from nudge join photo_change on photo_change.id = change_id"
    " where nudge.id = outbox.about and nudge.ended_at is null and photo_change.state = 'open'))"
    " and not (kind = 'case' and exists ("
    " select from helpdesk_event where helpdesk_event.id = outbox.about))"
    " and not (kind in ('following', 'case_synced') and exists ("
    " select from case_following where case_following.id = outbox.about))",
    "delete from campaign where expires_at <= %s and state <> 'running'",
    "delete from sign_in where expires_at <= %s",
    "delete from targeted_message where expires_at <= %s",
    # Long after Teams has told of the installation. Who does not want the app stays.
    "delete from installation where asked_at <= %s::timestamptz - interval '1 day'"
    " and declined_at is null",
    "delete from subject_lease where until <= %s::timestamptz - interval '1 hour'",
    "delete from census where expires_at <= %s",
    "delete from photo_change where expires_at <= %s and state = 'ended'",
)
# The rows of a large company's day take a while, and nobody waits for it.
EXPIRE_SECONDS = 300.0


class Sweeps:
    """Implements bot.jobs.sweeps.SweepLedger in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, name: str, every: timedelta, lease: Lease, now: datetime) -> bool:
        """Claim a sweep that is due, or whose process died; True for one of all that ask."""
        values = {"name": name, "now": now, "latest": now - every}
        return await self._database.change(BEGIN, values | vars(lease))

    async def renew(self, name: str, lease: Lease) -> None:
        """Extend the lease of a sweep that goes on."""
        await self._database.change(RENEW, {"name": name} | vars(lease))

    async def end(self, name: str, owner: str, done_at: datetime | None) -> None:
        """Give up the lease, and note when the sweep was done (UTC); None where it failed."""
        await self._database.change(END, {"name": name, "owner": owner, "done_at": done_at})

    async def ended_at(self, name: str) -> datetime | None:
        """Return when the sweep last ended (UTC), None where it never did."""
        query: LiteralString = "select ended_at from sweep where name = %s"
        return await self._database.row(query, (name,), scalar_row)


async def delete_expired(database: Database, now: datetime) -> int:
    """Delete the rows past their retention date, an effect's result with it; return how many."""
    async with database.connection(EXPIRE_SECONDS) as connection, connection.transaction():
        return sum([(await connection.execute(query, (now,))).rowcount for query in EXPIRED])
