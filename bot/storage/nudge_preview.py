"""What rows hold of one person about photo changes; claims and writes nothing."""

from dataclasses import replace
from typing import LiteralString

from psycopg.rows import dict_row

from bot.nudges.decider import ARRIVED
from bot.nudges.ports import Sent
from bot.nudges.preview import Noted
from bot.outbox.message import MessageState
from bot.storage.addressees import COLUMNS, JOINS, Addressees
from bot.storage.changes import change_of
from bot.storage.database import Database

CHANGE: LiteralString = """
select open.id, open.kind, open.noticed_at, open.etag, open.not_before, change.subject,
    case when %(is_shadow)s then (
        select count(*) from nudge where nudge.change_id = open.id and nudge.is_shadow
    ) else open.nudges end as nudges,
    known.subject is not null as is_known, latest.id as nudge_id, latest.reference,
    latest.state as message_state, latest.reason,
"""
FROM: LiteralString = """
from (select lower(%(subject)s) as subject) as change
    left join photo_change as open on open.subject = change.subject and open.state = 'open'
    left join lateral (
        select nudge.id, reference, message.state, message.reason from nudge
            left join outbox as message on message.kind = 'nudge' and message.about = nudge.id
        where nudge.change_id = open.id and nudge.ended_at is null and not nudge.is_shadow
        order by nudge.created_at desc limit 1
    ) as latest on true
    left join lateral (
        select latest.id where latest.state is null or not latest.state = any(%(arrived)s)
    ) as own on true
"""
NOTED = CHANGE + COLUMNS + FROM + JOINS


async def noted_of(database: Database, addressees: Addressees, subject: str) -> Noted:
    """Return what the rows hold of a person, named by object id.

    A message that has ended counts as it will once a worker notes its end.
    """
    values = addressees.values() | {"subject": subject, "arrived": list(ARRIVED)}
    # One row for anybody, also for somebody of whom nothing is known.
    [row] = await database.rows(NOTED, values, dict_row)
    state = MessageState(row["message_state"]) if row["message_state"] else None
    sent = Sent(row["nudge_id"], state, row["reason"]) if row["nudge_id"] else None
    change = change_of(row) if row["id"] and state is not MessageState.FAILED else None
    if change and state in ARRIVED:
        change = replace(change, nudges=change.nudges + 1)
    return Noted(
        change=change,
        decide_at=row["not_before"],
        person=addressees.person(row),
        is_known=row["is_known"],
        reader=row["reader"],
        sent=sent,
        reference=row["reference"],
    )
