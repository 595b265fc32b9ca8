"""Offers to sign in, each bound to one person and good for some minutes."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from bot.auth.flow import Begun
from bot.core.clock import Now
from bot.storage.database import Database

OFFER: LiteralString = "insert into sign_in (id, person_id, expires_at) values (%s, %s, %s)"

PERSON_OF: LiteralString = "select person_id from sign_in where id = %s and expires_at > %s"

BEGIN: LiteralString = """
update sign_in set state_hash = %s, flow = %s
where id = %s and expires_at > %s
returning person_id
"""

# A state is good for once, and the offer with it.
TAKE: LiteralString = """
delete from sign_in where state_hash = %s and expires_at > %s
returning person_id, flow
"""


class SignIns:
    """`bot.chat.stores.SignInStore`, and what the pages of sign-in remember, in Postgres."""

    def __init__(self, database: Database, now: Now, good_for: timedelta) -> None:
        self._database = database
        self._now = now
        self._good_for = good_for

    async def offer(self, offer: UUID, person_id: str) -> None:
        """Let one person sign in with this offer, for some minutes."""
        until = self._now() + self._good_for
        await self._database.change(OFFER, (offer, person_id, until))

    async def person_of(self, offer: UUID) -> str | None:
        """Whose offer it is; None for one that is unknown or too old."""
        return await self._database.row(PERSON_OF, (offer, self._now()), scalar_row)

    async def begin(self, offer: UUID, state: str, flow: Mapping[str, Any]) -> str | None:
        """Bind a page's state to an offer; whose it is, None for one unknown or too old."""
        values = (_hash(state), Jsonb(flow), offer, self._now())
        return await self._database.row(BEGIN, values, scalar_row)

    async def take(self, state: str) -> Begun | None:
        """What was begun with this state, once; None afterwards, and for any other."""
        return await self._database.row(TAKE, (_hash(state), self._now()), class_row(Begun))


def _hash(state: str) -> bytes:
    return sha256(state.encode()).digest()
