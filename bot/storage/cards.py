"""Rows of cards in Postgres: state, lease, and what each card shows and offers."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bot.chat.stores import WORKING, CardRow, CardState, Latest
from bot.core.lease import Lease
from bot.storage.database import Database
from bot.use_cases.authorizer import Actor

# Teams delivers an activity again when its answer is late; the second one finds its request taken
# (docs/teams.md, "Deliveries").
OPEN: LiteralString = """
insert into card (id, reader, subject, actor, conversation_id, request_id, message_id, state,
    locale, timezone, record, offers, lease_owner, lease_until, created_at, expires_at)
values (%(id)s, %(reader)s, %(subject)s, %(actor)s, %(conversation_id)s, %(request_id)s,
    %(message_id)s, %(state)s, %(locale)s, %(timezone)s, %(record)s, %(offers)s, %(lease_owner)s,
    %(lease_until)s, %(created_at)s, %(expires_at)s)
on conflict (conversation_id, request_id) do nothing
"""

MOVE: LiteralString = """
update card set
    state = %(to)s,
    record = coalesce(%(record)s, record),
    offers = coalesce(%(offers)s, offers),
    actor = coalesce(%(actor)s, actor),
    conversation_id = coalesce(%(conversation_id)s, conversation_id),
    message_id = coalesce(%(message_id)s, message_id),
    unshown_since = case when %(to)s <> %(finished)s then unshown_since end,
    may_be_posted = may_be_posted and %(to)s <> %(finished)s,
    lease_owner = %(lease_owner)s,
    lease_until = %(lease_until)s
where id = %(id)s and state = any(%(from_states)s)
    and lease_owner is not distinct from %(owner)s
    and (%(offering)s::text is null or %(offering)s = any(offers))
"""

PUT_OFF: LiteralString = """
update card set state = %(state)s, unshown_since = %(unshown_since)s,
    may_be_posted = %(may_be_posted)s, lease_owner = %(lease_owner)s, lease_until = %(lease_until)s
where id = %(id)s and lease_owner is not distinct from %(owner)s
"""

DROP: LiteralString = """
delete from card where id = %(id)s and lease_owner is not distinct from %(owner)s
    and (lease_owner is not null or message_id is null)
"""

RENEW: LiteralString = """
update card
set lease_until = %(lease_until)s, message_id = coalesce(%(message_id)s, message_id)
where id = %(id)s and lease_owner = %(lease_owner)s
"""

TAKE_OVER: LiteralString = """
update card set lease_owner = %(lease_owner)s, lease_until = %(lease_until)s
where id = %(id)s and lease_owner = %(owner)s and lease_until > %(now)s
"""

# Cap the batch so that a restart doesn't flood Graph.
MAX_ORPHANS = 20
TAKE_ORPHANS: LiteralString = """
with orphan as materialized (
    select id from card where lease_until <= %(now)s
    order by lease_until limit %(most)s for update skip locked
)
update card set lease_owner = %(lease_owner)s, lease_until = %(lease_until)s
from orphan where card.id = orphan.id
returning card.*
"""

# A sync notes what was read after it in the row of the card that offered it, so the newest result
# is not always on the newest card. Apologies and refusals have no evidence. What agents are shown
# of somebody is not for that person.
NEWEST_RESULT: LiteralString = """
select * from card
where subject = %(subject)s and lower(reader) = lower(subject)
    and state = %(checked)s and record ? 'evidence'
order by coalesce((record->'evidence'->>'read_at')::timestamptz, created_at) desc,
    created_at desc
