"""`export` and `forget` against the simulated tenant, through the real command line."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio

from bot.storage.database import Database, open_database
from simulation.faults import Fault, Kind
from simulation.photographs import photograph
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.simulation.world import AMARA, BEN
from tests.storage.everything_of import add_everything_of, tables_naming

pytestmark = pytest.mark.asyncio(loop_scope="session")

SignIn = Callable[[str], None]
GONE = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
# A lease is a row that lasts as long as a change.
TABLES = {
    "card",
    "case_following",
    "conversation",
    "effect",
    "effect_result",
    "helpdesk_case",
    "helpdesk_event",
    "installation",
    "look",
    "nudge",
    "outbox",
    "photo_change",
    "policy_group_member",
    "census_person",
    "preference",
    "procrastinate_jobs",
    "proven_file",
    "sign_in",
    "targeted_message",
    "watched_person",
}


@pytest.fixture
def administrator(
    monkeypatch: pytest.MonkeyPatch, signed_in_as: SignIn, database_url: str, tenant: Simulation
) -> None:
    """Somebody who runs commands, with a database that is new."""
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)


@pytest_asyncio.fixture(loop_scope="session")
async def database(database_url: str, postgres_folder: Path) -> AsyncIterator[Database]:
    """The database that the commands use, in the loop of these tests."""
    async with open_database(database_url, postgres_folder) as opened:
        yield opened


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, *arguments)


async def found(run: Run, *arguments: str) -> tuple[int, Any]:
    status, output, _ = await told(run, *arguments, "--json")
    return status, json.loads(output)


def upn(tenant: Simulation, person: str) -> str:
    return tenant.tenant.people[person].upn


@pytest.mark.usefixtures("administrator")
async def test_what_a_sync_left_is_exported_and_then_forgotten(
    run: Run, tenant: Simulation, database: Database
) -> None:
    name = upn(tenant, BEN)
    assert (await found(run, "sync", name))[0] == 0
    status, kept = await found(run, "export", name)
    assert (status, kept["upn"], kept["id"]) == (0, name, BEN)
    assert {row["target"] for row in kept["tables"]["effect"]} == {
        f"sharepoint:{size}" for size in "SML"
    }
    assert await found(run, "forget", name.upper()) == (
        0,
        {
            "upn": name,
            "id": BEN,
            "dry_run": False,
            "withdrawn": 0,
            "deleted": {"effect_result": 3, "effect": 3, "proven_file": 3},
            "kept_without_the_person": {},
            "left": {"deleted": {}, "kept_without_the_person": {}},
        },
    )
    assert await tables_naming(database, BEN) == {}
    _, kept = await found(run, "export", name)
    assert not any(kept["tables"].values())


@pytest.mark.usefixtures("administrator")
async def test_everything_goes_from_every_table_and_others_keep_theirs(
    run: Run, tenant: Simulation, database: Database
) -> None:
    await add_everything_of(database, BEN)
    await add_everything_of(database, AMARA)
    status, planned = await found(run, "forget", upn(tenant, BEN), "--dry-run")
    assert (status, planned["dry_run"]) == (0, True)
    assert planned["deleted"] == dict.fromkeys(planned["deleted"], 1)
    assert set(planned["deleted"]) == TABLES
    status, output, _ = await told(run, "forget", upn(tenant, BEN))
    assert status == 0
    assert output.startswith(f"{upn(tenant, BEN)}: deleted.\n")
    assert "  card: 1\n" in output
    assert "Their wish to get no messages is deleted too" in output
    assert "watched anew, from a silent baseline" in output
    assert await tables_naming(database, BEN) == {}
    assert (await found(run, "forget", upn(tenant, AMARA), "--dry-run"))[1] == {
        **planned,
        "upn": upn(tenant, AMARA),
        "id": AMARA,
    }


@pytest.mark.usefixtures("administrator")
async def test_a_dry_run_deletes_nothing(run: Run, tenant: Simulation, database: Database) -> None:
    await add_everything_of(database, BEN)
    before = await found(run, "export", BEN)
    status, output, _ = await told(run, "forget", BEN, "--dry-run")
    assert (status, output.partition("\n")[0]) == (
        0,
        f"{BEN}: nothing was deleted. These rows would be:",
    )
    assert await found(run, "export", BEN) == before


@pytest.mark.usefixtures("administrator")
async def test_who_is_gone_is_forgotten_by_object_id_and_no_service_is_asked(
    run: Run, tenant: Simulation, database: Database
) -> None:
    tenant.faults.add(Fault(Kind.FAIL, service="graph", status=503), tenant.tenant)
    await add_everything_of(database, GONE)
    status, kept = await found(run, "export", GONE.upper())
    assert (status, kept["upn"], kept["id"]) == (0, None, GONE)
    assert {name for name, rows in kept["tables"].items() if rows} == TABLES
    assert (await found(run, "forget", f"{{{GONE}}}"))[1]["deleted"].keys() == TABLES
    assert await tables_naming(database, GONE) == {}
    status, output, _ = await told(run, "forget", GONE)
    assert (status, output) == (0, f"{GONE}: nothing is kept of this person.\n")


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("command", ["export", "forget"])
async def test_an_unknown_name_ends_with_1_and_says_to_give_the_id(run: Run, command: str) -> None:
    status, answer = await found(run, command, "nobody@contoso.com")
    assert status == 1
    assert answer["error"].startswith("nobody@contoso.com: Entra ID knows nobody by this name")
    assert "object id" in answer["error"]


@pytest.mark.usefixtures("administrator")
async def test_somebody_who_can_not_be_looked_up_is_not_forgotten(
    run: Run, tenant: Simulation, database: Database
) -> None:
    await add_everything_of(database, BEN)
    refused = Fault(Kind.FAIL, service="graph", route="users", status=403, code="Forbidden")
    tenant.faults.add(refused, tenant.tenant)
    status, answer = await found(run, "forget", upn(tenant, BEN))
    assert status == 1
    assert "isn't permitted" in answer["error"]
    assert "object id" in answer["error"]
    assert (await found(run, "forget", BEN, "--dry-run"))[1]["deleted"].keys() == TABLES


@pytest.mark.usefixtures("administrator")
async def test_while_the_photo_is_changed_nobody_is_forgotten(
    run: Run, tenant: Simulation, database: Database, database_url: str
) -> None:
    await add_everything_of(database, BEN)
    with psycopg.connect(database_url, autocommit=True) as connection:
        held = "insert into subject_lease values (%s, gen_random_uuid(), now() + interval '1 hour')"
        connection.execute(held, (BEN,))
        status, answer = await found(run, "forget", upn(tenant, BEN))
        assert status == 1
        assert "a change to this photo is under way, so nothing was deleted" in answer["error"]
        connection.execute("update subject_lease set until = now()")
    assert (await found(run, "forget", upn(tenant, BEN)))[0] == 0
    assert await tables_naming(database, BEN) == {}


@pytest.mark.usefixtures("administrator")
async def test_the_next_sweep_takes_a_baseline_of_who_still_has_an_account(
    run: Run,
    tenant: Simulation,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PHOTOBOT_WATCH", "shadow")
    assert (await found(run, "watch", "once"))[0] == 0
    assert (await found(run, "forget", upn(tenant, BEN)))[1]["deleted"] == {"watched_person": 1}
    tenant.tenant.change_photo(BEN, photograph(7, width=400, height=400))
    _, swept = await found(run, "watch", "once")
    assert (swept["changed"], swept["failed"]) == (0, 0)
    assert set(await tables_naming(database, BEN)) == {"watched_person"}
    tenant.tenant.change_photo(BEN, photograph(8, width=400, height=400))
    _, swept = await found(run, "watch", "once")
    assert (swept["changed"], swept["open_changes"]) == (1, {"changed": 1})


@pytest.mark.usefixtures("administrator")
async def test_an_export_in_words_shows_every_column(
    run: Run, tenant: Simulation, database: Database
) -> None:
    await add_everything_of(database, BEN)
    status, output, _ = await told(run, "export", upn(tenant, BEN))
    assert status == 0
    assert output.startswith(f"{upn(tenant, BEN)}: {len(TABLES)} rows\n")
    assert "  quiet: true\n" in output
    assert f'  person_id: "{BEN}"\n' in output


@pytest.mark.parametrize(
    "arguments",
    [("export",), ("forget", " "), ("export", "a@b", "--dry-run"), ("forget", "a", "b")],
)
async def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        await told(run, *arguments)
    assert ended.value.code == 2
