"""The watch: what a sweep over everybody needs, what is missing, and when the last one ran."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from bot.config.settings import Settings
from bot.core.clock import Now
from bot.core.failures import StartRefused
from bot.doctor.database import has_database, read_only_connection
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.doctor.permissions import PLACE, Granted
from bot.m365.permissions import READ_GROUPS
from bot.nudges.ports import Hold
from bot.photos.capabilities import Capability
from bot.storage.policy_groups import groups_failed
from bot.storage.watch_counts import counts_of
from bot.storage.watch_hold import hold_of
from bot.watch.ports import SweepPhase
from bot.watch.status import NEEDED, WatchCounts, WatchStatus, watched_accounts

SETTING = "PHOTOBOT_WATCH"
PILOT = "PHOTOBOT_WATCH_PILOT_GROUPS"
SWEEPS, GROUPS, HOLD = "sweeps", "groups", "hold"
OFF = "off: no photo changes are noticed; shadow is the first step (docs/operations.md)"
# What nobody could do without the permission of this capability.
FOR: Mapping[Capability, str] = {
    Capability.READ_ACCOUNT: "to know who joins and who leaves",
    Capability.READ_MICROSOFT_365_PHOTO: "to see that a photo is another one",
}
WORKER = "see that a worker runs"
TO_START = "start a worker, or make a sweep now: python -m bot watch once"


@dataclass(frozen=True)
class _Rows:
    """What the rows say; `groups_failed` is None where groups were never read."""

    counts: WatchCounts
    hold: Hold
    groups_failed: bool | None


async def watch_findings(
    settings: Settings, url: str | None, folder: Path, reader: Granted, now: Now
) -> list[Finding]:
    """Judge the permissions of the registration that reads, and the rows; change nothing."""
    if settings.watch == "off":
        return [fine(Area.WATCH, SETTING, OFF)]
    what = f"{settings.watch}: a sweep over everybody's photos every {settings.watch_every}"
    try:
        rows = await _rows(url, folder)
    except (StartRefused, psycopg.Error):
        found = [unknown(Area.WATCH, SWEEPS, "the database can't be read", "see Database above")]
    else:
        found = _rows_findings(settings, rows, now())
    permissions = _permissions(settings, reader)
    return [fine(Area.WATCH, SETTING, what), *_pilot(settings), *permissions, *found]


def _pilot(settings: Settings) -> Iterator[Finding]:
    if settings.watch == "pilot" and not settings.watch_pilot_groups:
        remedy = "set it to the object ids of the pilot's groups, or PHOTOBOT_WATCH to shadow"
        yield fault(Area.WATCH, PILOT, "not set, so that nobody is written to", remedy)


async def _rows(url: str | None, folder: Path) -> _Rows | None:
    """Read the rows; None where the tables are still to be made."""
    if not has_database(url, folder):
        return None
    async with read_only_connection(url, folder) as connection:
        try:
            return _Rows(
                await counts_of(connection),
                await hold_of(connection),
                await groups_failed(connection),
            )
        except psycopg.errors.UndefinedTable:
            return None


def _permissions(settings: Settings, reader: Granted) -> Iterator[Finding]:
    for capability, permission in NEEDED.items():
        purpose = FOR[capability]
        if reader.graph is None:
            yield unknown(Area.WATCH, permission, "there is no token that would tell")
        elif capability in reader.capabilities:
            yield fine(Area.WATCH, permission, f"granted, {purpose}")
        else:
            remedy = f"grant Microsoft Graph {permission}: {PLACE}; nothing is noticed without it"
            yield fault(Area.WATCH, permission, f"not granted; it is needed {purpose}", remedy)

    may_read_groups = reader.graph is None or Capability.READ_GROUPS in reader.capabilities
    if _names_groups(settings) and not may_read_groups:
        remedy = f"grant Microsoft Graph {READ_GROUPS}: {PLACE}; until then nobody is written to"
        yield fault(Area.WATCH, READ_GROUPS, "not granted; it is needed to read groups", remedy)


def _names_groups(settings: Settings) -> bool:
    return bool(settings.watch_pilot_groups or settings.watch_excluded_groups)


def _rows_findings(settings: Settings, rows: _Rows | None, now: datetime) -> list[Finding]:
    if rows is None:
        return [warning(Area.WATCH, SWEEPS, "none was made: there are no tables yet", TO_START)]
    accounts, everything = watched_accounts(settings), frozenset(Capability)
    status = WatchStatus(
        settings.watch, settings.watch_every, accounts, rows.counts, everything, now
    )
    groups = [_groups_finding(rows.groups_failed)] if _names_groups(settings) else []
    return [sweep_finding(status), *groups, hold_finding(rows.hold)]


def _groups_finding(failed: bool | None) -> Finding:
    if failed is None:
        return warning(Area.WATCH, GROUPS, "not read yet; until then nobody is written to", WORKER)
    if failed:
        remedy = "see that each id in the settings is that of a group, and what is granted"
        return fault(Area.WATCH, GROUPS, "can't be read, so that nobody is written to", remedy)
    return fine(Area.WATCH, GROUPS, "read")


def hold_finding(hold: Hold) -> Finding:
    """Judge whether everything that is unasked waits for an administrator."""
    if hold.held_at:
        remedy = "find out why (docs/operations.md), then: python -m bot watch release"
        what = f"nothing is sent since {_at(hold.held_at)}, as {hold.because}"
        return fault(Area.WATCH, HOLD, what, remedy)
    if hold.paused_at:
        what = f"paused by an administrator since {_at(hold.paused_at)}"
        return warning(Area.WATCH, HOLD, what, "to end it: python -m bot watch resume")
    return fine(Area.WATCH, HOLD, "nothing is held")


def sweep_finding(status: WatchStatus) -> Finding:
    """Judge when the last sweep ran, and how far it came."""
    run = status.counts.run
    if run.started_at is None:
        return warning(Area.WATCH, SWEEPS, "none was made yet", TO_START)
    if status.is_under_way:
        what = f"one is under way ({run.phase}) since {_at(run.started_at)}; it has read {run.seen}"
        return fine(Area.WATCH, SWEEPS, what)
    ended = f"the last complete one ended {_at(run.finished_at)}" if run.finished_at else ""
    if run.phase is not SweepPhase.IDLE:
        why = run.trouble or "its process stopped"
        what = f"interrupted after {run.seen} people: {why}; {ended or 'none was completed yet'}"
        remedy = f"it goes on after {_at(status.due_at)}; now: python -m bot watch once"
        return (fault if status.is_late else warning)(Area.WATCH, SWEEPS, what, remedy)
    if status.is_late:
        remedy = f"one is due every {status.every}, so no worker makes them: {TO_START}"
        return fault(Area.WATCH, SWEEPS, f"overdue: {ended}", remedy)
    what = f"{ended}: {run.seen} people, {run.changed} changes, {run.failed} not read"
    return fine(Area.WATCH, SWEEPS, f"{what}; the next is due {_at(status.due_at)}")


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
