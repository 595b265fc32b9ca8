"""Rows of messages about photos: which card shows each, and whether it is true still."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import dict_row

from bot.nudges.ports import About, NoticedChange, NudgeRow
from bot.storage.addressees import COLUMNS, JOINS, Addressees
from bot.storage.changes import ADD_NUDGE, change_of, nudge_columns
from bot.storage.database import Database
from bot.watch.change import ChangeKind

# Columns of a message that its change has too.
SAME_NAMES = ("id", "subject", "kind", "noticed_at")
OWN: LiteralString = """
    own.id as nudge_id, own.change_id, own.subject as nudge_subject, own.kind as nudge_kind,
    own.noticed_at as nudge_noticed_at, own.reference, own.is_shadow,
    own.created_at, own.expires_at, own.sync_ending, own.sent_at, own.card_id, own.campaign,
    open.id, open.kind, open.etag, open.nudges, change.noticed_at, change.subject,
"""
FROM_OWN: LiteralString = """
from nudge as own
    cross join lateral (select own.subject, own.noticed_at) as change
    left join photo_change as open on open.id = own.change_id and open.state = 'open'
"""
WHERE: LiteralString = "where own.id = %(nudge)s"
ABOUT = "select" + OWN + COLUMNS + FROM_OWN + JOINS + WHERE

NUDGE: LiteralString = """
select id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at, expires_at,
    sync_ending, sent_at, card_id, campaign
from nudge
"""
# Those that were withdrawn, or failed, nobody has seen.
SENT: LiteralString = """
where subject = lower(%(subject)s) and exists (
    select from outbox where kind = 'nudge' and about = nudge.id
        and state in ('sending', 'delivered', 'unconfirmed')
)
"""
LATEST: LiteralString = "order by created_at desc limit 1"
OF_CARD: LiteralString = "where card_id = %(card)s"
OF_REFERENCE: LiteralString = "and reference = %(reference)s"

# One statement, so that of several messages to one person at a time only one gets the week.
CLAIM_WEEK: LiteralString = """
insert into preference as kept (person_id, written_to_at, written_for)
values (%(reader)s, %(now)s, %(nudge)s)
on conflict (person_id) do update set
    written_to_at = excluded.written_to_at, written_for = excluded.written_for
where not kept.quiet and (kept.paused_until is null or kept.paused_until <= %(now)s)
    and (
        kept.written_for = excluded.written_for
        or kept.written_to_at is null or kept.written_to_at <= %(latest)s
        or exists (
            select from outbox where kind = 'nudge' and about = kept.written_for
                and state in ('failed', 'withdrawn')
        )
    )
"""
NOTE_SYNC: LiteralString = "update nudge set sync_ending = %(ending)s where id = %(nudge)s"
NOTE_CARD: LiteralString = """
update nudge set card_id = %(card)s, sent_at = coalesce(sent_at, %(now)s),
    looked_at = %(now)s, settled_at = null
where id = %(nudge)s
"""
LOOK: LiteralString = """
update nudge set looked_at = %(now)s
where id = %(nudge)s and settled_at is null and looked_at <= %(latest)s
"""
CLAIM_LOOKS: LiteralString = """
update nudge set looked_at = %(now)s
where id in (
    select id from nudge
    where card_id is not null and settled_at is null and looked_at <= %(latest)s
    order by looked_at limit %(most)s for update skip locked
)
returning id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at, expires_at,
    sync_ending, sent_at, card_id, campaign
"""
LET_GO: LiteralString = """
update nudge set settled_at = %(settled_at)s,
    card_id = case when %(settled_at)s::timestamptz is null then null else card_id end
where id = %(nudge)s
"""
LET_GO_OF: LiteralString = """
update nudge set card_id = null where subject = lower(%s) and settled_at is null
"""


class NudgeRows:
    """Implements bot.nudges.ports.NudgeStore in Postgres."""

    def __init__(self, database: Database, addressees: Addressees) -> None:
        self._database = database
        self._addressees = addressees

    async def add(self, nudge: NudgeRow) -> None:
        """Add a message of a campaign, once."""
        await self._database.change(ADD_NUDGE + "on conflict do nothing", nudge_columns(nudge))

    async def about(self, nudge_id: UUID) -> About | None:
        """Return a message with its change and what is known of its person."""
        values = self._addressees.values() | {"nudge": nudge_id}
        row = await self._database.row(ABOUT, values, dict_row)
        if row is None:
            return None
        own = row | {name: row[f"nudge_{name}"] for name in SAME_NAMES}
        change = change_of(row) if row["id"] else None
        return About(_nudge(own), change, self._addressees.person(row))

    async def latest_of(self, subject: str) -> NudgeRow | None:
        """Return the latest message that a person was sent, or may have been."""
        return await self._one(NUDGE + SENT + LATEST, subject=subject)

    async def claim_week(
        self, reader: str, nudge_id: UUID, now: datetime, latest: datetime
    ) -> bool:
        """Note that a person is written to now, unless that was so after `latest`."""
        values = {"reader": reader, "nudge": nudge_id, "now": now, "latest": latest}
        return await self._database.change(CLAIM_WEEK, values)

    async def note_sync(self, nudge_id: UUID, ending: str | None) -> None:
        """Note a sync that was begun for a message, then how it ended; None where it was not."""
        await self._database.change(NOTE_SYNC, {"nudge": nudge_id, "ending": ending})

    async def note_card(self, nudge_id: UUID, card_id: UUID, now: datetime) -> None:
        """Note the card that shows a message."""
        values = {"nudge": nudge_id, "card": card_id, "now": now}
        await self._database.change(NOTE_CARD, values)

    async def of_card(self, card_id: UUID) -> NudgeRow | None:
        """Return the message that a card shows."""
        return await self._one(NUDGE + OF_CARD, card=card_id)

    async def look(self, nudge_id: UUID, now: datetime, latest: datetime) -> bool:
        """Note a look at a card that is not settled, unless there was one after `latest`."""
        values = {"nudge": nudge_id, "now": now, "latest": latest}
        return await self._database.change(LOOK, values)

    async def claim_looks(self, now: datetime, latest: datetime, most: int) -> list[NudgeRow]:
        """Return cards that nobody looked at after `latest`, and note a look at each."""
        values = {"now": now, "latest": latest, "most": most}
        return [_nudge(row) for row in await self._database.rows(CLAIM_LOOKS, values, dict_row)]

    async def let_go(self, nudge_id: UUID, settled_at: datetime | None = None) -> None:
        """Look at the card of a message no more."""
        await self._database.change(LET_GO, {"nudge": nudge_id, "settled_at": settled_at})

    async def let_go_of(self, subject: str) -> None:
        """Look at no card of a person any more."""
        await self._database.change(LET_GO_OF, (subject,))

    async def of_reference(self, reference: str, subject: str) -> NudgeRow | None:
        """Return a message that this person was sent, or may have been, by its reference."""
        return await self._one(NUDGE + SENT + OF_REFERENCE, subject=subject, reference=reference)

    async def _one(self, query: LiteralString, **values: object) -> NudgeRow | None:
        row = await self._database.row(query, values, dict_row)
        return _nudge(row) if row else None


_FIELDS = tuple(field.name for field in fields(NudgeRow) if field.name != "change")


def _nudge(row: Mapping[str, Any]) -> NudgeRow:
    change = None
    if row["change_id"]:
        change = NoticedChange(row["change_id"], ChangeKind(row["kind"]), row["noticed_at"])
    return NudgeRow(change=change, **{name: row[name] for name in _FIELDS})
