"""Rows of followings in Postgres, and the versions of cases."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import dict_row, scalar_row

from bot.core.lease import Lease
from bot.helpdesk.following import Following, Unfollowed
from bot.storage.database import Database
from bot.storage.person_tables import NOBODY

OPEN: LiteralString = """
insert into case_following (id, case_id, agent, told_at, created_at)
values (%(id)s, %(case_id)s, %(agent)s, %(told_at)s, %(created_at)s)
on conflict (case_id, agent) where ended_at is null do nothing
"""
FOLLOWINGS: LiteralString = """
select case_following.*, helpdesk_case.subject
from case_following join helpdesk_case on helpdesk_case.id = case_id
"""
OPEN_OF: LiteralString = """
where case_id = %(case_id)s and case_following.agent = %(agent)s
    and case_following.ended_at is null
"""
REPLACED: LiteralString = """
update case_following set ended_at = %(now)s, told_at = coalesce(told_at, (
    select created_at from outbox where kind = 'case_synced' and about = case_following.id
))
where id = %(former)s and ended_at is null returning told_at
"""

TAKE: LiteralString = """
update case_following set lease_owner = %(owner)s, lease_until = %(until)s
where id = %(id)s and (lease_until is null or lease_until <= %(now)s)
"""
RENEW: LiteralString = """
update case_following set lease_until = %(until)s where id = %(id)s and lease_owner = %(owner)s
"""
RELEASE: LiteralString = """
update case_following set lease_owner = null, lease_until = null
where id = %(id)s and lease_owner = %(owner)s
"""
# A card that did not arrive can't be updated, and one that is worked on shows the case at the end.
OUTDATED: LiteralString = """
with outdated as materialized (
    select case_following.id from case_following join card on card.id = case_following.card
    where ended_at is null
        and (case_following.lease_until is null or case_following.lease_until <= %(now)s)
        and (written_at is null or written_at <= %(before)s)
        and card.state = 'checked' and card.message_id is not null
        and shown is distinct from case_version(case_id)
    order by written_at nulls first limit %(most)s
    for update of case_following skip locked
), taken as (
    update case_following set written_at = %(now)s, lease_owner = %(owner)s,
        lease_until = %(until)s
    from outdated where case_following.id = outdated.id
    returning case_following.*
)
select taken.*, subject from taken join helpdesk_case on helpdesk_case.id = case_id
"""
NOTE: LiteralString = """
update case_following set shown = %(shown)s, written_at = %(now)s
where id = %(id)s and lease_owner = %(owner)s and card = %(card)s
"""
# Also of one that has ended, unless the agent has another one: an earlier state may stand over the
# last one.
DOUBT: LiteralString = """
update case_following as doubted set shown = null, ended_at = null
where id = %(id)s and (ended_at is null or not exists (
    select from case_following as other
    where other.case_id = doubted.case_id and other.agent = doubted.agent
        and other.ended_at is null
))
"""
# Who asked for the case, joined it or was given it, and has had no card since.
UNFOLLOWED: LiteralString = """
select helpdesk_case.id as case_id, subject, follower.agent
from helpdesk_case join helpdesk_event on helpdesk_event.case_id = helpdesk_case.id
    cross join lateral (
        select split_part(coalesce(helpdesk_event.agent, actor), ':', 2) as agent
        where coalesce(helpdesk_event.agent, actor) like 'agent:%%'
    ) as follower
