"""Counts of photo changes by what was decided, and of messages by what became of them."""

from datetime import datetime
from typing import Any, LiteralString

from psycopg.rows import class_row, dict_row

from bot.nudges.report import ChangeGroup, NudgeGroup, NudgeReport, count_messages
from bot.outbox.message import MessageState
from bot.storage.database import Database

# Counting 300,000 rows takes longer than people in a chat would wait.
SECONDS = 120.0

CHANGES: LiteralString = """
select state, outcome, because, count(*) as number from photo_change
where noticed_at >= %(since)s group by 1, 2, 3 order by number desc, 1, 2, 3
"""
SHADOW: LiteralString = """
select count(*) as would_send, count(distinct subject) as would_write_to from nudge
where is_shadow and change_id is not null and created_at >= %(since)s
"""
GROUPS: LiteralString = """
select message.state, case when message.state = 'failed' then message.reason end as reason,
    message.opened_at is not null as opened, message.tapped_at is not null as tapped,
    count(*) as number
"""
MESSAGES: LiteralString = """
from nudge as own
    left join outbox as message on message.kind = 'nudge' and message.about = own.id
where not own.is_shadow and own.change_id is not null and own.created_at >= %(since)s
group by 1, 2, 3, 4
"""
# What its reader asked for.
REMINDERS: LiteralString = """
from outbox as message
where kind = 'nudge' and about is null and created_at >= %(since)s
group by 1, 2, 3, 4
"""


async def report_nudges(database: Database, since: datetime) -> NudgeReport:
    """Count everything at one moment, as far as rows go back."""
    values = {"since": since}
    async with database.connection(SECONDS) as connection, connection.transaction():
        await connection.execute("set transaction isolation level repeatable read, read only")
        cursor = connection.cursor(row_factory=class_row(ChangeGroup))
        decided = await (await cursor.execute(CHANGES, values)).fetchall()
        rows = connection.cursor(row_factory=dict_row)
        [shadow] = await (await rows.execute(SHADOW, values)).fetchall()
        messages = await (await rows.execute(GROUPS + MESSAGES, values)).fetchall()
        reminders = await (await rows.execute(GROUPS + REMINDERS, values)).fetchall()
    return NudgeReport(
        since=since,
        changes=sum(group.number for group in decided),
        decided=decided,
        messages=count_messages(map(_group, messages)),
        reminders=count_messages(map(_group, reminders)),
        **shadow,
    )


def _group(row: dict[str, Any]) -> NudgeGroup:
    state = row["state"]
    return NudgeGroup(**row | {"state": MessageState(state) if state else None})
