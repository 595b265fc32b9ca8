"""Everything that is kept of a person: exported, and deleted without a trace of their id."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from psycopg.rows import dict_row, scalar_row

from bot.core.lease import LEASE
from bot.storage.database import Database
from bot.storage.person_rows import PersonRows
from bot.storage.person_tables import NOBODY, PERSON_TABLES
from bot.use_cases.forget import StillWorking
from tests.storage.everything_of import (
    ADA,
    BOB,
    add_campaign,
    add_card,
    add_case,
    add_everything_of,
    tables_naming,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OF_A_PERSON = {
    table.name for table in PERSON_TABLES if (table.owners or table.through) and not table.is_lock
}


def now() -> datetime:
    return NOW


@pytest.fixture
def rows(database: Database) -> PersonRows:
    return PersonRows(database)


@pytest.mark.parametrize("person", [ADA, ADA.upper()])
async def test_every_row_of_a_person_is_deleted_in_either_case_of_the_id(
    database: Database, rows: PersonRows, person: str
) -> None:
    await add_everything_of(database, ADA.upper())
    assert set((await rows.count(person)).owned) == OF_A_PERSON
    done = await rows.delete(person, now)
    assert done.owned == dict.fromkeys(done.owned, 1)
    assert (set(done.owned), done.acted) == (OF_A_PERSON, {})
    assert await tables_naming(database, ADA) == {}
    assert not await rows.count(person)


async def test_rows_of_others_stay_as_they_are(database: Database, rows: PersonRows) -> None:
    await add_everything_of(database, BOB)
    before = await rows.export(BOB)
    await add_everything_of(database, ADA)
    await rows.delete(ADA, now)
    assert await rows.export(BOB) == before
    assert set(await tables_naming(database, BOB)) >= OF_A_PERSON - {
        "procrastinate_jobs",
        "effect_result",
    }


async def test_what_a_person_did_for_others_is_kept_without_their_id(
    database: Database, rows: PersonRows
) -> None:
    card = await add_card(database, reader=BOB, subject=BOB, actor=f"agent:{ADA.upper()}")
    assert (await rows.count(ADA)).acted == {"card": 1}
    done = await rows.delete(ADA, now)
    assert (done.owned, done.acted) == ({}, {"card": 1})
    query = "select actor from card where id = %s"
    assert await database.row(query, (card,), scalar_row) == f"agent:{NOBODY}"
    assert await tables_naming(database, ADA) == {}


async def test_a_campaign_that_a_person_started_is_kept_without_their_id(
    database: Database, rows: PersonRows
) -> None:
    await add_campaign(database, actor=f"agent:{ADA}")
    [started] = (await rows.export(ADA))["campaign"]
    assert started["actor"] == f"agent:{ADA}"
    done = await rows.delete(ADA, now)
    assert (done.owned, done.acted) == ({}, {"campaign": 1})
    assert await tables_naming(database, ADA) == {}


async def test_the_cases_of_an_agent_are_kept_without_their_id(
    database: Database, rows: PersonRows
) -> None:
    agent = f"agent:{ADA}"
    await add_case(database, subject=BOB, agent=agent, actor=agent, given=agent)
    [asked] = (await rows.export(ADA))["helpdesk_case"]
    assert (asked["subject"], asked["agent"]) == ("another person", agent)
    done = await rows.delete(ADA, now)
    assert (done.owned, done.acted) == ({}, {"helpdesk_case": 1, "helpdesk_event": 1})
    assert await tables_naming(database, ADA) == {}
    [kept] = (await rows.export(BOB))["helpdesk_case"]
    assert kept["agent"] == "agent:another person"


async def test_a_card_about_somebody_that_another_sees_belongs_to_both(
    database: Database, rows: PersonRows
) -> None:
    await add_card(database, reader=BOB, subject=ADA, actor=f"agent:{BOB}")
    [shown] = (await rows.export(ADA))["card"]
    assert (shown["reader"], shown["subject"]) == ("another person", ADA)
    assert shown["actor"] == "agent:another person"
    assert [row["subject"] for row in (await rows.export(BOB))["card"]] == ["another person"]
    assert (await rows.delete(BOB, now)).owned == {"card": 1}


async def test_an_export_holds_every_table_and_no_secret(
    database: Database, rows: PersonRows
) -> None:
    await add_everything_of(database, ADA)
    tables = await rows.export(ADA)
    assert {name for name, found in tables.items() if found} == OF_A_PERSON
    assert tables["card"][0]["actor"] == f"person:{ADA}"
    assert tables["effect_result"][0]["outcome"] == "verified"
    [choices] = tables["preference"]
    assert choices.items() >= {"person_id": ADA, "language": None, "quiet": True}.items()
    assert "s3cr3t" not in str(tables)
    assert set(tables["sign_in"][0]) == {"id", "person_id", "expires_at"}


async def lease(database: Database, table: str, until: datetime) -> None:
    query = f"update {table} set lease_owner = 'worker', lease_until = %s"
    await database.change(query, (until,))


@pytest.mark.parametrize("table", [table.name for table in PERSON_TABLES if table.leased])
async def test_while_a_process_works_on_a_row_nothing_is_deleted(
    database: Database, rows: PersonRows, table: str
) -> None:
    await add_everything_of(database, ADA)
    await lease(database, table, NOW + LEASE)
    before = await rows.count(ADA)
    with pytest.raises(StillWorking):
        await rows.delete(ADA, now)
    assert await rows.count(ADA) == before
    await lease(database, table, NOW - LEASE)
    await rows.delete(ADA, now)
    assert not await rows.count(ADA)


async def test_a_card_that_is_tried_again_later_is_not_waited_for(
    database: Database, rows: PersonRows
) -> None:
    await add_everything_of(database, ADA)
    await lease(database, "card", NOW + timedelta(hours=3))
    assert (await rows.delete(ADA, now)).owned["card"] == 1


async def test_only_messages_that_nobody_sends_are_withdrawn(
    database: Database, rows: PersonRows
) -> None:
    message = await add_everything_of(database, ADA)
    await lease(database, "outbox", NOW + LEASE)
    assert await rows.withdraw(ADA) == 0
    await database.change("update outbox set lease_owner = null, lease_until = null", ())
    await add_everything_of(database, BOB)
    assert await rows.withdraw(ADA.upper()) == 1
    states = await database.rows("select id, state from outbox", (), dict_row)
    assert {row["state"] for row in states if row["id"] == message} == {"withdrawn"}
    assert {row["state"] for row in states if row["id"] != message} == {"queued"}


async def run_of(database: Database) -> dict[str, object]:
    query = "select phase, cursor, delta_link, generation from watch_run"
    return await database.row(query, (), dict_row) or {}


async def in_phase(
    database: Database, phase: str, cursor: str | None, until: datetime | None = None
) -> None:
    query = """update watch_run set phase = %s, cursor = %s, delta_link = 'link', generation = 7,
        lease_until = %s, lease_owner = case when %s::timestamptz is null then null else 'me' end"""
    await database.change(query, (phase, cursor, until, until))


@pytest.mark.parametrize("phase", ["idle", "photos"])
async def test_who_still_has_an_account_is_found_by_the_next_sweep(
    database: Database, rows: PersonRows, phase: str
) -> None:
    await add_everything_of(database, ADA)
    await in_phase(database, phase, None, NOW + LEASE)
    await rows.delete(ADA, now)
    assert await run_of(database) == {
        "phase": phase,
        "cursor": None,
        "delta_link": None,
        "generation": 7,
    }


async def test_for_who_has_left_the_directory_is_not_read_anew(
    database: Database, rows: PersonRows
) -> None:
    await add_everything_of(database, ADA)
    await database.change("update watched_person set left_at = now()", ())
    await in_phase(database, "idle", None)
    await rows.delete(ADA, now)
    assert (await run_of(database))["delta_link"] == "link"


async def test_a_sweep_that_reads_the_directory_is_waited_for(
    database: Database, rows: PersonRows
) -> None:
    await add_everything_of(database, ADA)
    await in_phase(database, "membership", "page", NOW + LEASE)
    with pytest.raises(StillWorking):
        await rows.delete(ADA, now)
    # Interrupted, it starts over.
    await in_phase(database, "membership", "page")
    await rows.delete(ADA, now)
    assert await run_of(database) == {
        "phase": "membership",
        "cursor": None,
        "delta_link": None,
        "generation": 8,
    }


@pytest.mark.parametrize(("before", "cursor"), [(True, BOB), (False, None)])
async def test_a_sweep_goes_on_after_the_person_before(
    database: Database, rows: PersonRows, before: bool, cursor: str | None
) -> None:
    # In the order of ids, Bob comes before this person.
    person = "3" + ADA[1:]
    if before:
        await add_everything_of(database, BOB)
    await add_everything_of(database, person)
    await in_phase(database, "photos", person)
    await rows.delete(person, now)
    assert (await run_of(database))["cursor"] == cursor
    assert await tables_naming(database, person) == {}


async def test_counts_tell_what_is_there(database: Database, rows: PersonRows) -> None:
    assert not await rows.count(ADA)
    await add_card(database, reader=ADA, subject=ADA, actor="command", card=UUID(int=1))
    assert (await rows.count(ADA)).owned == {"card": 1}
