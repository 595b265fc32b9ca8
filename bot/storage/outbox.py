"""Rows of unasked messages in Postgres: their state, and the lease of who sends them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.rows import dict_row

from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState
from bot.storage.database import Database
from bot.storage.read_receipts import OPENED_ALREADY
from bot.use_cases.authorizer import Actor

ADD: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    message_id, reason, created_at, expires_at, campaign)
values (%(id)s, %(reader)s, %(subject)s, %(actor)s, %(kind)s, %(about)s, %(state)s, %(due_at)s,
    %(not_before)s, %(attempts)s, %(message_id)s, %(reason)s, %(created_at)s, %(expires_at)s,
    %(campaign)s)
"""
ONCE: LiteralString = "on conflict (kind, about) do nothing"

# The row gets a new id, so that a process that had claimed the earlier message finds it gone.
IN_PLACE: LiteralString = """
on conflict (kind, reader, subject) where about is null and state = 'queued' do update set
    id = excluded.id, actor = excluded.actor, due_at = excluded.due_at,
    not_before = excluded.not_before, attempts = excluded.attempts, reason = excluded.reason,
    lease_owner = null, lease_until = null,
    created_at = excluded.created_at, expires_at = excluded.expires_at, failing_since = null,
    begun_at = null
"""

QUEUED: LiteralString = """
select * from outbox
where kind = %(kind)s and reader = %(reader)s and subject = %(subject)s
    and about is null and state = 'queued'
"""

# What was to be told at its time, and that no later one of its kind has followed.
NOT_ARRIVED: LiteralString = """
outbox.about is null and outbox.state in ('failed', 'unconfirmed')
and not exists (
    select from outbox later
    where later.kind = outbox.kind and later.reader = outbox.reader
        and later.subject = outbox.subject and later.about is null
        and later.created_at > outbox.created_at
)
"""
OF_KIND: LiteralString = "select * from outbox where kind = %(kind)s and reader = %(reader)s and"
UNDELIVERED = OF_KIND + NOT_ARRIVED + "order by created_at"

TOLD: LiteralString = "update outbox set told_at = %(now)s where id = any(%(ids)s)"

HASTEN: LiteralString = """
update outbox set not_before = %(now)s
where reader = %(reader)s and state = 'queued' and reason = any(%(reasons)s)
    and lease_owner is null and not_before > %(now)s
"""

OF: LiteralString = "select * from outbox where kind = %(kind)s and about = %(about)s"

WITHDRAW: LiteralString = """
update outbox set state = 'withdrawn', reason = %(reason)s, ended_at = %(now)s,
    lease_owner = null, lease_until = null
where kind = %(kind)s and about = %(about)s and state = 'queued'
"""

WITHDRAW_ALL: LiteralString = """
update outbox set state = 'withdrawn', ended_at = %(now)s, lease_owner = null, lease_until = null
where kind = %(kind)s and lower(reader) = lower(%(reader)s) and state = 'queued'
returning *
"""

# Skips locked rows: processes that claim at the same time get different messages, without waiting.
# What one person waits for goes before what is sent to many.
CLAIM: LiteralString = """
with to_one as materialized (
    select id from outbox
    where campaign is null and state = 'queued' and lease_owner is null
        and not_before <= %(now)s and kind = any(%(kinds)s)
    order by not_before limit %(most)s for update skip locked
), to_many as materialized (
    select due.id
    from campaign cross join lateral (
        select id, not_before from outbox
        where outbox.campaign = campaign.id and state = 'queued' and lease_owner is null
            and not_before <= %(now)s and kind = any(%(kinds)s)
        order by not_before limit %(most)s for update skip locked
    ) as due
    where campaign.state = 'running'
    order by due.not_before limit %(most)s - (select count(*) from to_one)
)
update outbox set lease_owner = %(owner)s, lease_until = %(until)s
where id in (select id from to_one union all select id from to_many)
returning *
"""

