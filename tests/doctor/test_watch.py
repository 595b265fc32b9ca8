"""What the doctor says of the watch: off, not permitted, never made, interrupted, overdue, fine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg import AsyncConnection

from bot.config.settings import Settings
from bot.core.lease import Lease
from bot.doctor.finding import Area, Finding
from bot.doctor.permissions import Granted
from bot.doctor.watch import sweep_finding, watch_findings
from bot.watch.ports import AccountKind, SweepPhase, WatchRun
from bot.watch.status import WatchCounts, WatchStatus
from tests.doctor.findings import named, states

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
READER = Granted(frozenset({"User.Read.All"}), None)
RAN = WatchRun(
    started_at=NOW - 2 * HOUR, finished_at=NOW - HOUR, seen=300, changed=4, failed=1, generation=1
)
STATUS = WatchStatus(
    "shadow", 6 * HOUR, (AccountKind.MEMBER,), WatchCounts(RAN, {}, 0, {}), frozenset(), NOW
)

pytestmark = pytest.mark.usefixtures("nothing_set")


def judged(run: WatchRun) -> tuple[str, str, str]:
    finding = sweep_finding(replace(STATUS, counts=WatchCounts(run, {}, 0, {})))
    assert (finding.area, finding.name) == (Area.WATCH, "sweeps")
    return finding.state.value, finding.what, finding.remedy


async def found(
    url: str | None, folder: Path, reader: Granted = READER, **given: object
) -> list[Finding]:
    settings = Settings().model_copy(update={"watch": "shadow"} | given)
    return await watch_findings(settings, url, folder / "postgres", reader, lambda: NOW)


def test_the_last_complete_sweep_is_told_with_what_it_found() -> None:
    assert judged(RAN) == (
        "fine",
        "the last complete one ended 2026-03-02 08:00 UTC: 300 people, 4 changes, 1 not read; "
        "the next is due 2026-03-02 13:00 UTC",
        "",
    )


def test_where_none_was_made_it_says_how_to_start() -> None:
    state, what, remedy = judged(WatchRun())
    assert (state, what) == ("warning", "none was made yet")
    assert "python -m bot watch once" in remedy


def test_one_under_way_is_fine_however_old_the_last_one_is() -> None:
    run = replace(RAN, phase=SweepPhase.PHOTOS, finished_at=None, lease=Lease("me", NOW + HOUR))
    assert judged(run)[:2] == (
        "fine",
        "one is under way (photos) since 2026-03-02 07:00 UTC; it has read 300",
    )


def test_an_interrupted_one_says_why_and_when_it_goes_on() -> None:
    stopped = replace(RAN, phase=SweepPhase.PHOTOS, trouble="graph: throttled", retry_at=NOW + HOUR)
    state, what, remedy = judged(stopped)
    assert (state, what) == (
        "warning",
        "interrupted after 300 people: graph: throttled; "
        "the last complete one ended 2026-03-02 08:00 UTC",
    )
    assert remedy.startswith("it goes on after 2026-03-02 10:00 UTC")
    first = replace(stopped, trouble=None, finished_at=None)
    assert judged(first)[1] == (
        "interrupted after 300 people: its process stopped; none was completed yet"
    )


def test_interrupted_again_and_again_is_a_problem() -> None:
    run = replace(RAN, phase=SweepPhase.PHOTOS, finished_at=NOW - 13 * HOUR)
    assert judged(run)[0] == "problem"


def test_an_overdue_one_is_a_problem() -> None:
    run = replace(RAN, started_at=NOW - 14 * HOUR, finished_at=NOW - 13 * HOUR)
    state, what, remedy = judged(run)
    assert (state, what) == (
        "problem",
        "overdue: the last complete one ended 2026-03-01 20:00 UTC",
    )
    assert "every 6:00:00, so no worker makes them" in remedy


async def test_off_is_one_fine_finding_and_no_database_is_opened(tmp_path: Path) -> None:
    [off] = await found("postgresql://127.0.0.1:1/none", tmp_path, watch="off")
    assert (off.state, off.name) == ("fine", "PHOTOBOT_WATCH")
    assert off.what.startswith("off: no photo changes are noticed")


async def test_a_watch_that_never_ran_names_what_is_granted(
    database_url: str, tmp_path: Path
) -> None:
    findings = await found(database_url, tmp_path)
    assert states(findings) == {
        "PHOTOBOT_WATCH": "fine",
        "User.Read.All": "fine",
        "ProfilePhoto.Read.All": "fine",
        "sweeps": "warning",
        "hold": "fine",
    }
    assert named(findings, "PHOTOBOT_WATCH").what.startswith("shadow: a sweep over everybody")


async def test_each_missing_permission_says_what_it_is_for(
    database_url: str, tmp_path: Path
) -> None:
    photos = Granted(frozenset({"ProfilePhoto.Read.All"}), None)
    findings = await found(database_url, tmp_path, reader=photos)
    missing = named(findings, "User.Read.All")
    assert (missing.state, missing.what) == (
        "problem",
        "not granted; it is needed to know who joins and who leaves",
    )
    assert "grant Microsoft Graph User.Read.All" in missing.remedy
    assert named(findings, "ProfilePhoto.Read.All").state == "fine"
    nothing = await found(database_url, tmp_path, reader=Granted(frozenset(), None))
    assert "another one" in named(nothing, "ProfilePhoto.Read.All").what
    unreadable = await found(database_url, tmp_path, reader=Granted(None, None))
    assert named(unreadable, "User.Read.All").state == "unknown"


async def test_a_sweep_of_the_rows_is_told(database_url: str, tmp_path: Path) -> None:
    began = "timestamptz '2026-03-02 08:00Z'"
    await execute(
        database_url, f"update watch_run set started_at = {began}, finished_at = {began}, seen = 42"
    )
    sweeps = named(await found(database_url, tmp_path), "sweeps")
    assert sweeps.state == "fine"
    assert "42 people" in sweeps.what


async def test_a_database_without_tables_or_without_a_folder_had_no_sweep(
    empty_url: str, tmp_path: Path
) -> None:
    for url in (empty_url, None):
        sweeps = named(await found(url, tmp_path), "sweeps")
        assert (sweeps.state, sweeps.what) == (
            "warning",
            "none was made: there are no tables yet",
        )
    assert list(tmp_path.iterdir()) == []


async def test_a_database_that_can_not_be_read_leaves_the_sweeps_unknown(tmp_path: Path) -> None:
    findings = await found("postgresql://bot:s3cr3t@127.0.0.1:1/bot", tmp_path)
    assert named(findings, "sweeps").state == "unknown"
    assert "s3cr3t" not in str(findings)


async def execute(url: str, statement: str) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(statement.encode())


async def test_an_administrator_sees_why_everything_is_held(
    database_url: str, tmp_path: Path
) -> None:
    since = "timestamptz '2026-03-02 03:00Z'"
    await execute(database_url, f"update watch_hold set paused_at = {since}")
    paused = named(await found(database_url, tmp_path), "hold")
    assert (paused.state, paused.what) == (
        "warning",
        "paused by an administrator since 2026-03-02 03:00 UTC",
    )
    assert "watch resume" in paused.remedy
    await execute(
        database_url, f"update watch_hold set held_at = {since}, held_because = 'many changed'"
    )
    held = named(await found(database_url, tmp_path), "hold")
    assert (held.state, held.what) == (
        "problem",
        "nothing is sent since 2026-03-02 03:00 UTC, as many changed",
    )
    assert "watch release" in held.remedy


async def test_a_pilot_without_groups_reaches_nobody_and_is_named(tmp_path: Path) -> None:
    missing = named(await found(None, tmp_path, watch="pilot"), "PHOTOBOT_WATCH_PILOT_GROUPS")
    assert (missing.state.value, missing.what) == (
        "problem",
        "not set, so that nobody is written to",
    )
    assert "PHOTOBOT_WATCH to shadow" in missing.remedy
    groups = ("1b4e28ba-2fa1-41d2-883f-0016d3cca427",)
    chosen = await found(None, tmp_path, watch="pilot", watch_pilot_groups=groups)
    assert "PHOTOBOT_WATCH_PILOT_GROUPS" not in states(chosen)


@pytest.mark.parametrize("setting", ["watch_pilot_groups", "watch_excluded_groups"])
async def test_groups_that_are_not_read_are_told(
    database_url: str, tmp_path: Path, setting: str
) -> None:
    groups: dict[str, Any] = {setting: ("1b4e28ba-2fa1-11d2-883f-0016d3cca427",)}
    allowed = Granted(frozenset({"User.Read.All", "GroupMember.Read.All"}), None)
    assert "groups" not in states(await found(database_url, tmp_path))
    not_granted = await found(database_url, tmp_path, **groups)
    assert states(not_granted)["GroupMember.Read.All"] == "problem"
    assert states(not_granted)["groups"] == "warning"
    await execute(database_url, "update policy_groups_read set tried_at = now(), failed = true")
    failed = await found(database_url, tmp_path, allowed, **groups)
    assert "GroupMember.Read.All" not in states(failed)
    assert (named(failed, "groups").state, named(failed, "groups").what) == (
        "problem",
        "can't be read, so that nobody is written to",
    )
    await execute(database_url, "update policy_groups_read set failed = false")
    assert states(await found(database_url, tmp_path, allowed, **groups))["groups"] == "fine"
