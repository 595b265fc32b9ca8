"""`check` and `sync` against the simulated tenant, through the real command line."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.simulation.world import BEN, ELIF, INES, MAYA
from tests.use_cases.tenant import jpegs_of, stored

pytestmark = pytest.mark.asyncio(loop_scope="session")

SignIn = Callable[[str], None]
COPY = {"store", "size", "state", "pixels", "distance"}


def upn(tenant: Simulation, object_id: str) -> str:
    return tenant.tenant.people[object_id].upn


async def found_by(run: Run, *arguments: str) -> tuple[int, Any]:
    """Exit status and the one JSON object of a command, which has an event loop of its own."""
    status, output, _ = await asyncio.to_thread(run, *arguments, "--json")
    return status, json.loads(output)


async def test_check_json_prints_exactly_one_object(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("writer")
    status, found = await found_by(run, "check", upn(tenant, BEN))
    assert status == 0
    assert set(found) == {
        "upn",
        "copies",
        "verdict",
        "causes",
        "possibilities",
        "remedy",
        "who_acts",
        "wait_hours",
        "repairable",
        "missing_permissions",
        "capabilities",
        "read_at",
    }
    assert found["upn"] == upn(tenant, BEN)
    assert (found["verdict"], found["causes"], found["remedy"]) == (
        "differs",
        ["sharepoint_old"],
        "repair",
    )
    assert set(found["capabilities"]) == {
        "read_account",
        "read_groups",
        "read_microsoft_365_photo",
        "read_settings",
        "read_sharepoint_files",
        "read_sharepoint_profile",
        "write_microsoft_365_photo",
        "write_sharepoint_files",
        "write_sharepoint_profile",
    }


async def test_check_lists_every_copy(run: Run, tenant: Simulation, signed_in_as: SignIn) -> None:
    signed_in_as("reader")
    _, found = await found_by(run, "check", upn(tenant, BEN))
    cloud, *thumbnails = found["copies"]
    assert set(cloud) == COPY | {"read_together"}
    assert all(set(copy) == COPY for copy in thumbnails)
    assert [(copy["store"], copy["size"]) for copy in found["copies"]] == [
        ("microsoft_365", None),
        ("sharepoint", "S"),
        ("sharepoint", "M"),
        ("sharepoint", "L"),
    ]
    assert cloud["read_together"] == ["exchange_online", "entra_id"]
    assert [copy["pixels"] for copy in thumbnails] == [[48, 48], [72, 72], [200, 200]]


async def test_without_write_permission_no_repair_is_offered(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("reader")
    status, found = await found_by(run, "check", upn(tenant, BEN))
    assert (status, found["remedy"]) == (0, "visit_sharepoint")
    assert not [right for right in found["capabilities"] if right.startswith("write")]


async def test_text_shows_what_each_copy_holds_and_why(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("reader")
    status, output, _ = await asyncio.to_thread(run, "check", upn(tenant, BEN))
    lines = output.splitlines()
    assert status == 0
    assert lines[0] == f"{upn(tenant, BEN)}: Your photo isn't the same everywhere"
    assert lines[1].startswith("  Microsoft 365 (Exchange Online and Entra ID, read together): ")
    assert lines[4] == "  SharePoint L: A different photo (200 × 200 pixels)"
    assert lines[5].startswith("SharePoint has another picture than Microsoft 365.")


@pytest.mark.parametrize("command", [("check",), ("sync",), ("sync", "--dry-run")])
async def test_an_unknown_name_ends_with_1(
    run: Run,
    signed_in_as: SignIn,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    database_url: str,
) -> None:
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    status, found = await found_by(run, *command, "nobody@contoso.com")
    assert status == 1
    assert found == {
        "upn": "nobody@contoso.com",
        "error": "nobody@contoso.com: Entra ID knows nobody by this name",
    }


async def test_a_check_that_could_read_nothing_ends_with_1(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("writer")
    for service in ("graph", "sharepoint"):
        tenant.faults.add(
            Fault(Kind.FAIL, service=service, status=403, code="Forbidden"), tenant.tenant
        )
    status, output, logs = await asyncio.to_thread(run, "check", upn(tenant, BEN), "--json")
    found = json.loads(output)
    assert (status, found["verdict"]) == (1, "unsure")
    assert all(json.loads(line)["level"] == "warning" for line in logs.splitlines())
    assert "ben" not in logs
    assert "not been allowed" in found["error"]
    assert {copy["why"] for copy in found["copies"]} == {"not_permitted"}


async def test_a_dry_run_shows_the_plan_and_writes_nothing(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("writer")
    before = stored(tenant, BEN)
    status, found = await found_by(run, "sync", upn(tenant, BEN), "--dry-run")
    assert status == 0
    assert [Path(file).name for file in found["plan"]["files"]] == [
        f"{BEN}_{size}Thumb.jpg" for size in "SML"
    ]
    assert found["plan"]["properties"] == {}
    assert stored(tenant, BEN) == before


async def test_a_dry_run_has_no_plan_where_a_repair_is_not_the_remedy(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("writer")
    status, found = await found_by(run, "sync", upn(tenant, INES), "--dry-run")
    assert (status, found["plan"], found["remedy"]) == (0, None, "visit_sharepoint")


async def test_sync_writes_verifies_and_leaves_an_audit(
    run: Run,
    tenant: Simulation,
    signed_in_as: SignIn,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    before = jpegs_of(tenant, BEN)
    status, found = await found_by(run, "sync", upn(tenant, BEN))
    assert (status, found["ending"], found["verdict"]) == (0, "fixed", "in_sync")
    assert found["steps"] == [
        {"target": f"sharepoint:{size}", "outcome": "verified", "error": None} for size in "SML"
    ]
    assert not set(jpegs_of(tenant, BEN).values()) & set(before.values())
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("select actor, target from effect order by at").fetchall()
    assert rows == [("command", f"sharepoint:{size}") for size in "SML"]


async def test_a_sync_that_is_not_possible_ends_with_1(
    run: Run,
    tenant: Simulation,
    signed_in_as: SignIn,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    status, found = await found_by(run, "sync", upn(tenant, ELIF))
    assert (status, found["ending"], found["steps"]) == (1, "not_possible", [])


async def test_a_sync_while_another_change_is_under_way_ends_with_1_and_writes_nothing(
    run: Run,
    tenant: Simulation,
    signed_in_as: SignIn,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    before = stored(tenant, BEN)
    with psycopg.connect(database_url, autocommit=True) as connection:
        held = "insert into subject_lease values (%s, gen_random_uuid(), now() + interval '1 hour')"
        connection.execute(held, (BEN,))
        # The name in capitals is the same person, and so is the lease.
        status, found = await found_by(run, "sync", upn(tenant, BEN).upper())
        assert (status, found["ending"]) == (1, "under_way")
        assert "a change to this photo is under way" in found["error"]
        assert stored(tenant, BEN) == before
        connection.execute("update subject_lease set until = now()")
        status, found = await found_by(run, "sync", upn(tenant, BEN))
        assert (status, found["ending"]) == (0, "fixed")
        assert connection.execute("select * from subject_lease").fetchall() == []


async def test_somebody_whose_account_can_not_be_read_is_not_synced(
    run: Run,
    tenant: Simulation,
    signed_in_as: SignIn,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    refused = Fault(Kind.FAIL, service="graph", route="users", status=403, code="Forbidden")
    tenant.faults.add(refused, tenant.tenant)
    before = stored(tenant, BEN)
    status, found = await found_by(run, "sync", upn(tenant, BEN))
    assert (status, stored(tenant, BEN)) == (1, before)
    assert "not been allowed" in found["error"]


async def test_a_guest_is_checked_for_an_administrator(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("reader")
    _, found = await found_by(run, "check", upn(tenant, MAYA))
    assert found["causes"] == ["guest", "sharepoint_empty"]
    assert (found["remedy"], found["who_acts"]) == ("ask_administrator", "administrator")


async def test_text_names_the_tenants_setting_and_other_possible_causes(
    run: Run, tenant: Simulation, signed_in_as: SignIn
) -> None:
    signed_in_as("reader")
    status, output, _ = await asyncio.to_thread(run, "check", upn(tenant, BEN))
    assert status == 0
    assert "Perhaps SharePoint may not change your picture" in output
    assert "For an administrator: Look in the SharePoint admin centre" in output
    assert "Photobot could repair this by itself" in output
    assert "These permissions would tell more: Application.Read.All" in output
