"""The rows of cards, in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.chat.stores import WORKING, CardRow, CardState, Latest
from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor


@dataclass
class FakeCards:
    """Rows as Postgres keeps them; `history` has every state that a row was in."""

    rows: dict[UUID, CardRow] = field(default_factory=dict)
    history: list[CardState] = field(default_factory=list)

    async def open(self, row: CardRow) -> bool:
        taken = {(each.conversation_id, each.request_id) for each in self.rows.values()}
        if (row.conversation_id, row.request_id) in taken:
            return False
        self._keep(row)
        return True

    async def get(self, card_id: UUID) -> CardRow | None:
        return self.rows.get(card_id)

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
        row = self.rows.get(card_id)
        if row is None or row.state not in from_states or not _is_of(row, owner):
            return False
        if offering is not None and offering not in row.offers:
            return False
        self._keep(
            replace(
                row,
                state=to,
                lease=lease,
                actor=actor or row.actor,
                conversation_id=conversation_id or row.conversation_id,
                unshown_since=None if to is CardState.CHECKED else row.unshown_since,
                may_be_posted=to is not CardState.CHECKED and row.may_be_posted,
                message_id=message_id or row.message_id,
                record=row.record if record is None else record,
                offers=row.offers if offers is None else frozenset(offers),
            )
        )
        return True

    async def put_off(self, row: CardRow, owner: str | None) -> None:
        if not _is_of(self.rows[row.id], owner):
            return
        self._keep(
            replace(
                self.rows[row.id],
                state=row.state,
                lease=row.lease,
                unshown_since=row.unshown_since,
                may_be_posted=row.may_be_posted,
            )
        )

    async def renew(self, card_id: UUID, lease: Lease, message_id: str | None) -> bool:
        row = self.rows.get(card_id)
        if row is None or row.lease is None or row.lease.owner != lease.owner:
            return False
        self.rows[card_id] = replace(row, lease=lease, message_id=message_id or row.message_id)
        return True

    async def take_over(self, card_id: UUID, owner: str, lease: Lease, now: datetime) -> bool:
        row = self.rows.get(card_id)
        if row is None or row.lease is None or row.lease.owner != owner or row.lease.until <= now:
            return False
        self.rows[card_id] = replace(row, lease=lease)
        return True

    async def take_orphans(self, lease: Lease, now: datetime) -> list[CardRow]:
        left = [row for row in self.rows.values() if row.lease and row.lease.until <= now]
        for row in left:
            self.rows[row.id] = replace(row, lease=lease)
        return [self.rows[row.id] for row in left]

    async def latest_of(self, subject: str) -> Latest:
        about = [row for row in self.rows.values() if row.subject == subject]
        mine = [row for row in about if row.reader == subject]
        results = [row for row in mine if row.state not in WORKING and row.has_result]
        syncing = [row for row in about if row.state is CardState.SYNCING]
        work = [row for row in mine if row.state in WORKING] or syncing
        newest = max(results, key=_read_at, default=None)
        return Latest(newest, work[-1] if work else None)

    async def drop(self, card_id: UUID, owner: str | None) -> None:
        row = self.rows.get(card_id)
        if row and _is_of(row, owner) and (row.lease or row.message_id is None):
            del self.rows[card_id]

    @property
    def only(self) -> CardRow:
        [row] = self.rows.values()
        return row

    def _keep(self, row: CardRow) -> None:
        self.rows[row.id] = row
        self.history.append(row.state)


def _read_at(row: CardRow) -> datetime:
    at = row.record["evidence"].get("read_at")
    return datetime.fromisoformat(at) if at else row.created_at


def _is_of(row: CardRow, owner: str | None) -> bool:
    return (row.lease and row.lease.owner) == owner
