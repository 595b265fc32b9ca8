"""Rows of photo changes, as they are decided about: claimed under a lease, by many at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.rows import dict_row

from bot.core.lease import Lease
from bot.nudges.ports import Due, NudgeRow, Outcome, Sent
from bot.outbox.message import MessageState
from bot.storage.addressees import COLUMNS, JOINS, Addressees
from bot.storage.database import Database
from bot.watch.change import ChangeKind, PhotoChange

# Skips locked rows: processes that claim at the same time get different changes, without waiting.
CLAIM: LiteralString = """
update photo_change set lease_owner = %(owner)s, lease_until = %(until)s
where id in (
    select id from photo_change
    where state = 'open' and not_before <= %(now)s
        and (lease_owner is null or lease_until <= %(now)s)
    order by not_before limit %(most)s for update skip locked
)
returning id
"""
CHANGE: LiteralString = """
    change.id, change.subject, change.kind, change.noticed_at, change.etag,
    case when %(is_shadow)s then (
        select count(*) from nudge where nudge.change_id = change.id and nudge.is_shadow
    ) else change.nudges end as nudges,
"""
SENT: LiteralString = """
    own.id as nudge_id, message.state as message_state, message.reason
from photo_change as change
    left join lateral (
        select id from nudge
        where nudge.change_id = change.id and nudge.ended_at is null and not nudge.is_shadow
        order by created_at desc limit 1
    ) as own on true
    left join outbox as message on message.kind = 'nudge' and message.about = own.id
"""
WHERE: LiteralString = "where change.id = any(%(ids)s) order by change.not_before"
SITUATIONS = "select" + CHANGE + COLUMNS + "," + SENT + JOINS + WHERE

RENEW: LiteralString = """
update photo_change set lease_until = %(until)s where lease_owner = %(owner)s
"""
RELEASE: LiteralString = """
update photo_change set lease_owner = null, lease_until = null where lease_owner = %(owner)s
"""

# The id too: a change that was replaced by a later one has another.
MINE: LiteralString = "where id = %(id)s and lease_owner = %(owner)s and state = 'open'"
WAIT: LiteralString = """
update photo_change set not_before = %(until)s, outcome = %(outcome)s, because = %(because)s,
    decided_at = %(now)s, lease_owner = null, lease_until = null
"""
END: LiteralString = """
update photo_change set state = 'ended', outcome = %(outcome)s, because = %(because)s,
    decided_at = %(now)s, lease_owner = null, lease_until = null
"""
NUDGED: LiteralString = """
update photo_change set not_before = %(until)s, outcome = %(outcome)s, because = null,
    decided_at = %(created_at)s
"""
ADD_NUDGE: LiteralString = """
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    ended_at, expires_at, campaign)
select %(nudge)s, %(change_id)s, %(subject)s, %(kind)s, %(noticed_at)s, %(reference)s,
    %(is_shadow)s, %(created_at)s, case when %(is_shadow)s then %(created_at)s end, %(expires_at)s,
    %(campaign)s
where not exists (select from helpdesk_case where reference = %(reference)s)
"""
ENDED: LiteralString = """
update nudge set ended_at = %(now)s where id = %(nudge)s and ended_at is null
"""
COUNT: LiteralString = "update photo_change set nudges = nudges + 1 where id = %(id)s"
STILL_MINE: LiteralString = "select from photo_change " + MINE + " for update"  # nosec B608 # of literals
PUT_OFF: LiteralString = """
update photo_change set not_before = greatest(not_before, %(until)s),
    lease_owner = null, lease_until = null
where subject = lower(%(subject)s) and state = 'open'
"""
HASTEN: LiteralString = """
with waiting as (
    update outbox set not_before = least(not_before, %(now)s)
    where kind = 'nudge' and reader = %(reader)s and about is not null
        and state = 'queued' and lease_owner is null
)
update photo_change set not_before = least(not_before, %(now)s)
where subject = lower(%(reader)s) and state = 'open' and because = 'paused'
"""
SETTLE: LiteralString = """
update photo_change set state = 'ended', outcome = 'dropped', because = 'settled',
    decided_at = %(now)s, lease_owner = null, lease_until = null
