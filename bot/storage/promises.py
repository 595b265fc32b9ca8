"""What the bot promised people, and whether it kept it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row

from bot.chat.stores import Promise
from bot.core.clock import Now
from bot.core.lease import Lease
from bot.storage.database import Database

# Asks for the timer of a promise, in the transaction of its row.
SetTimer = Callable[[UUID, datetime, AsyncConnection], Awaitable[None]]

# A new id, so that nothing that was begun for the earlier promise is taken for this one's.
MAKE: LiteralString = """
insert into promise (id, person_id, made_at, due_at, state, expires_at)
values (%(id)s, %(person_id)s, %(made_at)s, %(due_at)s, 'open', %(expires_at)s)
on conflict (person_id) where state = 'open' do update set
    id = excluded.id, made_at = excluded.made_at, due_at = excluded.due_at,
    expires_at = excluded.expires_at, lease_owner = null, lease_until = null
"""

OPEN: LiteralString = """
select id, person_id, due_at, made_at from promise
where state = 'open' and (id = %(id)s or person_id = %(person_id)s)
"""

WITHDRAW: LiteralString = """
update promise set state = 'withdrawn', lease_owner = null, lease_until = null
where person_id = %(person_id)s and state = 'open'
"""

TAKE: LiteralString = """
update promise set lease_owner = %(owner)s, lease_until = %(until)s
where id = %(id)s and state = 'open' and due_at <= %(now)s
    and (lease_until is null or lease_until <= %(now)s)
returning id, person_id, due_at, made_at
"""

RENEW: LiteralString = """
update promise set lease_until = %(until)s
where id = %(id)s and state = 'open' and lease_owner = %(owner)s
"""

END: LiteralString = """
update promise set state = %(state)s, lease_owner = null, lease_until = null
where id = %(id)s and state = 'open'
"""

OVERDUE: LiteralString = """
select id from promise
where state = 'open' and due_at <= %(due_at)s
    and (lease_until is null or lease_until <= %(due_at)s)
order by due_at
"""


class Promises:
    """`bot.chat.stores.Promises` in Postgres, and what keeping them needs."""

    def __init__(
        self,
        database: Database,
        set_timer: SetTimer,
        now: Now,
        new_id: Callable[[], UUID],
        retention: timedelta,
    ) -> None:
        self._database = database
        self._set_timer = set_timer
        self._now = now
        self._new_id = new_id
        self._retention = retention

    async def make(self, person_id: str, due_at: datetime) -> Promise:
        """Promise to look again, in place of an open promise; row and timer or neither."""
        promise = Promise(self._new_id(), person_id, due_at, self._now())
        values = {**vars(promise), "expires_at": due_at + self._retention}
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(MAKE, values)
            await self._set_timer(promise.id, due_at, connection)
        return promise

    async def open_of(self, person_id: str) -> Promise | None:
        """The promise to this person that was not kept yet."""
        return await self._one(OPEN, {"id": None, "person_id": person_id})

    async def open(self, promise_id: UUID) -> Promise | None:
        """This promise, if it was neither kept nor withdrawn nor replaced."""
        return await self._one(OPEN, {"id": promise_id, "person_id": None})

    async def withdraw(self, person_id: str) -> bool:
        """Take an open promise back; False where there was none."""
        return await self._database.change(WITHDRAW, {"person_id": person_id})

    async def take(self, promise_id: UUID, lease: Lease) -> Promise | None:
        """Take an open promise that is due under a lease; None where there is no such thing."""
        values = {**vars(lease), "id": promise_id, "now": self._now()}
        return await self._one(TAKE, values)

    async def renew(self, promise_id: UUID, lease: Lease) -> bool:
        """Hold a promise for longer; False when it is not this owner's any more."""
        return await self._database.change(RENEW, {**vars(lease), "id": promise_id})

    async def end(self, promise_id: UUID, *, kept: bool) -> bool:
        """Note that a promise was kept, or that nobody could be told; False if it is not open."""
        state = "kept" if kept else "withdrawn"
        return await self._database.change(END, {"id": promise_id, "state": state})

    async def overdue(self, due_at: datetime) -> list[UUID]:
        """Open promises that were due at that moment and that nobody is keeping."""
        return await self._database.rows(OVERDUE, {"due_at": due_at}, scalar_row)

    async def _one(self, query: LiteralString, values: Mapping[str, Any]) -> Promise | None:
        return await self._database.row(query, values, class_row(Promise))
