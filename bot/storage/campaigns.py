"""Rows of campaigns in Postgres, and of their recipients, which are messages of the outbox."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg import AsyncConnection
from psycopg.rows import dict_row, scalar_row

from bot.outbox.campaign import Campaign, CampaignState
from bot.outbox.message import MessageState
from bot.outbox.report import CampaignReport, MessageGroup, report_of
from bot.storage.database import Database
from bot.use_cases.authorizer import Actor

# Nobody waits for these, and some go over everybody in a large company.
SECONDS = 120.0

COLUMNS: LiteralString = """
select id, kind, actor, name, source, state, created_at, changed_at, expires_at, recipients
from campaign
"""
OPEN: LiteralString = """
insert into campaign (id, kind, actor, name, source, state, created_at, changed_at, expires_at)
values (%(id)s, %(kind)s, %(actor)s, %(name)s, %(source)s, %(state)s, %(created_at)s,
    %(changed_at)s, %(expires_at)s)
on conflict (kind, source) where state <> 'cancelled' do nothing
"""
LAST_LISTED: LiteralString = "select max(subject) from outbox where campaign = %s"

# The row is locked, so that the list does not end in another process meanwhile.
LISTING: LiteralString = (
    "select from campaign where id = %(campaign)s and state = 'listing' for share"
)
# A message is about itself: what it says is found when it is composed. Chats may write an object id
# in other letters than the directory.
ADD: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    created_at, expires_at, campaign)
select given.id, coalesce(conversation.person_id, given.subject), given.subject, %(actor)s,
    %(kind)s, given.id, 'queued', %(now)s, %(now)s, 0, %(now)s, %(expires_at)s, %(campaign)s
from unnest(%(ids)s::uuid[], %(subjects)s::text[]) as given (id, subject)
    left join conversation on lower(conversation.person_id) = lower(given.subject)
where not exists (
    select from campaign as former join outbox as sent on sent.campaign = former.id
    where former.source = %(source)s and former.kind = %(kind)s and former.id <> %(campaign)s
        and sent.subject = given.subject
        and (sent.state in ('sending', 'delivered', 'unconfirmed') or sent.opened_at is not null)
)
on conflict do nothing
"""

# Locked first, and counted after: whoever lists recipients at this moment is waited for.
HOLD_IN_STATE: LiteralString = """
select from campaign where id = %(campaign)s and state = %(state)s for update
"""
CHANGE_STATE: LiteralString = """
update campaign set state = %(to)s, changed_at = %(now)s,
    expires_at = %(now)s + (expires_at - changed_at),
    recipients = coalesce(
        recipients, (select count(*) from outbox where outbox.campaign = campaign.id)
    )
where id = %(campaign)s
"""
GIVE_UP_CLAIMS: LiteralString = """
update outbox set lease_owner = null, lease_until = null
where campaign = %(campaign)s and state = 'queued' and lease_owner is not null
"""

WITHDRAW: LiteralString = """
with batch as materialized (
    select id from outbox where campaign = %(campaign)s and state = 'queued' limit %(most)s
    for update
)
update outbox set state = 'withdrawn', reason = %(reason)s, lease_owner = null, lease_until = null
from batch where outbox.id = batch.id
"""

HOLD: LiteralString = """
select from campaign where id = %(campaign)s and state in ('running', 'paused', 'ended') for update
"""
# One that was opened has arrived, though the channel refused it.
REQUEUE: LiteralString = """
update outbox set state = 'queued', due_at = %(now)s, not_before = %(now)s, attempts = 0,
    reason = null, failing_since = null, told_at = null, ended_at = null
where campaign = %(campaign)s and state = 'failed' and opened_at is null
"""
RUN_AGAIN: LiteralString = """
update campaign set state = 'running', changed_at = %(now)s
where id = %(campaign)s and state = 'ended'
"""

# Locked first, and looked at after: whoever queued messages again meanwhile is waited for.
HOLD_RUNNING: LiteralString = """
select id from campaign where state = 'running' for update skip locked
"""
END: LiteralString = """
update campaign set state = 'ended', changed_at = %(now)s,
    expires_at = %(now)s + (expires_at - changed_at)
where id = any(%(ids)s) and not exists (
    select from outbox where outbox.campaign = campaign.id and state in ('queued', 'sending')
)
"""
CANCELLED: LiteralString = """
select id from campaign where state = 'cancelled' and exists (
    select from outbox where outbox.campaign = campaign.id and state = 'queued'
)
"""

GROUPS: LiteralString = """
select state, reason, opened_at is not null as opened, tapped_at is not null as tapped,
    count(*) as number
from outbox where campaign = %s group by 1, 2, 3, 4
"""


