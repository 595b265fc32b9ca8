"""Photo changes and the messages about them, row by row; memory stays flat however many there are.

One query, read through a cursor of the server: all rows are of one moment.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any, LiteralString

from psycopg.rows import dict_row

from bot.nudges.listing import ListedChange, ListedMessage, ListedState, ListFilter
from bot.outbox.message import MessageState
from bot.storage.database import Database
from bot.watch.change import ChangeKind

# Whoever reads it may look up everybody's name meanwhile.
SECONDS = 6 * 3600.0
ROWS_AT_A_TIME = 500

# A message outlives its change where another photo followed.
CHANGES: LiteralString = """
select listed.*, reminder.due_at as reminder_at, own.reference, own.is_shadow,
    own.created_at as asked_at, own.sent_at, message.state as message_state, message.reason,
    case when message.state = 'queued' then message.not_before end as message_next_at
from (
    select * from (
        select id, subject, kind, noticed_at, state, outcome, because, decided_at,
            case when state = 'open' then not_before end as next_at
        from photo_change
        union all
        (
            select distinct on (change_id) change_id, subject, kind, noticed_at, 'past',
                null, null, null, null
            from nudge
            where change_id is not null
                and not exists (select from photo_change where photo_change.id = nudge.change_id)
            order by change_id
        )
    ) as every
    where (%(state)s::text is null or state = %(state)s)
        and (%(since)s::timestamptz is null or noticed_at >= %(since)s)
    order by noticed_at desc, id limit %(limit)s
) as listed
"""
MESSAGES: LiteralString = """
    left join nudge as own on own.change_id = listed.id
    left join outbox as message on message.kind = 'nudge' and message.about = own.id
    left join (
        select lower(subject) as subject, min(due_at) as due_at from outbox
        where kind = 'nudge' and about is null and state = 'queued' group by 1
    ) as reminder on reminder.subject = listed.subject and listed.state <> 'past'
order by listed.noticed_at desc, listed.id, own.created_at
"""
LIST = CHANGES + MESSAGES


async def listed_changes(
    database: Database, wanted: ListFilter
) -> AsyncGenerator[ListedChange, None]:
    """Yield the changes that are wanted, newest first; close it with `contextlib.aclosing`."""
    async with (
        database.connection(SECONDS) as connection,
        connection.transaction(),
        connection.cursor("listed_changes", row_factory=dict_row) as cursor,
    ):
        cursor.itersize = ROWS_AT_A_TIME
        await cursor.execute(LIST, vars(wanted))
        rows: list[dict[str, Any]] = []
        async for row in cursor:
            if rows and row["id"] != rows[0]["id"]:
                yield _change(rows)
                rows = []
            rows.append(row)
        if rows:
            yield _change(rows)


def _change(rows: list[dict[str, Any]]) -> ListedChange:
    """Make a change of the rows of its messages; one row without a message where there is none."""
    first = rows[0]
    return ListedChange(
        id=first["id"],
        subject=first["subject"],
        kind=ChangeKind(first["kind"]),
        noticed_at=first["noticed_at"],
        state=ListedState(first["state"]),
        outcome=first["outcome"],
        because=first["because"],
        decided_at=first["decided_at"],
        next_at=first["next_at"],
        reminder_at=first["reminder_at"],
        messages=tuple(_message(row) for row in rows if row["reference"]),
    )


def _message(row: Mapping[str, Any]) -> ListedMessage:
    state = row["message_state"]
    return ListedMessage(
        reference=row["reference"],
        is_shadow=row["is_shadow"],
        state=MessageState(state) if state else None,
        reason=row["reason"],
        asked_at=row["asked_at"],
        sent_at=row["sent_at"],
        next_at=row["message_next_at"],
    )
