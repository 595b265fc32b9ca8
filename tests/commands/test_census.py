"""`census` against the simulated tenant, through the real command line."""

import asyncio
import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from contextlib import aclosing
from time import monotonic
from typing import Any

import pytest

from bot.app.census import open_census
from bot.app.infrastructure import open_storage
from bot.config.problems import read_settings_for_services
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.simulation.world import AMARA

pytestmark = pytest.mark.asyncio(loop_scope="session")

SignIn = Callable[[str], None]
DENIED = "accessDenied"


@pytest.fixture
def counting(
    monkeypatch: pytest.MonkeyPatch, signed_in_as: SignIn, database_url: str, tenant: Simulation
) -> None:
    """An administrator with a database that is new; nobody waits for the pace."""
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("bot.census.pace.UNITS_OF_A_CALL", 0.001)
    monkeypatch.setattr("bot.census.pace.LARGEST_TIER", (10**9, 10**9))
    monkeypatch.setattr("bot.census.pace.TIERS", ())


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, "census", *arguments)


async def found(run: Run, *arguments: str) -> Any:
    """The one JSON object of a command that did what it was asked to."""
    status, output, _ = await told(run, *arguments, "--json")
    assert status == 0, output
    return json.loads(output)


async def table(run: Run, *arguments: str) -> list[dict[str, str]]:
    status, output, _ = await told(run, *arguments, "--csv")
    assert status == 0
    return list(csv.DictReader(io.StringIO(output)))


def members(tenant: Simulation) -> set[str]:
    people = tenant.tenant.people.values()
    return {each.id for each in people if each.account_enabled and each.user_type == "Member"}


@pytest.mark.usefixtures("counting")
async def test_everybody_is_counted_and_the_counts_add_up(run: Run, tenant: Simulation) -> None:
    before = {each: tenant.tenant.snapshot(each) for each in members(tenant)}
    counts = await found(run)
    assert counts["people"] == len(members(tenant))
    assert (counts["waiting"], counts["phase"]) == (0, "ended")
    assert sum(counts["verdicts"].values()) == counts["people"]
    for verdict, number in counts["verdicts"].items():
        assert sum(counts["causes"][verdict].values()) == number
    assert {each: tenant.tenant.snapshot(each) for each in before} == before

    rows = await table(run, "--last")
    assert {row["subject"] for row in rows} == members(tenant)
    assert len(rows) == counts["people"]
    assert Counter(row["verdict"] for row in rows) == counts["verdicts"]
    assert {row["census"] for row in rows} == {counts["census"]}
    told_to = await table(run, "--last", "--shadow")
    assert len(told_to) == counts["would_write_to"]
    assert {row["verdict"] for row in told_to} == {"differs"}


@pytest.mark.usefixtures("counting")
async def test_the_latest_is_printed_without_reading_anything(run: Run, tenant: Simulation) -> None:
    status, _, error = await told(run, "--last")
    assert (status, error) == (1, "no census was taken yet\n")
    counts = await found(run)
    broken = Fault(Kind.FAIL, service="graph", status=403, code=DENIED)
    tenant.faults.add(broken, tenant.tenant)
    assert await found(run, "--last") == counts
    status, output, _ = await told(run, "--last", "--shadow")
    assert f"counts {counts['people']} people." in output
    assert f"Photobot would write to {counts['would_write_to']} people." in output


@pytest.mark.usefixtures("counting")
async def test_somebody_who_cannot_be_read_is_not_known_with_the_reason(
    run: Run, tenant: Simulation
) -> None:
    fault = Fault(
        Kind.FAIL,
        service="sharepoint",
        route="GetPropertiesFor",
        person=AMARA,
        status=403,
        code=DENIED,
    )
    tenant.faults.add(fault, tenant.tenant)
    counts = await found(run)
    assert counts["verdicts"]["not_known"] == 1
    [reason] = counts["not_known_because"]
    assert reason.startswith("profile: not_permitted")
    [row] = [row for row in await table(run, "--last") if row["subject"] == AMARA]
    assert (row["verdict"], row["because"]) == ("not_known", reason)


@pytest.mark.usefixtures("counting")
async def test_a_service_that_fails_stops_it_and_the_same_command_goes_on(
    run: Run, tenant: Simulation
) -> None:
    fault = Fault(
        Kind.FAIL, service="sharepoint", route="GetPropertiesFor", status=403, code=DENIED
    )
    broken = tenant.faults.add(fault, tenant.tenant)
    status, output, _ = await told(run, "--json")
    stopped = json.loads(output)
    assert status == 1
    assert "the same command goes on where it was left" in stopped["error"]
    assert stopped["people"] == len(members(tenant))
    assert stopped["waiting"] == stopped["people"] - sum(stopped["verdicts"].values()) > 0
    tenant.faults.remove(broken)
    counts = await found(run)
    assert (counts["census"], counts["waiting"]) == (stopped["census"], 0)
    again = await found(run, "--new")
    assert again["census"] != counts["census"]


@pytest.mark.usefixtures("counting")
async def test_where_nothing_of_sharepoint_is_set_it_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PHOTOBOT_SHAREPOINT_ROOT")
    monkeypatch.delenv("PHOTOBOT_SHAREPOINT_MY")
    monkeypatch.delenv("PHOTOBOT_SHAREPOINT_ADMIN")
    monkeypatch.delenv("PHOTOBOT_SHAREPOINT_GEOS")
    status, _, error = await told(run)
    assert status == 1
    assert "not_configured" in error


@pytest.mark.usefixtures("counting")
async def test_every_call_of_sharepoint_is_counted_at_the_pace(tenant: Simulation) -> None:
    many = 10**6
    fault = Fault(Kind.STALL, service="sharepoint", seconds=0, times=many)
    name = tenant.faults.add(fault, tenant.tenant)
    settings = read_settings_for_services()
    async with (
        open_storage(settings) as database,
        open_census(settings, database) as census,
        aclosing(census.take()) as steps,
    ):
        people = [progress.people async for progress in steps][-1]
    left = tenant.faults.faults[name].times
    assert left is not None
    assert census.pace.calls == many - left > 3 * people


@pytest.mark.usefixtures("counting")
async def test_throttled_people_are_read_after_the_time_that_sharepoint_asks_for(
    run: Run, tenant: Simulation
) -> None:
    fault = Fault(Kind.THROTTLE, service="sharepoint", seconds=1, times=5)
    tenant.faults.add(fault, tenant.tenant)
    began = monotonic()
    counts = await found(run)
    assert monotonic() - began > 1
    assert (counts["not_known_because"], counts["waiting"]) == ({}, 0)


@pytest.mark.parametrize("arguments", [("--json", "--csv"), ("--last", "--new"), ("ada",)])
async def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        await told(run, *arguments)
    assert ended.value.code == 2
