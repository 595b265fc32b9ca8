"""`campaigns` through the real command line, over rows that a census left."""

import asyncio
import csv
import io
import json
from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID, uuid4

import pytest
from psycopg.rows import tuple_row

from bot.outbox.message import MessageState
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.storage.presses import Presses
from tests.commands.conftest import Run
from tests.storage.campaign_office import Office

pytestmark = pytest.mark.usefixtures("nothing_set")

UNKNOWN = "00000000-0000-0000-0000-000000000001"
CENSUS: LiteralString = """
insert into census (id, phase, started_at, finished_at, expires_at)
values (%(id)s, %(phase)s, '2026-03-02 09:00Z', %(finished_at)s, now() + interval '30 days')
"""
FOUND: LiteralString = """
insert into census_person (census, subject, verdict, remedy, checked_at)
values (%s, %s, %s, %s, now())
"""
SWEPT: LiteralString = "update watch_run set finished_at = now()"
# None of them is a formula in a spreadsheet.
STALE = ("=cmd", "ada", "ben")

NUMBERS = (
    "recipients",
    "queued",
    "sent",
    "opened",
    "tapped",
    "not_known_whether_opened",
    "unconfirmed",
    "failed",
    "withdrawn",
    "forgotten",
)


@pytest.fixture(autouse=True)
def administrator(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    """Somebody who may let people be written to."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PHOTOBOT_WATCH", "on")


async def counted(database: Database, *stale: str, is_complete: bool = True) -> UUID:
    """A census has found these people stale, and somebody else in sync."""
    census = uuid4()
    ended: dict[str, object] = {"phase": "ended", "finished_at": "2026-03-02 12:00Z"}
    going_on: dict[str, object] = {"phase": "checks", "finished_at": None}
    await database.change(CENSUS, {"id": census} | (ended if is_complete else going_on))
    for subject in stale:
        await database.change(FOUND, (census, subject, "differs", "repair"))
    await database.change(FOUND, (census, "zoe", "in_sync", "none"))
    await database.change(SWEPT, ())
    return census


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, "campaigns", *arguments)


async def found(run: Run, *arguments: str, status: int = 0) -> Any:
    """The one JSON object of a command."""
    ended, output, _ = await told(run, *arguments, "--json")
    assert ended == status, output
    return json.loads(output)


async def start(run: Run, *arguments: str, status: int = 0) -> Any:
    return await found(run, "start", "--from-census", *arguments, status=status)


async def sent(database: Database, ends: Sequence[tuple[MessageState, str | None]]) -> None:
    """Messages end in these ways, in the order of subjects."""
    messages, office = Messages(database), Office(database)
    office.now = office.now.replace(year=2100)
    claimed = sorted(await office.claim(), key=lambda message: message.subject)
    for message, (state, reason) in zip(claimed, ends, strict=True):
        assert await messages.begin(message, office.now)
        await messages.end(message, state, office.now, reason=reason)


async def test_a_dry_run_counts_and_stores_nothing(run: Run, database: Database) -> None:
    await counted(database, *STALE)
    assert (await start(run, "--dry-run"))["would_write_to"] == 3
    assert (await found(run, "list"))["campaigns"] == []
    status, output, _ = await told(run, "start", "--from-census", "--dry-run")
    assert (status, "at most 3 people" in output) == (0, True)


async def test_whom_a_census_found_stale_are_the_recipients(run: Run, database: Database) -> None:
    census = await counted(database, *STALE)
    started = await start(run, "--name", "Spring cleaning")
    assert started["census"] == str(census)
    assert (started["name"], started["state"], started["actor"]) == (
        "Spring cleaning",
        "running",
        "command",
    )
    assert (started["recipients"], started["queued"], started["sent"]) == (3, 3, 0)
    [listed] = (await found(run, "list"))["campaigns"]
    assert listed["campaign"] == started["campaign"]
    status = await found(run, "status", started["campaign"])
    assert status | {"counted_at": None} == started | {"counted_at": None}


async def test_a_census_is_started_once(run: Run, database: Database) -> None:
    await counted(database, *STALE)
    started = await start(run)
    again = await start(run, status=1)
    assert started["campaign"] in again["error"]
    await found(run, "cancel", started["campaign"])
    assert (await start(run))["recipients"] == 3


@pytest.mark.parametrize("watch", ["off", "shadow"])
async def test_where_nobody_may_be_written_to_nothing_is_started(
    run: Run, database: Database, monkeypatch: pytest.MonkeyPatch, watch: str
) -> None:
    monkeypatch.setenv("PHOTOBOT_WATCH", watch)
    await counted(database, *STALE)
    assert f"PHOTOBOT_WATCH is {watch}" in (await start(run, status=1))["error"]
    assert (await start(run, "--dry-run"))["would_write_to"] == 3
    assert (await found(run, "list"))["campaigns"] == []


async def test_without_a_complete_census_or_a_sweep_or_anybody_it_says_so(
    run: Run, database: Database
) -> None:
    assert "no census was completed" in (await start(run, status=1))["error"]
    await counted(database)
    assert "nobody" in (await start(run, status=1))["error"]
    await database.change("update watch_run set finished_at = null", ())
    assert "no sweep" in (await start(run, status=1))["error"]
    await database.change("delete from census", ())
    await counted(database, *STALE, is_complete=False)
    assert "no census was completed" in (await start(run, status=1))["error"]


async def test_pause_resume_and_cancel_say_how_it_stands_then(run: Run, database: Database) -> None:
    await counted(database, *STALE)
    campaign = (await start(run))["campaign"]
    assert (await found(run, "pause", campaign))["state"] == "paused"
    refused = await found(run, "pause", campaign, status=1)
    assert (refused["state"], refused["error"]) == (
        "paused",
        "the campaign is paused, so that is not possible",
    )
    assert (await found(run, "resume", campaign))["state"] == "running"
    cancelled = await found(run, "cancel", campaign)
    assert (cancelled["state"], cancelled["queued"]) == ("cancelled", 0)
    assert cancelled["withdrawn_because"] == {"cancelled": 3}
    assert (await found(run, "resume", campaign, status=1))["state"] == "cancelled"
    assert (await found(run, "again", campaign, status=1))["state"] == "cancelled"


async def test_the_report_counts_every_recipient_and_claims_no_more_than_is_known(
    run: Run, database: Database
) -> None:
    await counted(database, *STALE, "cleo", "dora")
    campaign = (await start(run))["campaign"]
    await sent(
        database,
        [
            (MessageState.DELIVERED, None),
            (MessageState.UNCONFIRMED, "unconfirmed"),
            (MessageState.FAILED, "blocked"),
            (MessageState.WITHDRAWN, "settled"),
            (MessageState.UNCONFIRMED, "interrupted"),
        ],
    )
    rows = await database.rows("select id, reader from outbox order by subject", (), tuple_row)
    for card, reader in rows[1:2]:
        await Presses(database).note_press(card, reader, Office(database).now, automatic=False)
    report = await found(run, "report", campaign)
    numbers = {name: report[name] for name in NUMBERS}
    assert numbers == {
        "recipients": 5,
        "queued": 0,
        "sent": 2,
        "opened": 1,
        "tapped": 1,
        "not_known_whether_opened": 1,
        "unconfirmed": 1,
        "failed": 1,
        "withdrawn": 1,
        "forgotten": 0,
    }
    assert report["failed_because"] == {"blocked": 1}
    assert report["withdrawn_because"] == {"settled": 1}
    status, output, _ = await told(run, "report", campaign, "--csv")
    assert status == 0
    lines = list(csv.DictReader(io.StringIO(output)))
    assert [(line["subject"], line["outcome"], line["reason"]) for line in lines] == [
        ("'=cmd", "sent", ""),
        ("ada", "sent", ""),
        ("ben", "failed", "blocked"),
        ("cleo", "withdrawn", "settled"),
        ("dora", "unconfirmed", "interrupted"),
    ]
    assert lines[0]["opened_at"] == "not known"
    assert lines[1]["tapped_at"] == lines[1]["opened_at"] != ""
    status, output, _ = await told(run, "report", campaign)
    assert "not known whether opened" in output


async def test_again_is_for_those_who_failed(run: Run, database: Database) -> None:
    await counted(database, *STALE)
    campaign = (await start(run))["campaign"]
    failed = (MessageState.FAILED, "blocked")
    await sent(database, [failed, (MessageState.UNCONFIRMED, "unconfirmed"), failed])
    again = await found(run, "again", campaign)
    assert (again["queued_again"], again["queued"], again["unconfirmed"]) == (2, 2, 1)
    assert (await found(run, "again", campaign))["queued_again"] == 0


@pytest.mark.parametrize("act", ["status", "pause", "resume", "cancel", "again", "report"])
async def test_an_unknown_campaign_is_an_error(run: Run, act: str) -> None:
    assert "no campaign with this id" in (await found(run, act, UNKNOWN, status=1))["error"]
