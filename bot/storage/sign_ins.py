"""Offers to sign in, in Postgres: each bound to one person, and valid for some minutes."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from bot.chat.stores import Begun
from bot.core.clock import Now
from bot.storage.database import Database

OFFER: LiteralString = "insert into sign_in (id, person_id, expires_at) values (%s, %s, %s)"

PERSON_OF: LiteralString = "select person_id from sign_in where id = %s and expires_at > %s"

BEGIN: LiteralString = """
update sign_in set state_hash = %s, flow = %s
where id = %s and expires_at > %s
returning person_id
"""

# Deleted by the read: state and offer are good for one sign-in, even if two requests race.
TAKE: LiteralString = """
delete from sign_in where state_hash = %s and expires_at > %s
returning person_id, flow
"""


class SignIns:
    """Implements bot.chat.stores.SignInStore in Postgres, and keeps the flow of the sign-in pages.

    `good_for` is how long an offer, and the state bound to it, are valid.
    """

    def __init__(self, database: Database, now: Now, good_for: timedelta) -> None:
        self._database = database
        self._now = now
        self._good_for = good_for

    async def offer(self, offer: UUID, person_id: str) -> None:
        """Add an offer with which one person, and nobody else, may sign in."""
        until = self._now() + self._good_for
        await self._database.change(OFFER, (offer, person_id, until))

    async def person_of(self, offer: UUID) -> str | None:
        """Return the person of an offer; None for one that is unknown or expired."""
        return await self._database.row(PERSON_OF, (offer, self._now()), scalar_row)

    async def begin(self, offer: UUID, state: str, flow: Mapping[str, Any]) -> str | None:
        """Bind the state and flow of a sign-in page to an offer, and return the offer's person.

        Returns None for an offer that is unknown or expired.
        """
        values = (_hash(state), Jsonb(flow), offer, self._now())
        return await self._database.row(BEGIN, values, scalar_row)

    async def take(self, state: str) -> Begun | None:
        """Return and delete what was begun with this state; None for an unknown or expired one."""
        return await self._database.row(TAKE, (_hash(state), self._now()), class_row(Begun))


def _hash(state: str) -> bytes:
    # Whoever reads the table can't finish a sign-in with it.
    return sha256(state.encode()).digest()
