"""The syncs of agents in Postgres, as the audit has them."""

from typing import LiteralString
from uuid import UUID

from psycopg.rows import dict_row

from bot.storage.database import Database
from bot.storage.effects import WITH_RESULTS, effect_of, write_of
from bot.use_cases.audit import Effect, EffectWithResult

# An act that goes on has the lease of its subject. What was refused, or not tried, wrote nothing.
UNTOLD: LiteralString = """
with written as (
    select distinct lease from effect left join effect_result on effect_id = id
    where actor like 'agent:%%' and act = 'sync' and lease is not null
        and coalesce(outcome, 'unknown') not in ('failed', 'not_tried')
        and not exists (
            select from subject_lease where owner = lease and until > clock_timestamp()
        )
        and not exists (
            select from outbox join effect as told on told.id = about
            where kind = %(kind)s and told.lease = effect.lease
        )
    limit %(most)s
)
select distinct on (lease) effect.* from effect join written using (lease) order by lease, at, id
"""
OF_ACT: LiteralString = """
where lease = (select lease from effect where id = %(effect)s) order by effect.at, id
"""


class AgentActs:
    """Implements bot.helpdesk.ports.AgentActStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_write(self, effect_id: UUID) -> list[EffectWithResult]:
        """Return the writes of the act to which one belongs, oldest first."""
        values = {"effect": effect_id}
        rows = await self._database.rows(WITH_RESULTS + OF_ACT, values, dict_row)
        return [write_of(row) for row in rows]

    async def untold(self, kind: str, most: int) -> list[Effect]:
        """Return the first write of each sync by an agent of which no message of a kind tells."""
        rows = await self._database.rows(UNTOLD, {"kind": kind, "most": most}, dict_row)
        return [effect_of(row) for row in rows]