where id = %(id)s and state = 'open'
"""


class ChangeRows:
    """Implements bot.nudges.ports.ChangeStore in Postgres."""

    def __init__(self, database: Database, addressees: Addressees) -> None:
        self._database = database
        self._addressees = addressees

    async def claim(self, lease: Lease, now: datetime, most: int) -> list[Due]:
        """Claim open changes that are due and that nobody else has claimed, oldest first."""
        values = vars(lease) | {"now": now, "most": most}
        claimed = await self._database.rows(CLAIM, values, dict_row)
        if not claimed:
            return []
        ids = {"ids": [row["id"] for row in claimed]}
        rows = await self._database.rows(SITUATIONS, self._addressees.values() | ids, dict_row)
        return [self._due(row, lease) for row in rows]

    async def renew(self, lease: Lease) -> None:
        """Extend the lease of all changes of this owner."""
        await self._database.change(RENEW, vars(lease))

    async def release(self, owner: str) -> None:
        """Give up the claims of this owner."""
        await self._database.change(RELEASE, {"owner": owner})

    async def wait(self, due: Due, until: datetime, outcome: Outcome, because: str | None) -> bool:
        """Decide again at a moment, and note why."""
        values = _key(due) | {"until": until, "outcome": outcome, "because": because}
        return await self._database.change(WAIT + MINE, values | {"now": self._addressees.now()})

    async def end(self, due: Due, outcome: Outcome, because: str | None, now: datetime) -> bool:
        """End a change, and note why."""
        values = _key(due) | {"outcome": outcome, "because": because, "now": now}
        return await self._database.change(END + MINE, values)

    async def nudge(self, due: Due, nudge: NudgeRow, outcome: Outcome, until: datetime) -> bool:
        """Add a message about a change, and decide again at a moment; keeps the lease."""
        values = nudge_columns(nudge) | _key(due) | {"outcome": outcome, "until": until}
        async with self._database.connection() as connection, connection.transaction():
            if not (await connection.execute(NUDGED + MINE, values)).rowcount:
                return False
            if not (await connection.execute(ADD_NUDGE, values)).rowcount:
                raise UniqueViolation("a case of the helpdesk has this reference")
            return True

    async def count(self, due: Due, *, arrived: bool, now: datetime) -> bool:
        """Note that the message about a change ended; one that may have arrived counts."""
        values = _key(due) | {"nudge": due.sent and due.sent.nudge_id, "now": now}
        async with self._database.connection() as connection, connection.transaction():
            if not (await connection.execute(STILL_MINE, values)).rowcount:
                return False
            # Counted once, whoever else has noted it before.
            if (await connection.execute(ENDED, values)).rowcount and arrived:
                await connection.execute(COUNT, values)
            return True

    async def put_off(self, subject: str, until: datetime) -> None:
        """Decide about a person's change no earlier, whoever has claimed it."""
        await self._database.change(PUT_OFF, {"subject": subject, "until": until})

    async def hasten(self, reader: str, now: datetime) -> None:
        """Decide anew about what waits for the end of a person's pause."""
        await self._database.change(HASTEN, {"reader": reader, "now": now})

    async def settle(self, change_id: UUID, now: datetime) -> None:
        """End an open change, which a check found settled."""
        await self._database.change(SETTLE, {"id": change_id, "now": now})

    def _due(self, row: Mapping[str, Any], lease: Lease) -> Due:
        nudge_id, state = row["nudge_id"], row["message_state"]
        sent = Sent(nudge_id, MessageState(state) if state else None, row["reason"])
        return Due(
            change_of(row),
            self._addressees.person(row),
            row["reader"],
            sent if nudge_id else None,
            lease,
        )


def change_of(row: Mapping[str, Any]) -> PhotoChange:
    """Read the columns of a change."""
    return PhotoChange(
        row["id"],
        row["subject"],
        ChangeKind(row["kind"]),
        row["noticed_at"],
        row["etag"],
        row["nudges"],
    )


def nudge_columns(nudge: NudgeRow) -> dict[str, object]:
    """Return the parameters of ADD_NUDGE; its id is `nudge`."""
    change = nudge.change
    noticed = {
        "change_id": change and change.id,
        "kind": change and change.kind,
        "noticed_at": change and change.at,
    }
    return vars(nudge) | noticed | {"nudge": nudge.id}


def _key(due: Due) -> dict[str, object]:
    return {"id": due.change.id, "owner": due.lease.owner}
