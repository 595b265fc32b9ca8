"""`python -m bot watch`: what is known of everybody's photos, and a sweep over them now."""

import os
from collections.abc import Iterator
from typing import Any

from bot.app.infrastructure import open_storage
from bot.app.metrics import open_metrics
from bot.app.watch import open_sweep, watch_status
from bot.commands.hold import hold_as_json, hold_as_text
from bot.commands.moments import iso
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.metrics import unread_metrics
from bot.storage.watch_hold import WatchHold
from bot.watch.ports import SweepPhase
from bot.watch.status import WatchStatus

OFF = "PHOTOBOT_WATCH is off: set it to shadow, pilot or on"
UNDER_WAY = "another process is making a sweep at this moment"


async def show_watch(settings: Settings) -> CommandResult:
    """Say what is known, when the last sweep ended, what is missing, and whether all is held."""
    async with (
        open_storage(settings) as database,
        open_sweep(settings, database, unread_metrics()) as (_, capabilities),
    ):
        status = await watch_status(settings, database, capabilities)
        hold = await WatchHold(database).get()
    found = {**status_as_json(status), "hold": hold_as_json(hold)}
    return CommandResult(found, (*_as_text(status), *hold_as_text(hold)))


async def watch_once(settings: Settings, *, dry: bool) -> CommandResult:
    """Make a sweep now, or go on with one that was interrupted; dry, say what that would take."""
    if settings.watch == "off":
        return CommandResult.failed({"watch": "off"}, OFF)
    async with (
        open_metrics(os.environ) as metrics,
        open_storage(settings) as database,
        open_sweep(settings, database, metrics) as (sweep, capabilities),
    ):
        if dry:
            return _dry_run(await watch_status(settings, database, capabilities))
        was_made = await sweep.at_once()
        status = await watch_status(settings, database, capabilities)
    found = status_as_json(status)
    if not was_made:
        return CommandResult.failed(found, UNDER_WAY)
    if status.counts.run.phase is not SweepPhase.IDLE:
        return CommandResult.failed(found, "\n".join(_trouble(status)))
    return CommandResult(found, tuple(_as_text(status)))


def status_as_json(status: WatchStatus) -> dict[str, Any]:
    """Describe the watch; times are UTC, and counts of a sweep those of the latest."""
    counts, run = status.counts, status.counts.run
    times = ("started_at", "finished_at", "baseline_at", "retry_at")
    numbers = ("seen", "changed", "failed", "photo_requests", "membership_requests")
    return {
        "watch": status.setting,
        "every_seconds": status.every.total_seconds(),
        "phase": run.phase.value,
        "under_way": status.is_under_way,
        "due_at": status.due_at.isoformat(),
        **{name: iso(getattr(run, name)) for name in times},
        **{name: getattr(run, name) for name in numbers},
        "trouble": run.trouble,
        "late": status.is_late,
        "people": {account.value: number for account, number in counts.people.items()},
        "watched": status.watched,
        "never_read": counts.unread,
        "open_changes": {kind.value: number for kind, number in counts.changes.items()},
        "missing_permissions": list(status.missing),
    }


def _dry_run(status: WatchStatus) -> CommandResult:
    if status.is_under_way:
        return CommandResult.failed(status_as_json(status), UNDER_WAY)
    run = status.counts.run
    plan = {
        "membership": run.phase is not SweepPhase.PHOTOS,
        "whole_directory": run.delta_link is None,
        "photos": status.watched,
        "photo_requests": status.photo_requests,
    }
    return CommandResult({**status_as_json(status), "plan": plan}, tuple(_plan(status)))


def _plan(status: WatchStatus) -> Iterator[str]:
    run = status.counts.run
    yield "Nothing was read or stored."
    if run.phase is SweepPhase.PHOTOS:
        yield f"The sweep that was interrupted would go on; it has read {run.seen} people."
    elif run.delta_link is None:
        yield "A sweep would read the whole directory, since it has no link to the changes in it."
    else:
        yield "A sweep would read what changed in the directory."
    yield (
        f"As far as people are known, their {status.watched} photos take "
        f"{status.photo_requests} requests."
    )
    yield from _missing(status)


def _as_text(status: WatchStatus) -> Iterator[str]:
    counts, run = status.counts, status.counts.run
    yield f"PHOTOBOT_WATCH is {status.setting}; a sweep every {status.every}."
    if run.finished_at:
        yield f"The last complete sweep ended on {run.finished_at:%Y-%m-%d %H:%M} UTC."
    else:
        yield "No sweep was completed yet. The first one is a baseline."
    if run.started_at:
        yield (
            f"The latest sweep read {run.seen} people in {run.photo_requests} requests for photos "
            f"and {run.membership_requests} for membership; {run.changed} changes, "
            f"{run.failed} could not be read."
        )
    if status.is_under_way:
        yield f"It is under way ({run.phase})."
    yield from _trouble(status)
    people = ", ".join(f"{account}: {number}" for account, number in counts.people.items())
    yield f"Known: {people or 'nobody'}; {status.watched} watched, {counts.unread} never read."
    changes = ", ".join(f"{kind}: {number}" for kind, number in counts.changes.items())
    yield f"Open changes: {changes or 'none'}."
    yield from _missing(status)


def _trouble(status: WatchStatus) -> Iterator[str]:
    run = status.counts.run
    if run.phase is SweepPhase.IDLE or status.is_under_way:
        return
    yield f"The sweep was interrupted ({run.trouble or 'a stop'})."
    yield f"It goes on after {status.due_at:%Y-%m-%d %H:%M} UTC, where it was left."


def _missing(status: WatchStatus) -> Iterator[str]:
    if status.missing:
        yield f"Grant these permissions of Microsoft Graph: {', '.join(status.missing)}"
