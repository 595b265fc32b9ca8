"""`python -m bot sync UPN`: apply the remedy and verify."""

import logging
import sys

from bot.app.infrastructure import open_audit, open_use_cases
from bot.chat.language import Gettext, load_languages
from bot.commands.check import find_person
from bot.commands.report import (
    checkup_as_json,
    checkup_as_text,
    plan_as_json,
    plan_as_text,
    synced_as_json,
    synced_as_text,
)
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.failures import ServiceFailure
from bot.core.logs import set_up_logs
from bot.m365.settings import M365Settings
from bot.photos.causes import Remedy
from bot.texts.links import Links
from bot.use_cases.authorizer import COMMAND, Act
from bot.use_cases.ports import Audit
from bot.use_cases.practice import Practice
from bot.use_cases.sync import Ending

DONE = frozenset({Ending.FIXED, Ending.NOTHING_TO_DO})


async def sync_person(settings: Settings, upn: str, *, dry: bool) -> CommandResult:
    """Sync one person's copies and record it in the audit, or say what a sync would write."""
    set_up_logs(logging.WARNING, sys.stderr)
    gettext = load_languages().of(None).gettext
    links = Links.of(settings, M365Settings.of(settings).one_drive)
    async with open_use_cases(settings) as practice:
        if dry:
            return await _dry_run(practice, upn, links, gettext)
        async with open_audit(settings, COMMAND, Act.SYNC) as audit:
            return await _sync(practice, upn, audit, links, gettext)


async def _sync(
    practice: Practice, upn: str, audit: Audit, links: Links, _: Gettext
) -> CommandResult:
    person = await find_person(practice.people, upn)
    if isinstance(person, CommandResult):
        return person
    synced = await practice.sync(person, audit)
    found = synced_as_json(synced, await practice.capabilities.granted())
    # FIXED is said only after every copy was read again and is right.
    status = 0 if synced.ending in DONE else 1
    return CommandResult(status, found, tuple(synced_as_text(synced, links, _)))


async def _dry_run(practice: Practice, upn: str, links: Links, _: Gettext) -> CommandResult:
    person = await find_person(practice.people, upn)
    if isinstance(person, CommandResult):
        return person
    checkup = await practice.check(person)
    found = checkup_as_json(checkup, await practice.capabilities.granted())
    lines = tuple(checkup_as_text(checkup, links, _))
    if checkup.diagnosis.remedy is not Remedy.REPAIR:
        return CommandResult(0, {**found, "plan": None}, lines)
    try:
        plan = await practice.sync.plan(checkup)
    except ServiceFailure as failure:
        return CommandResult.failed(found, str(failure))
    planned = {**found, "plan": plan_as_json(plan)}
    return CommandResult(0, planned, (*lines, *plan_as_text(plan, _)))