RENEW: LiteralString = "update outbox set lease_until = %(until)s where lease_owner = %(owner)s"

RELEASE: LiteralString = """
update outbox set lease_owner = null, lease_until = null
where lease_owner = %(owner)s and state = 'queued'
"""

# Also from 'sending': a request that surely did not arrive may be repeated in one delivery. Whoever
# said stop meanwhile is written to no more, nor is anybody by a campaign that was paused. What
# nobody asked for waits for the end of a pause of its reader, or of a hold. Agents asked for the
# cards of their cases, which come after a stop, too.
BEGIN: LiteralString = """
update outbox set state = 'sending', begun_at = %(now)s
where id = %(id)s and lease_owner = %(owner)s and state in ('queued', 'sending')
    and (kind in ('following', 'case_synced') or not exists (
        select from preference where lower(person_id) = lower(outbox.reader) and quiet
    ))
    and not (kind = 'nudge' and about is not null and (
        exists (
            select from preference where person_id = outbox.reader and paused_until > %(now)s
        )
        or exists (select from watch_hold where paused_at is not null or held_at is not null)
    ))
    and not exists (
        select from campaign where campaign.id = outbox.campaign and campaign.state <> 'running'
    )
"""

# A process that hung while it sent, or could not reach the database, learns after all how its
# message ended. Nobody else can have begun that message, so what it says is true.
MINE: LiteralString = """
where id = %(id)s and (
    lease_owner = %(owner)s
    or (%(begun)s and state = 'unconfirmed' and reason = 'interrupted')
)
"""

PUT_BACK: LiteralString = """
update outbox set state = 'queued', not_before = %(not_before)s, attempts = %(attempts)s,
    reason = %(reason)s, failing_since = %(failing_since)s, ended_at = null,
    lease_owner = null, lease_until = null
"""

END: LiteralString = """
update outbox set state = %(state)s, reason = %(reason)s, message_id = %(sent_as)s,
    ended_at = %(now)s, lease_owner = null, lease_until = null
"""

RECOVER: LiteralString = """
update outbox set
    state = case state when 'sending' then 'unconfirmed' else state end,
    reason = case state when 'sending' then 'interrupted' else reason end,
    ended_at = case state when 'sending' then %(now)s end,
    lease_owner = null, lease_until = null
where lease_until <= %(now)s
"""


