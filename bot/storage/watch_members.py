"""Rows of everybody whom the directory has named."""

from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection

from bot.watch.ports import MembersPage

# What Entra ID leaves out is as it was. Unchanged rows are not written.
SAVE_MEMBERS: LiteralString = """
insert into watched_person as known (subject, enabled, guest, generation)
select given.subject, given.enabled, given.guest, watch_run.generation
from unnest(%(subjects)s::text[], %(enabled)s::boolean[], %(guest)s::boolean[])
    as given (subject, enabled, guest), watch_run
on conflict (subject) do update set
    enabled = coalesce(excluded.enabled, known.enabled),
    guest = coalesce(excluded.guest, known.guest),
    generation = excluded.generation, left_at = null
"""

SAVE_LEAVERS: LiteralString = """
update watched_person set left_at = %(now)s
where subject = any(%(subjects)s) and left_at is null
"""

MEMBERSHIP_GOES_ON: LiteralString = """
update watch_run set cursor = %(link)s, membership_requests = membership_requests + 1
"""

# Without a link to start from, the whole directory was read: who was not named has left.
LEAVE_UNNAMED: LiteralString = """
update watched_person set left_at = %(now)s
from watch_run
where delta_link is null and left_at is null
    and watched_person.generation < watch_run.generation
"""

MEMBERSHIP_ENDS: LiteralString = """
update watch_run set phase = 'photos', cursor = null, delta_link = %(link)s,
    membership_requests = membership_requests + 1
"""


async def store_members(connection: AsyncConnection, page: MembersPage, now: datetime) -> None:
    """Store a page of the directory and where it leads, in a transaction of who has the sweep."""
    here = [member for member in page.members if not member.gone]
    values = {
        "subjects": [member.subject for member in here],
        "enabled": [member.enabled for member in here],
        "guest": [member.guest for member in here],
    }
    gone = [member.subject for member in page.members if member.gone]
    link = {"link": page.link, "now": now}
    await connection.execute(SAVE_MEMBERS, values)
    await connection.execute(SAVE_LEAVERS, {"subjects": gone, "now": now})
    if page.is_last:
        await connection.execute(LEAVE_UNNAMED, link)
    await connection.execute(MEMBERSHIP_ENDS if page.is_last else MEMBERSHIP_GOES_ON, link)
