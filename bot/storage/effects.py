"""The audit in Postgres: a row before each write to a person's data, and one with its result."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import dict_row

from bot.storage.database import Database
from bot.use_cases.audit import Effect, EffectResult, EffectWithResult
from bot.use_cases.authorizer import Act, Actor

# The lease is locked until the row is durable, so that no other act takes it in between.
BEGIN: LiteralString = """
with held as (
    select from subject_lease where subject = lower(%(subject)s) and owner = %(lease)s for update
)
insert into effect (id, card_id, subject, actor, act, action, target, at, expires_at, reason, lease)
select %(id)s, %(card_id)s, %(subject)s, %(actor)s, %(act)s, %(action)s, %(target)s, %(at)s,
    %(expires_at)s, %(reason)s, %(lease)s
from held
"""

# A table of its own: rows of the audit are only added, and never changed.
FINISH: LiteralString = """
insert into effect_result (effect_id, outcome, detail, at)
values (%(effect_id)s, %(outcome)s, %(detail)s, %(at)s)
on conflict (effect_id) do nothing
"""

WITH_RESULTS: LiteralString = """
select effect.*, outcome, detail, effect_result.at as ended_at
from effect left join effect_result on effect_id = id
"""


class Effects:
    """Implements bot.use_cases.audit.EffectStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        """Add the row of a write before it is made; False where the lease is not held any more.

        The row is durable when this returns.
        """
        values = vars(effect) | {"actor": str(effect.actor), "lease": lease}
        return await self._database.change(BEGIN, values)

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        """Add the result of a write; a second result of one effect is ignored."""
        result = {"effect_id": effect_id, "outcome": outcome, "detail": detail, "at": at}
        await self._database.change(FINISH, result)

    async def of_card(self, card_id: UUID) -> list[EffectWithResult]:
        """Return the writes that one card started, oldest first."""
        where: LiteralString = " where card_id = %(card)s order by effect.at, id"
        return await self._rows(WITH_RESULTS + where, {"card": card_id})

    async def of_person(self, subject: str, since: datetime) -> list[EffectWithResult]:
        """Return the writes to one person's data since a moment (UTC), oldest first."""
        where: LiteralString = (
            # Directories write object ids in small letters, which clients need not.
            " where subject in (%(subject)s, lower(%(subject)s)) and effect.at >= %(since)s"
            " order by effect.at, id"
        )
        return await self._rows(WITH_RESULTS + where, {"subject": subject, "since": since})

    async def _rows(
        self, query: LiteralString, values: Mapping[str, object]
    ) -> list[EffectWithResult]:
        return [write_of(row) for row in await self._database.rows(query, values, dict_row)]


def write_of(columns: dict[str, Any]) -> EffectWithResult:
    """Read a write and its result from the columns of both."""
    outcome, detail, at = (columns.pop(name) for name in ("outcome", "detail", "ended_at"))
    result = None if outcome is None else EffectResult(outcome, detail, at)
    return EffectWithResult(effect_of(columns), result)


def effect_of(columns: dict[str, Any]) -> Effect:
    """Read a write."""
    del columns["lease"]
    actor, act = Actor.parse(columns["actor"]), columns["act"]
    return Effect(**columns | {"actor": actor, "act": act and Act(act)})