limit 1
"""

# Of the person themselves: what an agent does on a card about them is not theirs to be shown.
NEWEST_WORK: LiteralString = """
select * from card
where subject = %(subject)s and lower(reader) = lower(subject) and state = any(%(working)s)
order by created_at desc limit 1
"""


class Cards:
    """Implements bot.chat.stores.CardStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, row: CardRow) -> bool:
        """Add a row; False when this request of this conversation has one already."""
        return await self._database.change(OPEN, _columns(row))

    async def get(self, card_id: UUID) -> CardRow | None:
        """Return a card's row, None where there is none."""
        rows = await self._rows("select * from card where id = %(id)s", {"id": card_id})
        return rows[0] if rows else None

    async def move(
        self,
        card_id: UUID,
        from_states: Collection[CardState],
        to: CardState,
        *,
        owner: str | None,
        offering: str | None = None,
        lease: Lease | None = None,
        actor: Actor | None = None,
        conversation_id: str | None = None,
        message_id: str | None = None,
        record: Mapping[str, Any] | None = None,
        offers: Collection[str] | None = None,
    ) -> bool:
        """Change the state if it is one of `from_states` and the lease is the owner's.

        With `offering`, the card has to offer the button of that verb as well. What is None stays
        as it is, except the lease, which is replaced: without one the card is nobody's. A finished
        card counts as shown. Of several moves at the same time, one succeeds.
        """
        values = {
            "id": card_id,
            "from_states": [str(state) for state in from_states],
            "to": to,
            "owner": owner,
            "offering": offering,
            "finished": CardState.CHECKED,
            "actor": actor and str(actor),
            "conversation_id": conversation_id,
            "message_id": message_id,
            "record": None if record is None else Jsonb(record),
            "offers": None if offers is None else sorted(offers),
        }
        return await self._database.change(MOVE, values | _lease_columns(lease))

    async def put_off(self, row: CardRow, owner: str | None) -> None:
        """Store that a result is to be shown later: state, lease, and what was tried so far."""
        await self._database.change(PUT_OFF, _columns(row) | {"owner": owner})

    async def renew(self, card_id: UUID, lease: Lease, message_id: str | None) -> bool:
        """Extend a lease, and note a message; False when another process has the card by now."""
        values = {"id": card_id, "message_id": message_id}
        return await self._database.change(RENEW, values | _lease_columns(lease))

    async def take_over(self, card_id: UUID, owner: str, lease: Lease, now: datetime) -> bool:
        """Replace the lease of `owner` while it lasts; of several that try, one succeeds."""
        values = {"id": card_id, "owner": owner, "now": now}
        return await self._database.change(TAKE_OVER, values | _lease_columns(lease))

    async def take_orphans(self, lease: Lease, now: datetime) -> list[CardRow]:
        """Take the cards whose lease ran out longest ago under this lease, and return them."""
        values = {"now": now, "most": MAX_ORPHANS}
        return await self._rows(TAKE_ORPHANS, values | _lease_columns(lease))

    async def latest_of(self, subject: str) -> Latest:
        """Return the subject's card with the newest result, and theirs still worked on."""
        working = [str(state) for state in WORKING]
        values = {"subject": subject, "checked": CardState.CHECKED, "working": working}
        result = await self._rows(NEWEST_RESULT, values)
        work = await self._rows(NEWEST_WORK, values)
        return Latest(next(iter(result), None), next(iter(work), None))

    async def drop(self, card_id: UUID, owner: str | None) -> None:
        """Delete the row of a card that the owner works on, or that was never shown."""
        await self._database.change(DROP, {"id": card_id, "owner": owner})

    async def _rows(self, query: LiteralString, values: Mapping[str, object]) -> list[CardRow]:
        return [_row(columns) for columns in await self._database.rows(query, values, dict_row)]


def _columns(row: CardRow) -> dict[str, object]:
    kept = {
        "actor": str(row.actor),
        "record": Jsonb(row.record),
        "offers": sorted(row.offers),
    }
    return vars(row) | kept | _lease_columns(row.lease)


def _lease_columns(lease: Lease | None) -> dict[str, object]:
    return {"lease_owner": lease and lease.owner, "lease_until": lease and lease.until}


def _row(columns: dict[str, Any]) -> CardRow:
    owner, until = columns.pop("lease_owner"), columns.pop("lease_until")
    lease = None if owner is None else Lease(owner, until)
    state, actor = CardState(columns["state"]), Actor.parse(columns["actor"])
    offers = frozenset(columns["offers"])
    typed = {"state": state, "actor": actor, "offers": offers, "lease": lease}
    return CardRow(**columns | typed)
