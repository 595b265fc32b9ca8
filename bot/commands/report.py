"""Checks, syncs and plans as JSON for programs and as text for administrators."""

from collections.abc import Iterator, Mapping
from shlex import quote
from typing import Any

from bot.behaviours.tell_helpdesk.texts import administrator_words, repair_words
from bot.chat.language import Gettext
from bot.commands.readings import readings_as_json
from bot.photos.capabilities import Capability
from bot.photos.causes import NUMBERS, Cause, Remedy
from bot.photos.copies import Copy, Store
from bot.photos.findings import Findings
from bot.photos.plan import SyncPlan
from bot.photos.readings import NotRead, PhotoReading, Readings
from bot.results.agent_causes import agent_cause, agent_possibility
from bot.results.agent_texts import agent_facts, agent_remedy, agent_verdict, agent_wait
from bot.results.record import evidence_of
from bot.texts.agent_copies import agent_place, agent_state, agent_why
from bot.use_cases.check import CheckResult
from bot.use_cases.former import FormerFile
from bot.use_cases.sync import ActResult
from bot.use_cases.write import Step, WriteOutcome

OUTCOMES: Mapping[WriteOutcome, str] = {
    WriteOutcome.VERIFIED: "written and read back",
    WriteOutcome.NOT_STORED: "accepted, but the old one is still there",
    WriteOutcome.FAILED: "refused",
    WriteOutcome.UNKNOWN: "not known: it could not be read back",
    WriteOutcome.NOT_TRIED: "not tried",
}


def check_result_as_json(
    check_result: CheckResult, granted: frozenset[Capability], _: Gettext
) -> dict[str, Any]:
    """Describe a check: `pixels` are [width, height] of what was read, `read_at` is UTC.

    `possibilities` are causes that no API shows and that the readings don't rule out; `readings`
    are the facts behind the causes.
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
        "readings": readings_as_json(findings, _),
        "missing_permissions": list(findings.missing_permissions),
        "capabilities": sorted(capability.value for capability in granted),
        "read_at": check_result.readings.read_at.isoformat(),
    }


def act_result_as_json(
    act_result: ActResult, granted: frozenset[Capability], _: Gettext
) -> dict[str, Any]:
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
        **check_result_as_json(act_result.check_result, granted, _),
        "ending": act_result.ending.value,
        "steps": steps,
        "left": [each.path for each in act_result.left.there],
        "left_not_read": act_result.left.unread.why.value if act_result.left.unread else None,
    }


def plan_as_json(plan: SyncPlan) -> dict[str, Any]:
    """Describe what a sync would write: addresses of files, and profile properties."""
    return {
        "files": [plan.place.my_site + plan.place.path(size) for size in plan.sizes],
        "properties": {item.name: item.value for item in plan.properties},
    }


def check_result_as_text(check_result: CheckResult, _: Gettext) -> Iterator[str]:
    """Describe a check, one fact a line."""
    diagnosis, readings = check_result.diagnosis, check_result.readings
    yield f"{check_result.person.upn}: {agent_verdict(diagnosis.verdict, _)}"
    yield from (f"  {_copy_as_text(copy, readings, _)}" for copy in diagnosis.copies)
    facts = agent_facts(evidence_of(check_result), _)
    yield from (f"  {fact.name}: {fact.value}" for fact in facts)
    for cause in diagnosis.causes:
        yield f"Cause {_named(cause)}: {agent_cause(cause, _)}"
        yield from _to_do(cause, _)
    if diagnosis.remedy is Remedy.REPAIR:
        yield f"Photobot can sync this: python -m bot sync {quote(check_result.person.upn)}"
    else:
        yield agent_remedy(diagnosis.remedy, _, may_sync=False, has_case=False)
        yield from filter(None, (agent_wait(diagnosis, _),))
    if diagnosis.repairable and diagnosis.remedy is not Remedy.REPAIR:
        yield repair_words(_)
    for cause in diagnosis.possible:
        yield f"Perhaps cause {_named(cause)}: {agent_possibility(cause, _)}"
        yield from _to_do(cause, _)
    if missing := Findings(readings, diagnosis.copies).missing_permissions:
        yield f"These permissions would tell more: {', '.join(missing)}"


def _named(cause: Cause) -> str:
    return f"{NUMBERS[cause]}, {cause.value}"


def _to_do(cause: Cause, _: Gettext) -> Iterator[str]:
    if words := administrator_words(cause, _):
        yield f"  {words}"


def _copy_as_text(copy: Copy, readings: Readings, _: Gettext) -> str:
    reading, state = _reading_of(copy, readings), agent_state(copy.state, _)
    place = agent_place(copy.size, _)
    if copy.size is None:
        # No API reads the two apart since they were unified (docs/photo-sync.md, "Stores").
        place += " (Exchange Online and Entra ID together)"
    if isinstance(reading, NotRead):
        return f"{place}: {state}. {agent_why(reading, _)}"
    # Graph scales the photo for a check, so its pixels say nothing about the stored one.
    if copy.size is None or copy.pixels is None:
        return f"{place}: {state}"
    width, height = copy.pixels
    return f"{place}: {state} ({width} × {height} pixels)"


def act_result_as_text(act_result: ActResult, _: Gettext) -> Iterator[str]:
    """Describe what a sync wrote, and the check that followed, one fact a line."""
    yield from (f"  {_step_as_text(step)}" for step in act_result.steps)
    yield from (f"  {_left_as_text(each)}" for each in act_result.left.there)
    if act_result.left.unread:
        why = agent_why(act_result.left.unread, _)
        yield f"  Files under a former name: not all of them could be looked for. {why}"
    yield from check_result_as_text(act_result.check_result, _)


def _left_as_text(file: FormerFile) -> str:
    whose = "the person can have it removed" if file.etag else "nothing proves whose it is"
    return f"still there, under a former name: {file.path} ({whose})"


def _step_as_text(step: Step) -> str:
    why = f" ({step.failure})" if step.failure else ""
    return f"{step.target}: {OUTCOMES[step.outcome]}{why}"


def plan_as_text(plan: SyncPlan) -> Iterator[str]:
    """Describe what a sync would write, one file or property a line."""
    found = plan_as_json(plan)
    yield "Nothing was written. A sync would write:"
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
        found["code"] = reading.code
    return found


def _reading_of(copy: Copy, readings: Readings) -> PhotoReading:
    return readings.thumbnails[copy.size] if copy.size else readings.microsoft_365