class CampaignRows:
    """Implements bot.outbox.campaign.CampaignStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, campaign: Campaign) -> Campaign:
        """Add a campaign, or return the one of its kind and source that was not cancelled."""
        values = vars(campaign) | {"actor": str(campaign.actor)}
        if await self._database.change(OPEN, values):
            return campaign
        query = COLUMNS + "where kind = %(kind)s and source = %(source)s and state <> 'cancelled'"
        row = await self._database.row(query, values, dict_row)
        # One that was cancelled between the two statements makes room.
        return _campaign(row) if row else await self.open(campaign)

    async def get(self, campaign_id: UUID) -> Campaign | None:
        """Return one campaign."""
        row = await self._database.row(COLUMNS + "where id = %s", (campaign_id,), dict_row)
        return _campaign(row) if row else None

    async def all(self) -> list[Campaign]:
        """Return all that are kept, the latest first."""
        rows = await self._database.rows(COLUMNS + "order by created_at desc, id", (), dict_row)
        return [_campaign(row) for row in rows]

    async def last_listed(self, campaign_id: UUID) -> str:
        """Return the last object id on the list; empty where the list is."""
        return await self._database.row(LAST_LISTED, (campaign_id,), scalar_row) or ""

    async def add_recipients(
        self, campaign: Campaign, subjects: Sequence[str], now: datetime
    ) -> None:
        """Queue a message to each, once, while the campaign is being listed."""
        values = {
            "campaign": campaign.id,
            "kind": campaign.kind,
            "source": campaign.source,
            "actor": str(campaign.actor),
            "ids": [uuid4() for _ in subjects],
            "subjects": list(subjects),
            "now": now,
            "expires_at": now + _kept(campaign),
        }
        async with self._connection() as connection, connection.transaction():
            if (await connection.execute(LISTING, values)).rowcount:
                await connection.execute(ADD, values)

    async def change_state(self, campaign: Campaign, to: CampaignState, now: datetime) -> bool:
        """Change the state from the one that `campaign` has; return whether it had it still."""
        values = {"campaign": campaign.id, "state": campaign.state, "to": to, "now": now}
        async with self._connection() as connection, connection.transaction():
            if not (await connection.execute(HOLD_IN_STATE, values)).rowcount:
                return False
            await connection.execute(CHANGE_STATE, values)
            await connection.execute(GIVE_UP_CLAIMS, values)
            return True

    async def withdraw_queued(self, campaign_id: UUID, reason: str, most: int) -> int:
        """Withdraw some messages that are queued; return how many."""
        values = {"campaign": campaign_id, "reason": reason, "most": most}
        async with self._connection() as connection:
            return (await connection.execute(WITHDRAW, values)).rowcount

    async def requeue_failed(self, campaign: Campaign, now: datetime) -> int:
        """Queue the failed messages again, and let the campaign run if it had ended."""
        values = {"campaign": campaign.id, "now": now}
        async with self._connection() as connection, connection.transaction():
            if not (await connection.execute(HOLD, values)).rowcount:
                return 0
            queued = (await connection.execute(REQUEUE, values)).rowcount
            if queued:
                await connection.execute(RUN_AGAIN, values)
            return queued

    async def end_finished(self, now: datetime) -> None:
        """End the running campaigns that have nothing more to send."""
        async with self._connection() as connection, connection.transaction():
            cursor = connection.cursor(row_factory=scalar_row)
            ids = await (await cursor.execute(HOLD_RUNNING)).fetchall()
            if ids:
                await connection.execute(END, {"ids": ids, "now": now})

    async def cancelled_with_queued(self) -> list[UUID]:
        """Return the cancelled campaigns of which messages are queued still."""
        return await self._database.rows(CANCELLED, (), scalar_row)

    async def report(self, campaign_id: UUID) -> CampaignReport | None:
        """Count what became of the messages of a campaign."""
        async with self._connection() as connection:
            return await _report(connection, campaign_id)

    def _connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._database.connection(SECONDS)


async def _report(connection: AsyncConnection, campaign_id: UUID) -> CampaignReport | None:
    cursor = connection.cursor(row_factory=dict_row)
    campaign = await (
        await cursor.execute("select recipients from campaign where id = %s", (campaign_id,))
    ).fetchone()
    if campaign is None:
        return None
    rows = await (await cursor.execute(GROUPS, (campaign_id,))).fetchall()
    groups = (MessageGroup(**row | {"state": MessageState(row["state"])}) for row in rows)
    return report_of(campaign["recipients"], groups)


def _kept(campaign: Campaign) -> timedelta:
    return campaign.expires_at - campaign.changed_at


def _campaign(row: Mapping[str, Any]) -> Campaign:
    state, actor = CampaignState(row["state"]), Actor.parse(row["actor"])
    return Campaign(**{**row, "state": state, "actor": actor})
