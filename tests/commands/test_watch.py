"""`watch status` and `watch once` against the simulated tenant, through the real command line."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from simulation.faults import Fault, Kind
from simulation.photographs import photograph
from simulation.running import Simulation
from tests.app.collector import collecting
from tests.commands.conftest import Run
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

SignIn = Callable[[str], None]
DENIED = "Authorization_RequestDenied"
FIRST_PASS_READS = "A sweep would read the whole directory"


@pytest.fixture
def watching(
    monkeypatch: pytest.MonkeyPatch, signed_in_as: SignIn, database_url: str, tenant: Simulation
) -> None:
    """An administrator who watches, with a database that is new."""
    signed_in_as("reader")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PHOTOBOT_WATCH", "shadow")


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, "watch", *arguments)


async def found(run: Run, *arguments: str) -> Any:
    """The one JSON object of a command that did what it was asked to."""
    status, output, _ = await told(run, *arguments, "--json")
    assert status == 0, output
    return json.loads(output)


def watched(tenant: Simulation) -> int:
    people = tenant.tenant.people.values()
    return sum(each.account_enabled and each.user_type == "Member" for each in people)


@pytest.mark.usefixtures("watching")
async def test_the_first_sweep_is_a_baseline_and_the_next_notices_a_change(
    run: Run, tenant: Simulation, database_url: str
) -> None:
    first = await found(run, "once")
    assert (first["phase"], first["changed"], first["failed"]) == ("idle", 0, 0)
    assert first["seen"] == first["watched"] == watched(tenant)
    assert first["photo_requests"] == -(-first["watched"] // 20)
    assert sum(first["people"].values()) == len(tenant.tenant.people)
    assert (first["never_read"] > 0) == ("guest" in first["people"])
    tenant.tenant.change_photo(BEN, photograph(7, width=400, height=400))
    again = await found(run, "once")
    assert (again["changed"], again["open_changes"]) == (1, {"changed": 1})
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        rows = await connection.execute("select subject, kind, etag, state from photo_change")
        etag = tenant.tenant.photos[BEN].etag
        assert await rows.fetchall() == [(BEN, "changed", etag, "open")]
    assert (await found(run, "status"))["changed"] == 1


@pytest.mark.usefixtures("watching")
async def test_what_a_sweep_did_is_sent_as_metrics_that_name_nobody(
    run: Run, tenant: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
        await found(run, "once")
    assert collector.names() >= {"photobot.watch.seen", "photobot.watch.changed"}
    sent = str(collector.taken)
    assert [person for person in tenant.tenant.people if person in sent] == []


@pytest.mark.usefixtures("watching")
async def test_expired_links_and_a_leaver_make_nobody_new(run: Run, tenant: Simulation) -> None:
    await found(run, "once")
    tenant.tenant.expire_delta_links()
    person = tenant.tenant.people[AMARA]
    del tenant.tenant.people[AMARA]
    again = await found(run, "once")
    assert (again["changed"], again["people"]["gone"]) == (0, 1)
    tenant.tenant.people[AMARA] = person
    back = await found(run, "once")
    assert (back["changed"], back["people"].get("gone")) == (0, None)


@pytest.mark.usefixtures("watching")
async def test_a_dry_run_reads_and_stores_nothing(run: Run, tenant: Simulation) -> None:
    status, output, _ = await told(run, "once", "--dry-run")
    assert status == 0
    assert output.startswith("Nothing was read or stored.\n")
    assert FIRST_PASS_READS in output
    before = await found(run, "status")
    assert (before["started_at"], before["people"]) == (None, {})
    await found(run, "once")
    plan = (await found(run, "once", "--dry-run"))["plan"]
    assert plan == {
        "membership": True,
        "whole_directory": False,
        "photos": watched(tenant),
        "photo_requests": -(-watched(tenant) // 20),
    }


@pytest.mark.usefixtures("watching")
async def test_status_says_what_is_known_in_words(run: Run, tenant: Simulation) -> None:
    _, nothing, _ = await told(run, "status")
    assert "No sweep was completed yet" in nothing
    await found(run, "once")
    status, output, _ = await told(run, "status")
    assert status == 0
    assert f"read {watched(tenant)} people" in output
    assert "Open changes: none." in output
    assert "Grant" not in output


@pytest.mark.usefixtures("watching")
async def test_status_says_why_everything_is_held(run: Run, database_url: str) -> None:
    assert (await found(run, "status"))["hold"]["held"] is False
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update watch_hold set held_at = now(), held_because = 'many changed'")
    assert (await found(run, "status"))["hold"]["held_because"] == "many changed"
    _, output, _ = await told(run, "status")
    assert "because many changed" in output


@pytest.mark.usefixtures("watching")
async def test_an_interrupted_sweep_is_told_and_gone_on_with(run: Run, tenant: Simulation) -> None:
    fault = Fault(Kind.FAIL, service="graph", route=r"\$batch", status=403, code=DENIED)
    broken = tenant.faults.add(fault, tenant.tenant)
    status, output, _ = await told(run, "once", "--json")
    assert status == 1
    assert json.loads(output)["phase"] == "photos"
    assert "not_permitted" in json.loads(output)["error"]
    assert (await found(run, "status"))["due_at"] > (await found(run, "status"))["started_at"]
    _, plan, _ = await told(run, "once", "--dry-run")
    assert "would go on" in plan
    tenant.faults.remove(broken)
    # Asked by hand, it does not wait.
    assert (await found(run, "once"))["seen"] == watched(tenant)


@pytest.mark.usefixtures("watching")
async def test_guests_and_disabled_accounts_are_watched_where_that_is_set(
    run: Run, tenant: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOBOT_WATCH_GUESTS", "true")
    monkeypatch.setenv("PHOTOBOT_WATCH_DISABLED", "true")
    assert (await found(run, "once"))["watched"] == len(tenant.tenant.people)


@pytest.mark.usefixtures("watching")
async def test_nothing_is_watched_where_that_is_off(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PHOTOBOT_WATCH")
    status, _, error = await told(run, "once")
    assert (status, error) == (1, "PHOTOBOT_WATCH is off: set it to shadow, pilot or on\n")
    assert (await found(run, "status"))["watch"] == "off"


@pytest.mark.parametrize("arguments", [(), ("twice",), ("status", "--dry-run"), ("once", "ada")])
async def test_wrong_usage_of_watch_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        await told(run, *arguments)
    assert ended.value.code == 2