class Messages:
    """Implements bot.outbox.ports.OutboxStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, message: Message) -> Message:
        """Add a row, or return the existing one of this kind about the same row."""
        added = await self._database.change(ADD + ONCE, _columns(message))
        if added or message.about is None:
            return message
        return await self.of(message.kind, message.about) or message

    async def replace(self, message: Message) -> None:
        """Add a message that is about no row, in place of a queued one like it."""
        await self._database.change(ADD + IN_PLACE, _columns(message))

    async def queued(self, kind: str, reader: str, subject: str) -> Message | None:
        """Return the queued message about no row of this kind, reader and subject."""
        rows = await self._rows(QUEUED, {"kind": kind, "reader": reader, "subject": subject})
        return rows[0] if rows else None

    async def undelivered(self, kind: str, reader: str) -> list[Message]:
        """Return the failed and unconfirmed messages about no row that none has followed."""
        return await self._rows(UNDELIVERED, {"kind": kind, "reader": reader})

    async def note_told(self, ids: Collection[UUID], now: datetime) -> None:
        """Note that the reader was told that these messages did not arrive."""
        await self._database.change(TOLD, {"ids": list(ids), "now": now})

    async def hasten(self, reader: str, reasons: Collection[str], now: datetime) -> None:
        """Let the reader's queued messages that were put back for these reasons be due now."""
        await self._database.change(
            HASTEN, {"reader": reader, "reasons": list(reasons), "now": now}
        )

    async def of(self, kind: str, about: UUID) -> Message | None:
        """Return the message about a row, if there ever was one."""
        rows = await self._rows(OF, {"kind": kind, "about": about})
        return rows[0] if rows else None

    async def withdraw(
        self, kind: str, about: UUID, now: datetime, reason: str | None = None
    ) -> bool:
        """End a message that is still queued; False where there is none."""
        values = {"kind": kind, "about": about, "now": now, "reason": reason}
        return await self._database.change(WITHDRAW, values)

    async def withdraw_all(self, kind: str, reader: str, now: datetime) -> list[Message]:
        """End all queued messages of a kind for a reader; return them in the order of due_at."""
        values = {"kind": kind, "reader": reader, "now": now}
        withdrawn = await self._rows(WITHDRAW_ALL, values)
        return sorted(withdrawn, key=lambda message: message.due_at)

    async def claim(
        self, kinds: Collection[str], lease: Lease, now: datetime, most: int
    ) -> list[Message]:
        """Claim up to `most` due messages that nobody else has claimed, oldest first."""
        values = {"kinds": list(kinds), "now": now, "most": most}
        claimed = await self._rows(CLAIM, values | vars(lease))
        return sorted(claimed, key=lambda message: message.not_before)

    async def renew(self, lease: Lease) -> None:
        """Extend the lease of all messages of this owner."""
        await self._database.change(RENEW, vars(lease))

    async def release(self, owner: str) -> None:
        """Give up the claims of this owner to messages that it has not begun to send."""
        await self._database.change(RELEASE, {"owner": owner})

    async def begin(self, message: Message, now: datetime) -> bool:
        """Note that a message is being sent; False when its lease was lost, or it may not be."""
        return await self._database.change(BEGIN, _key(message) | {"now": now})

    async def put_back(self, message: Message, not_before: datetime, now: datetime) -> None:
        """Queue a message again for later, with its attempts and their reason.

        Where a newer one like it was queued while it was being sent, it is withdrawn instead.
        """
        # What the message itself holds comes from its columns: attempts, reason, failing_since.
        values = _columns(message) | _key(message) | {"not_before": not_before}
        try:
            await self._database.change(PUT_BACK + MINE, values)
        except UniqueViolation:
            # At most one message without `about` is queued for each kind, reader and subject.
            await self.end(message, MessageState.WITHDRAWN, now, reason=message.reason)

    async def end(
        self,
        message: Message,
        state: MessageState,
        now: datetime,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        """Note how a message ended; `sent_as` is the channel's id of it."""
        values = {"state": state, "now": now, "reason": reason, "sent_as": sent_as}
        if await self._database.change(END + MINE, _key(message) | values) and sent_as:
            await self._database.change(OPENED_ALREADY, {"id": message.id, "now": now})

    async def recover(self, now: datetime) -> None:
        """Settle the messages of processes that died: those whose lease ran out.

        One that was being sent may have arrived, so it ends as unconfirmed and is never repeated.
        One that was only claimed is queued again.
        """
        await self._database.change(RECOVER, {"now": now})

    async def _rows(self, query: LiteralString, values: Mapping[str, object]) -> list[Message]:
        return [_message(columns) for columns in await self._database.rows(query, values, dict_row)]


def _columns(message: Message) -> dict[str, object]:
    return vars(message) | {"actor": str(message.actor)}


def _key(message: Message) -> dict[str, object]:
    # The owner too, so that a process whose lease ran out before it began changes nothing.
    return {
        "id": message.id,
        "owner": message.lease and message.lease.owner,
        "begun": message.state is MessageState.SENDING,
    }


def _message(columns: dict[str, Any]) -> Message:
    owner, until = columns.pop("lease_owner"), columns.pop("lease_until")
    lease = None if owner is None else Lease(owner, until)
    state, actor = MessageState(columns["state"]), Actor.parse(columns["actor"])
    return Message(**columns | {"state": state, "actor": actor, "lease": lease})
