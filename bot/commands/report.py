"""Checks, syncs and plans as JSON for programs and as text for administrators."""

from collections.abc import Iterator
from typing import Any

from bot.behaviours.tell_helpdesk.texts import administrator_words, repair_words
from bot.chat.language import Gettext
from bot.photos.capabilities import Capability
from bot.photos.causes import Remedy
from bot.photos.copies import Copy, Store
from bot.photos.findings import Findings
from bot.photos.plan import SyncPlan
from bot.photos.readings import NotRead, PhotoReading, Readings
from bot.results.sync_texts import ending_lead, ending_title, step_words
from bot.texts.causes import cause_words
from bot.texts.copies import detail_words, state_words
from bot.texts.links import Links
from bot.texts.possibilities import possibility_words
from bot.texts.remedies import remedy_words, wait_words
from bot.texts.verdicts import verdict_title
from bot.use_cases.check import CheckResult
from bot.use_cases.sync import ActResult


def check_result_as_json(
    check_result: CheckResult, granted: frozenset[Capability]
) -> dict[str, Any]:
    """Describe a check: `pixels` are [width, height] of what was read, `read_at` is UTC.

    `possibilities` are causes that no API shows and that the readings don't rule out.
    """
    diagnosis = check_result.diagnosis
    findings = Findings(check_result.readings, diagnosis.copies)
    return {
        "upn": check_result.person.upn,
        "copies": [_copy_as_json(copy, check_result.readings) for copy in diagnosis.copies],
        "verdict": diagnosis.verdict.value,
        "causes": [cause.value for cause in diagnosis.causes],
        "possibilities": [cause.value for cause in diagnosis.possible],
        "remedy": diagnosis.remedy.value,
        "who_acts": diagnosis.remedy.actor.value,
        "wait_hours": diagnosis.wait,
        "repairable": diagnosis.repairable,
        "missing_permissions": list(findings.missing_permissions),
        "capabilities": sorted(capability.value for capability in granted),
        "read_at": check_result.readings.read_at.isoformat(),
    }


def act_result_as_json(act_result: ActResult, granted: frozenset[Capability]) -> dict[str, Any]:
    """Describe a sync: how it ended, its steps, and the check that followed."""
    steps = [
        {
            "target": step.target,
            "outcome": step.outcome.value,
            "error": str(step.failure) if step.failure else None,
        }
        for step in act_result.steps
    ]
    return {
        **check_result_as_json(act_result.check_result, granted),
        "ending": act_result.ending.value,
        "steps": steps,
        "left": list(act_result.left),
        "error": str(act_result.failure) if act_result.failure else None,
    }


def plan_as_json(plan: SyncPlan) -> dict[str, Any]:
    """Describe what a sync would write: addresses of files, and profile properties."""
    return {
        "files": [plan.place.my_site + plan.place.path(size) for size in plan.sizes],
        "properties": {item.name: item.value for item in plan.properties},
    }


def check_result_as_text(check_result: CheckResult, links: Links, _: Gettext) -> Iterator[str]:
    """Describe a check, one fact a line."""
    diagnosis, readings = check_result.diagnosis, check_result.readings
    yield f"{check_result.person.upn}: {verdict_title(diagnosis.verdict, _)}"
    for copy in diagnosis.copies:
        state = state_words(copy.state, _)
        detail = detail_words(copy, _reading_of(copy, readings), _)
        yield f"  {_place(copy, _)}: {state}" + (f" ({detail})" if detail else "")
    for cause in diagnosis.causes:
        yield _plain(cause_words(cause, _))
    if diagnosis.remedy is Remedy.REPAIR:
        yield _("Photobot can repair this: python -m bot sync {upn}").format(
            upn=check_result.person.upn
        )
    else:
        yield _plain(remedy_words(diagnosis.remedy, links, _))
        yield from filter(None, (wait_words(diagnosis, _),))
    yield from _for_administrators(check_result, _)


def _for_administrators(check_result: CheckResult, _: Gettext) -> Iterator[str]:
    diagnosis = check_result.diagnosis
    yield from (possibility_words(cause, _) for cause in diagnosis.possible)
    for cause in (*diagnosis.causes, *diagnosis.possible):
        if words := administrator_words(cause, _):
            yield _("For an administrator: {words}").format(words=words)
    if diagnosis.repairable and diagnosis.remedy is not Remedy.REPAIR:
        yield repair_words(_)
    missing = Findings(check_result.readings, diagnosis.copies).missing_permissions
    if missing:
        names = ", ".join(missing)
        yield _("These permissions would tell more: {names}").format(names=names)


def act_result_as_text(act_result: ActResult, links: Links, _: Gettext) -> Iterator[str]:
    """Describe a sync, one fact a line."""
    yield f"{ending_title(act_result.ending, _)}. {ending_lead(act_result.ending, _)}"
    yield from (f"  {step_words(step, _)}" for step in act_result.steps)
    yield from check_result_as_text(act_result.check_result, links, _)


def plan_as_text(plan: SyncPlan, _: Gettext) -> Iterator[str]:
    """Describe what a sync would write, one file or property a line."""
    found = plan_as_json(plan)
    yield _("Nothing was written. A repair would write:")
    yield from (f"  {file}" for file in found["files"])
    yield from (f"  {name} = {value}" for name, value in found["properties"].items())


def _copy_as_json(copy: Copy, readings: Readings) -> dict[str, Any]:
    reading = _reading_of(copy, readings)
    found: dict[str, Any] = {
        "store": copy.store.value,
        "size": copy.size.value if copy.size else None,
        "state": copy.state.value,
        "pixels": list(copy.pixels) if copy.pixels else None,
        "distance": copy.distance,
    }
    if copy.store is Store.MICROSOFT_365:
        # No API has read the two apart since they were unified (docs/photo-sync.md, "Stores").
        found["read_together"] = ["exchange_online", "entra_id"]
    if isinstance(reading, NotRead):
        found["why"] = reading.why.value
        found["permission"] = reading.permission
    return found


def _reading_of(copy: Copy, readings: Readings) -> PhotoReading:
    return readings.thumbnails[copy.size] if copy.size else readings.microsoft_365


def _place(copy: Copy, _: Gettext) -> str:
    if copy.size is None:
        return _("Microsoft 365 (Exchange Online and Entra ID, read together)")
    return _("SharePoint {size}").format(size=copy.size.value)


def _plain(markdown: str) -> str:
    # The same sentences are shown on cards, where some words are bold.
    return markdown.replace("**", "")
