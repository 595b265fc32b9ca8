"""`python -m bot sync UPN`: apply the remedy and verify."""

from bot.chat.language import Gettext
from bot.commands.check import find
from bot.commands.outcome import Outcome
from bot.commands.report import (
    checkup_as_json,
    checkup_as_text,
    plan_as_json,
    plan_as_text,
    synced_as_json,
    synced_as_text,
)
from bot.core.failures import ServiceFailure
from bot.photos.causes import Remedy
from bot.texts.remedies import Links
from bot.use_cases.ports import Journal
from bot.use_cases.practice import Practice
from bot.use_cases.sync import Ending

DONE = frozenset({Ending.FIXED, Ending.NOTHING_TO_DO})


async def sync(practice: Practice, upn: str, journal: Journal, links: Links, _: Gettext) -> Outcome:
    """Repair one person's copies; done means that every copy was read again and is right."""
    person = await find(practice.people, upn)
    if isinstance(person, Outcome):
        return person
    synced = await practice.sync(person, journal)
    found = synced_as_json(synced, await practice.capabilities.granted())
    status = 0 if synced.ending in DONE else 1
    return Outcome(status, found, tuple(synced_as_text(synced, links, _)))


async def dry_run(practice: Practice, upn: str, links: Links, _: Gettext) -> Outcome:
    """Say what a repair would write, and write nothing."""
    person = await find(practice.people, upn)
    if isinstance(person, Outcome):
        return person
    checkup = await practice.check(person)
    found = checkup_as_json(checkup, await practice.capabilities.granted())
    lines = tuple(checkup_as_text(checkup, links, _))
    if checkup.diagnosis.remedy is not Remedy.REPAIR:
        return Outcome(0, {**found, "plan": None}, lines)
    try:
        plan = await practice.sync.plan(checkup)
    except ServiceFailure as failure:
        return Outcome.failed(found, str(failure))
    planned = {**found, "plan": plan_as_json(plan)}
    return Outcome(0, planned, (*lines, *plan_as_text(plan, _)))
