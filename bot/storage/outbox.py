"""Rows of unasked messages in Postgres: their state, and the lease of who sends them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, LiteralString, cast
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.rows import dict_row, scalar_row

from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState
from bot.storage.database import Database
from bot.use_cases.authorizer import Actor

ADD: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    message_id, reason, created_at, expires_at)
values (%(id)s, %(reader)s, %(subject)s, %(actor)s, %(kind)s, %(about)s, %(state)s, %(due_at)s,
    %(not_before)s, %(attempts)s, %(message_id)s, %(reason)s, %(created_at)s, %(expires_at)s)
"""
ONCE: LiteralString = "on conflict (kind, about) do nothing"

# The row gets a new id, so that a process that had claimed the earlier message finds it gone.
IN_PLACE: LiteralString = """
on conflict (kind, reader, subject) where about is null and state = 'queued' do update set
    id = excluded.id, actor = excluded.actor, due_at = excluded.due_at,
    not_before = excluded.not_before, attempts = excluded.attempts, reason = excluded.reason,
    lease_owner = null, lease_until = null,
    created_at = excluded.created_at, expires_at = excluded.expires_at
"""

QUEUED: LiteralString = """
select * from outbox
where kind = %(kind)s and reader = %(reader)s and subject = %(subject)s
    and about is null and state = 'queued'
"""

OF: LiteralString = "select * from outbox where kind = %(kind)s and about = %(about)s"

WITHDRAW: LiteralString = """
update outbox set state = 'withdrawn', lease_owner = null, lease_until = null
where kind = %(kind)s and about = %(about)s and state = 'queued'
"""

WITHDRAW_ALL: LiteralString = """
update outbox set state = 'withdrawn', lease_owner = null, lease_until = null
where kind = %(kind)s and reader = %(reader)s and state = 'queued'
returning *
"""

# Skips locked rows: processes that claim at the same time get different messages, without waiting.
CLAIM: LiteralString = """
update outbox set lease_owner = %(owner)s, lease_until = %(until)s
where id in (
    select id from outbox
    where state = 'queued' and lease_owner is null and not_before <= %(now)s
        and kind = any(%(kinds)s)
    order by not_before limit %(most)s for update skip locked
)
returning *
"""

RENEW: LiteralString = "update outbox set lease_until = %(until)s where lease_owner = %(owner)s"

RELEASE: LiteralString = """
update outbox set lease_owner = null, lease_until = null
where lease_owner = %(owner)s and state = 'queued'
"""

# Also from 'sending': a request that surely did not arrive may be repeated in one delivery.
BEGIN: LiteralString = """
update outbox set state = 'sending'
where id = %(id)s and lease_owner = %(owner)s and state in ('queued', 'sending')
"""

PUT_BACK: LiteralString = """
update outbox set state = 'queued', not_before = %(not_before)s, attempts = %(attempts)s,
    reason = %(reason)s, lease_owner = null, lease_until = null
where id = %(id)s and lease_owner = %(owner)s
"""

END: LiteralString = """
update outbox set state = %(state)s, reason = %(reason)s, message_id = %(sent_as)s,
    lease_owner = null, lease_until = null
where id = %(id)s and lease_owner = %(owner)s
"""

# Two statements, without a transaction: a crash between them leaves only work for the next call.
RECOVER: tuple[LiteralString, ...] = (
    """
    update outbox set state = 'unconfirmed', reason = 'interrupted',
        lease_owner = null, lease_until = null
    where lease_until <= %(now)s and state = 'sending'
    """,
    """
    update outbox set lease_owner = null, lease_until = null
    where lease_until <= %(now)s and state = 'queued'
    """,
)

NEXT_DUE: LiteralString = """
select least(
    (select min(not_before) from outbox
     where state = 'queued' and lease_owner is null and kind = any(%(kinds)s)),
    (select min(lease_until) from outbox where lease_until is not null)
)
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

    async def of(self, kind: str, about: UUID) -> Message | None:
        """Return the message about a row, if there ever was one."""
        rows = await self._rows(OF, {"kind": kind, "about": about})
        return rows[0] if rows else None

    async def withdraw(self, kind: str, about: UUID) -> bool:
        """End a message that is still queued; False where there is none."""
        return await self._database.change(WITHDRAW, {"kind": kind, "about": about})

    async def withdraw_all(self, kind: str, reader: str) -> list[Message]:
        """End all queued messages of a kind for a reader; return them in the order of due_at."""
        withdrawn = await self._rows(WITHDRAW_ALL, {"kind": kind, "reader": reader})
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

    async def begin(self, message: Message) -> bool:
        """Note that a message is being sent; False when its lease was lost meanwhile."""
        return await self._database.change(BEGIN, _key(message))

    async def put_back(self, message: Message, not_before: datetime) -> None:
        """Queue a message again for later, with its attempts and their reason.

        Where a newer one like it was queued while it was being sent, it is withdrawn instead.
        """
        values = {"attempts": message.attempts, "reason": message.reason, "not_before": not_before}
        try:
            await self._database.change(PUT_BACK, _key(message) | values)
        except UniqueViolation:
            # At most one message without `about` is queued for each kind, reader and subject.
            await self.end(message, MessageState.WITHDRAWN, reason=message.reason)

    async def end(
        self,
        message: Message,
        state: MessageState,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        """Note how a message ended; `sent_as` is the channel's id of it."""
        values = {"state": state, "reason": reason, "sent_as": sent_as}
        await self._database.change(END, _key(message) | values)

    async def recover(self, now: datetime) -> None:
        """Settle the messages of processes that died: those whose lease ran out.

        One that was being sent may have arrived, so it ends as unconfirmed and is never repeated.
        One that was only claimed is queued again.
        """
        for query in RECOVER:
            await self._database.change(query, {"now": now})

    async def next_due(self, kinds: Collection[str]) -> datetime | None:
        """Return when a message falls due or a lease runs out next (UTC); None for neither."""
        values = {"kinds": list(kinds)}
        return cast(datetime | None, await self._database.row(NEXT_DUE, values, scalar_row))

    async def _rows(self, query: LiteralString, values: Mapping[str, object]) -> list[Message]:
        return [_message(columns) for columns in await self._database.rows(query, values, dict_row)]


def _columns(message: Message) -> dict[str, object]:
    return vars(message) | {"actor": str(message.actor)}


def _key(message: Message) -> dict[str, object]:
    # The owner too, so that a process whose lease ran out changes nothing.
    return {"id": message.id, "owner": message.lease and message.lease.owner}


def _message(columns: dict[str, Any]) -> Message:
    owner, until = columns.pop("lease_owner"), columns.pop("lease_until")
    lease = None if owner is None else Lease(owner, until)
    state, actor = MessageState(columns["state"]), Actor.parse(columns["actor"])
    return Message(**columns | {"state": state, "actor": actor, "lease": lease})