where ended_at is null and kind in ('asked', 'joined', 'reassigned')
    and follower.agent <> %(nobody)s and not exists (
    select from case_following
    where case_following.case_id = helpdesk_case.id
        and case_following.agent = lower(follower.agent)
        and (case_following.ended_at is null or case_following.ended_at >= helpdesk_event.at)
)
order by helpdesk_event.at limit %(most)s
"""
# Whose chat Teams told of only after their card was given up; a chat that refused it is none of
# those.
CAME_LATER: LiteralString = """
where case_following.ended_at is null and card is null and exists (
    select from outbox
    where kind = 'following' and about = case_following.id
        and state = 'failed' and reason = any(%(reasons)s)
) and exists (select from conversation where lower(person_id) = case_following.agent)
order by case_following.created_at limit %(most)s
"""
UNPOSTED: LiteralString = """
where case_following.ended_at is null and card is null and not exists (
    select from outbox where kind = 'following' and about = case_following.id
)
order by case_following.created_at limit %(most)s
"""


class FollowingRows:
    """Implements bot.helpdesk.following.FollowingStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, following: Following) -> Following:
        """Add a following, or return the open one of this case and agent."""
        if await self._database.change(OPEN, vars(following)):
            return following
        found = await self._some(FOLLOWINGS + OPEN_OF, vars(following))
        # The one that was in the way may have ended meanwhile.
        return found[0] if found else await self.open(following)

    async def replace(self, former: UUID, following: Following) -> bool:
        """End a following, and add one in its place; False where it has ended already."""
        ending = {"former": former, "now": following.created_at}
        async with self._database.connection() as connection, connection.transaction():
            ended = await (await connection.execute(REPLACED, ending)).fetchone()
            if ended is None:
                return False
            await connection.execute(OPEN, vars(following) | {"told_at": ended[0]})
        return True

    async def get(self, following_id: UUID) -> Following | None:
        """Return one following, open or not."""
        where: LiteralString = "where case_following.id = %(id)s"
        found = await self._some(FOLLOWINGS + where, {"id": following_id})
        return found[0] if found else None

    async def version(self, case_id: UUID) -> str:
        """Compute the version of a case as it is now."""
        query: LiteralString = "select case_version(%s)"
        return await self._database.row(query, (case_id,), scalar_row) or ""

    async def take(self, following_id: UUID, lease: Lease, now: datetime) -> bool:
        """Take the lease of a following; False while another process has it."""
        return await self._database.change(TAKE, {"id": following_id, "now": now} | vars(lease))

    async def renew(self, following_id: UUID, lease: Lease) -> bool:
        """Extend a lease; False where another process has taken it."""
        return await self._database.change(RENEW, {"id": following_id} | vars(lease))

    async def release(self, following_id: UUID, owner: str) -> None:
        """Give a lease up."""
        await self._database.change(RELEASE, {"id": following_id, "owner": owner})

    async def claim_outdated(
        self, lease: Lease, now: datetime, written_before: datetime, most: int
    ) -> list[Following]:
        """Take the lease of open followings whose card shows another version of its case."""
        values = {"now": now, "before": written_before, "most": most}
        return await self._some(OUTDATED, values | vars(lease))

    async def note(
        self, following_id: UUID, owner: str, card: UUID, shown: str | None, now: datetime
    ) -> bool:
        """Note what a card shows; False where another card follows, or `owner` lost the lease."""
        values = {"id": following_id, "owner": owner, "card": card, "shown": shown, "now": now}
        return await self._database.change(NOTE, values)

    async def doubt(self, following_id: UUID) -> None:
        """Note that it is not known what the card shows, so that it is written once more."""
        await self._database.change(DOUBT, {"id": following_id})

    async def begin(self, following_id: UUID, card: UUID, now: datetime) -> bool:
        """Note the first card of an open following; False where another one follows by now."""
        query: LiteralString = """
            update case_following set card = %(card)s, shown = null, written_at = %(now)s
            where id = %(id)s and ended_at is null and (card is null or card = %(card)s)
        """
        return await self._database.change(query, {"id": following_id, "card": card, "now": now})

    async def move(self, following_id: UUID, card: UUID, now: datetime) -> None:
        """Note that another card follows from now on; what it shows is not known yet."""
        query: LiteralString = """
            update case_following set card = %(card)s, shown = null, written_at = %(now)s
            where id = %(id)s
        """
        await self._database.change(query, {"id": following_id, "card": card, "now": now})

    async def end(self, following_id: UUID, now: datetime) -> None:
        """Note that the card is not written any more."""
        query: LiteralString = """
            update case_following set ended_at = %(now)s where id = %(id)s and ended_at is null
        """
        await self._database.change(query, {"id": following_id, "now": now})

    async def unfollowed(self, most: int) -> list[Unfollowed]:
        """Return agents of open cases who have had no card since they asked or were given it."""
        rows = await self._database.rows(UNFOLLOWED, {"most": most, "nobody": NOBODY}, dict_row)
        return [Unfollowed(**row) for row in rows]

    async def unposted(self, most: int) -> list[Following]:
        """Return open followings that have no card, and of which no message is in the outbox."""
        return await self._some(FOLLOWINGS + UNPOSTED, {"most": most})

    async def came_later(self, reasons: Collection[str], most: int) -> list[Following]:
        """Return open followings whose card failed so, and whose agent has a chat by now."""
        return await self._some(FOLLOWINGS + CAME_LATER, {"reasons": list(reasons), "most": most})

    async def _some(self, query: LiteralString, values: Mapping[str, object]) -> list[Following]:
        return [_following(row) for row in await self._database.rows(query, values, dict_row)]


def _following(row: Mapping[str, Any]) -> Following:
    leased = {"lease_owner", "lease_until"}
    return Following(**{name: value for name, value in row.items() if name not in leased})
