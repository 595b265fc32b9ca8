"""Rows of a person in every table that there is, and of somebody else beside them."""

from typing import LiteralString
from uuid import UUID, uuid4

from psycopg import AsyncConnection
from psycopg.rows import scalar_row
from psycopg.sql import SQL, Identifier

from bot.storage.database import Database

ADA = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
BOB = "2c5f39cb-30b2-42e3-894a-1127e4ddb538"

CARD: LiteralString = """
insert into card (id, reader, subject, actor, conversation_id, request_id, state, record,
    created_at, expires_at)
values (%(id)s, %(reader)s, %(subject)s, %(actor)s, 'chat', %(id)s::text, 'checked', '{}', now(),
    now())
"""
OUTBOX: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, state, due_at, not_before, attempts,
    created_at, expires_at)
values (%(id)s, %(reader)s, %(subject)s, %(actor)s, 'recheck', 'queued', now(), now(), 0, now(),
    now())
"""
CAMPAIGN: LiteralString = """
insert into campaign (id, kind, actor, name, source, state, created_at, changed_at, expires_at)
values (gen_random_uuid(), 'nudge', %(actor)s, 'March', gen_random_uuid(), 'listing', now(), now(),
    now())
"""
EFFECT: LiteralString = """
insert into effect (id, subject, actor, act, target, action, at, expires_at)
values (%(id)s, %(subject)s, %(actor)s, 'sync', 'sharepoint:S', 'write', now(), now())
"""
RESULT: LiteralString = """
insert into effect_result (effect_id, outcome, at) values (%(id)s, 'verified', now())
"""
JOB: LiteralString = """
insert into procrastinate_jobs (queue_name, task_name, args)
values ('writes', 'sync', jsonb_build_object('card_id', %(id)s::text))
"""
CASE: LiteralString = """
with opened as (
    insert into helpdesk_case (id, reference, subject, agent, created_at, until, expires_at)
    values (gen_random_uuid(), %(reference)s, %(subject)s, %(agent)s, now(), now(), now())
    returning id
)
insert into helpdesk_event (id, case_id, kind, at, actor, agent)
select gen_random_uuid(), id, 'joined', now(), %(actor)s, %(given)s from opened
"""
REST: tuple[LiteralString, ...] = (
    """insert into conversation
        (person_id, conversation_id, service_url, tenant_id, bot_id, user_id)
    values (%(id)s, 'chat', 'url', 'tenant', 'bot', '29:user')""",
    """insert into targeted_message (person_id, message_id, conversation_id, service_url, tenant_id,
        bot_id, user_id, expires_at)
    values (lower(%(id)s), 'message', 'group', 'url', 'tenant', 'bot', '29:user', now())""",
    "insert into installation (person_id, declined_at) values (lower(%(id)s), now())",
    """insert into look (id, subject, actor, command, verdict, with_pictures, at, expires_at)
    values (gen_random_uuid(), %(id)s, 'agent:' || %(id)s, 'check_photo', 'differs', false, now(),
        now())""",
    """insert into proven_file (subject, my_site, path, etag, photo_etag, written, expires_at)
    values (lower(%(id)s), 'https://contoso-my', '/User Photos/' || %(id)s || '_SThumb.jpg', '"1"',
        '"2"', true, now())""",
    """insert into case_following (id, case_id, agent, created_at)
    select gen_random_uuid(), id, lower(%(id)s), now()
    from helpdesk_case where lower(subject) = lower(%(id)s)""",
    "insert into preference (person_id, quiet) values (%(id)s, true)",
    """insert into sign_in (id, person_id, state_hash, flow, expires_at)
    values (gen_random_uuid(), %(id)s, decode(md5(%(id)s), 'hex'), '{"verifier": "s3cr3t"}', now())
    """,
    """insert into watched_person (subject, generation, etag)
    values (lower(%(id)s), 1, 'etag')""",
    """insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at)
    values (gen_random_uuid(), lower(%(id)s), 'changed', now(), now(), now())""",
    """insert into nudge
        (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at, expires_at)
    values (gen_random_uuid(), gen_random_uuid(), lower(%(id)s), 'changed', now(), md5(%(id)s),
        false, now(), now())""",
    """with taken as (
        insert into census (id, phase, started_at, expires_at)
        values (gen_random_uuid(), 'ended', now(), now()) returning id
    )
    insert into census_person (census, subject) select id, lower(%(id)s) from taken""",
    """insert into policy_group_member (reading, subject, kind)
    values (gen_random_uuid(), lower(%(id)s), 'excluded')""",
)


async def add_card(
    database: Database, *, reader: str, subject: str, actor: str, card: UUID | None = None
) -> UUID:
    card = card or uuid4()
    values = {"id": card, "reader": reader, "subject": subject, "actor": actor}
    await database.change(CARD, values)
    return card


async def add_campaign(database: Database, *, actor: str) -> None:
    await database.change(CAMPAIGN, {"actor": actor})


async def add_case(
    database: Database, *, subject: str, agent: str, actor: str, given: str | None = None
) -> None:
    """Add a case that an agent has, to which an actor did something."""
    values = {"subject": subject, "agent": agent, "actor": actor, "given": given}
    await database.change(CASE, values | {"reference": str(uuid4())})


async def add_everything_of(database: Database, person: str) -> UUID:
    """Add a row of the person to every table; return the id of the message that waits."""
    actor = f"person:{person}"
    whose = {"reader": person, "subject": person, "actor": actor}
    card = await add_card(database, reader=person, subject=person, actor=actor)
    effect, message = uuid4(), uuid4()
    await database.change(JOB, {"id": card})
    await database.change(EFFECT, {"id": effect, "subject": person, "actor": actor})
    await database.change(RESULT, {"id": effect})
    await database.change(OUTBOX, {"id": message, **whose})
    other = BOB if person.lower() == ADA else ADA
    await add_case(database, subject=person, agent=f"agent:{other}", actor=actor)
    for statement in REST:
        await database.change(statement, {"id": person})
    return message


async def tables_naming(database: Database, text: str) -> dict[str, int]:
    """Search every column of every table for a text; the number of rows that hold it."""
    names: LiteralString = """
    select relname::text from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1
    """
    async with database.connection() as connection:
        cursor = connection.cursor(row_factory=scalar_row)
        tables = await (await cursor.execute(names)).fetchall()
        found = {table: await _rows_with(connection, table, text) for table in tables}
    return {table: number for table, number in found.items() if number}


async def _rows_with(connection: AsyncConnection, table: str, text: str) -> int:
    query = SQL("select count(*) from {0} where strpos(lower({0}::text), lower(%s)) > 0")
    cursor = await connection.execute(query.format(Identifier(table)), (text,))
    [(number,)] = await cursor.fetchall()
    return int(number)
