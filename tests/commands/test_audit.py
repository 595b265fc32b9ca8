"""`audit` against the simulated tenant, by the real command line."""

import asyncio
import csv
import io
import json
from typing import Any, LiteralString

import psycopg
import pytest

from bot.storage.person_tables import NOBODY
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.commands.conftest import Run, SignIn
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOOK: LiteralString = """
insert into look (id, subject, actor, command, verdict, with_pictures, at, expires_at)
values (gen_random_uuid(), %s, 'agent:' || %s, 'check_photo', 'differs', false,
    now() - %s * interval '1 hour', now() + interval '1 day')
"""
WRITE: LiteralString = """
with written as (
    insert into effect (id, subject, actor, act, action, target, at, expires_at, reason)
    values (gen_random_uuid(), %s, %s, 'sync', 'write', 'sharepoint:L', now(),
        now() + interval '1 day', %s) returning id
)
insert into effect_result (effect_id, outcome, at) select id, 'verified', now() from written
"""


@pytest.fixture
def kept(
    monkeypatch: pytest.MonkeyPatch, signed_in_as: SignIn, database_url: str, tenant: Simulation
) -> None:
    """Ben's photo was looked at long ago and lately, and was synced by an agent and a command."""
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(LOOK, (BEN, NOBODY, 100))
        connection.execute(LOOK, (BEN, AMARA, 1))
        connection.execute(WRITE, (BEN, f"agent:{AMARA}", "=ticket 4711"))
        connection.execute(WRITE, (BEN, "command", None))


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, "audit", *arguments)


async def rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    status, output, errors = await told(run, "--json", *arguments)
    assert (status, errors) == (0, "")
    found: list[dict[str, Any]] = json.loads(output)["rows"]
    return found


@pytest.mark.usefixtures("kept")
async def test_the_audit_names_who_did_what_to_whom_and_why(run: Run, tenant: Simulation) -> None:
    ben, amara = tenant.tenant.people[BEN].upn, tenant.tenant.people[AMARA].upn
    forgotten, look, by_agent, by_command = await rows(run)
    assert {row["subject_upn"] for row in (forgotten, look, by_agent, by_command)} == {ben}
    assert (forgotten["actor_id"], forgotten["actor_upn"]) == (NOBODY, None)
    assert (look["what"], look["actor"], look["actor_upn"]) == ("look", "agent", amara)
    assert (look["target"], look["outcome"], look["command"]) == ("state", "differs", "check_photo")
    assert (by_agent["what"], by_agent["act"], by_agent["target"]) == (
        *("write", "sync", "sharepoint:L"),
    )
    assert (by_agent["outcome"], by_agent["reason"]) == ("verified", "=ticket 4711")
    assert (by_command["actor"], by_command["actor_id"]) == ("command", None)
    assert await rows(run, "--since", "2h") == [look, by_agent, by_command]
    assert await rows(run, "--since", "2999-01-01") == []


@pytest.mark.usefixtures("kept")
async def test_a_table_has_a_line_for_each_and_no_formula(run: Run, tenant: Simulation) -> None:
    status, output, errors = await told(run, "--csv")
    assert (status, errors) == (0, "")
    table = list(csv.DictReader(io.StringIO(output)))
    assert [row["what"] for row in table] == ["look", "look", "write", "write"]
    assert table[2]["reason"] == "'=ticket 4711"
    assert table[1]["actor_upn"] == tenant.tenant.people[AMARA].upn


@pytest.mark.usefixtures("kept")
async def test_lines_say_it_in_words_and_by_id_where_names_can_not_be_read(
    run: Run, tenant: Simulation
) -> None:
    status, output, _ = await told(run, "--since", "2h")
    ben, amara = tenant.tenant.people[BEN].upn, tenant.tenant.people[AMARA].upn
    assert status == 0
    assert f"{amara} (agent)  looked at state of {ben} by check_photo: differs" in output
    assert f"{amara} (agent)  wrote sharepoint:L of {ben} (sync): verified  reason: =ti" in output
    assert f"command  wrote sharepoint:L of {ben} (sync): verified" in output
    tenant.faults.add(Fault(Kind.FAIL, "graph", status=500), tenant.tenant)
    status, output, errors = await told(run, "--since", "2h")
    assert (status, len(output.splitlines())) == (0, 3)
    assert f"{AMARA} (agent)  looked at state of {BEN} by check_photo" in output
    assert errors.count("Names can't be read") == 1


@pytest.mark.usefixtures("kept")
async def test_a_reason_is_part_of_its_line(run: Run, database_url: str) -> None:
    reason = "x\x1b[2J\n2026-01-01  nobody"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(WRITE, (BEN, f"agent:{AMARA}", reason))
    _, output, _ = await told(run)
    assert len(output.splitlines()) == 5
    assert output.endswith("reason: x[2J 2026-01-01 nobody\n")


async def test_nothing_was_done(
    run: Run, monkeypatch: pytest.MonkeyPatch, signed_in_as: SignIn, database_url: str
) -> None:
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert (await told(run))[:2] == (0, "Nothing.\n")
