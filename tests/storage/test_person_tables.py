"""Every column that can name a person is known to be one, or known to name nobody."""

import pytest
from psycopg.rows import dict_row

from bot.storage.database import Database
from bot.storage.person_tables import PERSON_TABLES

# Columns of texts, uuids and the like that hold no object id. Those of a table of people belong to
# the person of the row all the same, such as a chat; they go with it.
NAME_NOBODY = {
    "campaign": "id kind name source state",
    "case_following": "id case_id card shown lease_owner",
    "card": "id conversation_id request_id message_id state locale timezone record offers "
    "lease_owner",
    "census": "id phase lease_owner link trouble",
    "census_person": "census verdict causes remedy because",
    "conversation": "conversation_id service_url tenant_id bot_id user_id locale timezone",
    "effect": "id card_id act target action reason lease",
    "effect_result": "effect_id outcome detail",
    "gate": "",
    # Words are what the person answered, or what an agent wrote to them.
    "helpdesk_case": "id reference",
    "helpdesk_event": "id case_id kind ticket link words verdict remedy causes ending",
    "install_gate": "",
    "installation": "",
    "look": "id command verdict",
    "migration": "name checksum",
    "nudge": "id change_id kind reference sync_ending card_id campaign",
    "outbox": "id kind about state message_id reason lease_owner campaign",
    "picture_key": "day key",
    "photo_change": "id kind etag state outcome because lease_owner",
    "policy_group_member": "reading kind",
    "policy_groups_read": "reading groups",
    "preference": "language written_for written_in",
    # A path has a person's name in it, and goes with its row.
    "proven_file": "my_site path etag photo_etag",
    "procrastinate_events": "type",
    # Arguments are ids of cards.
    "procrastinate_jobs": "queue_name task_name lock queueing_lock args status",
    "procrastinate_periodic_defers": "task_name periodic_id",
    "procrastinate_workers": "",
    "sign_in": "id state_hash flow",
    "subject_lease": "owner",
    "sweep": "name lease_owner",
    "targeted_message": "message_id conversation_id service_url tenant_id bot_id user_id",
    "watch_hold": "held_because",
    # A cursor names the last person of a page, and `PersonRows.delete` moves it off them.
    "watch_run": "phase lease_owner cursor delta_link trouble",
    "watched_person": "account etag",
    "writer_grant": "capabilities",
}
COLUMNS = """
select table_name::text as "table", column_name::text as "column", data_type from
information_schema.columns where table_schema = 'public'
"""
NO_TEXT = {
    "bigint",
    "boolean",
    "integer",
    "timestamp with time zone",
}


async def columns_with_text(database: Database) -> dict[str, set[str]]:
    """The columns of every table that can hold a text, whatever its type."""
    rows = await database.rows(COLUMNS, {}, dict_row)
    tables: dict[str, set[str]] = {row["table"]: set() for row in rows}
    for row in rows:
        if row["data_type"] not in NO_TEXT:
            tables[row["table"]].add(row["column"])
    return tables


async def test_every_column_names_a_person_or_is_known_to_name_nobody(database: Database) -> None:
    known = {table: set(columns.split()) for table, columns in NAME_NOBODY.items()}
    for table in PERSON_TABLES:
        known[table.name] |= {*table.owners, *table.actors}
    assert await columns_with_text(database) == known


async def test_a_new_column_or_table_is_found(database: Database) -> None:
    before = await columns_with_text(database)
    await database.change("alter table gate add column closed_by text", {})
    await database.change("create table helpdesk_look (agent uuid)", {})
    after = await columns_with_text(database)
    assert after == before | {"gate": {"closed_by"}, "helpdesk_look": {"agent"}}


@pytest.mark.parametrize("table", [table for table in PERSON_TABLES if table.owners])
async def test_no_column_is_said_to_name_somebody_and_nobody(table: object) -> None:
    name, owners, actors = (getattr(table, each) for each in ("name", "owners", "actors"))
    assert not set(NAME_NOBODY[name].split()) & {*owners, *actors}


async def test_a_table_with_leases_says_so(database: Database) -> None:
    rows = await columns_with_text(database)
    leased = {table.name for table in PERSON_TABLES if table.leased}
    assert leased == {table.name for table in PERSON_TABLES if "lease_owner" in rows[table.name]}
