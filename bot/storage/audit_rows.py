"""Who looked at what, wrote what and sent what, row by row; memory stays flat however many.

One query, read through a cursor of the server: all rows are of one moment.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, LiteralString

from psycopg.rows import dict_row

from bot.storage.database import Database
from bot.use_cases.authorizer import Actor

# Whoever reads it may look up everybody's name meanwhile.
SECONDS = 6 * 3600.0
ROWS_AT_A_TIME = 500

AUDIT: LiteralString = """
select * from (
    select at, 'look' as what, id, actor, subject, null as reader, 'check' as act,
        case when with_pictures then 'pictures' else 'state' end as target, verdict as outcome,
        null as detail, command, null as reason, null as reference
    from look
    union all
    select effect.at, 'write', id, actor, subject, null, act, target, outcome, detail, null, reason,
        null
    from effect left join effect_result on effect_id = id
    union all
    select outbox.created_at, 'message', outbox.id, outbox.actor, outbox.subject, outbox.reader,
        outbox.kind, null, outbox.state, outbox.reason, null,
        case when outbox.campaign is not null then 'campaign' else nudge.kind end, nudge.reference
    from outbox left join nudge on outbox.kind = 'nudge' and nudge.id = outbox.about
) as every
where %(since)s::timestamptz is null or at >= %(since)s
order by at, id
"""


class Audited(StrEnum):
    """What was done: an agent looked, something of a person's was written, or a message queued."""

    LOOK = "look"
    WRITE = "write"
    MESSAGE = "message"


@dataclass(frozen=True)
class AuditRow:
    """One thing that was done; people are named by Entra object id.

    Attributes:
        at: when (UTC); of a message, when it was asked for.
        subject: whose photo it was about.
        reader: who gets a message; None for anything else.
        act: an act, or the kind of a message; None in rows older than the column.
        target: of a look whether it was the `state` or `pictures`; of a write, store and part.
        outcome: of a look the verdict, of a write how it ended, of a message its state; None where
            it is not known how a write ended.
        detail: a code of why it ended so.
        command: by which command of the message extension an agent looked.
        reason: why it was done: what an agent gave for a write, or what a message is about.
        reference: what stands on a message.
    """

    at: datetime
    what: Audited
    actor: Actor
    subject: str
    reader: str | None
    act: str | None
    target: str | None
    outcome: str | None
    detail: str | None
    command: str | None
    reason: str | None
    reference: str | None

    @property
    def people(self) -> tuple[str, ...]:
        """The object ids of everybody in it."""
        return tuple(filter(None, (self.actor.id, self.subject, self.reader)))


async def audit_rows(
    database: Database, since: datetime | None = None
) -> AsyncGenerator[AuditRow, None]:
    """Yield what was done since a moment, oldest first; close it with `contextlib.aclosing`."""
    async with (
        database.connection(SECONDS) as connection,
        connection.transaction(),
        connection.cursor("audit_rows", row_factory=dict_row) as cursor,
    ):
        cursor.itersize = ROWS_AT_A_TIME
        await cursor.execute(AUDIT, {"since": since})
        async for row in cursor:
            yield _audited(row)


def _audited(row: dict[str, Any]) -> AuditRow:
    del row["id"]
    return AuditRow(**row | {"what": Audited(row["what"]), "actor": Actor.parse(row["actor"])})
