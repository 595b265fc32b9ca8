"""`python -m bot check UPN`: what each copy holds for one person, cause and remedy."""

import logging
import sys

from bot.app.infrastructure import open_use_cases
from bot.chat.language import Gettext, load_languages
from bot.commands.report import check_result_as_json, check_result_as_text
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.logs import set_up_logs
from bot.m365.settings import M365Settings
from bot.photos.copies import CopyState
from bot.photos.readings import AccountReading, NoAccount, NotRead
from bot.texts.copies import why_words
from bot.texts.links import Links
from bot.use_cases.check import CheckResult
from bot.use_cases.people import People
from bot.use_cases.ports import Person

NOBODY = "Entra ID knows nobody by this name"


async def check_person(settings: Settings, upn: str) -> CommandResult:
    """Check one person; fails where nobody has this name, or nothing can be read."""
    # Standard output belongs to the result.
    set_up_logs(logging.WARNING, sys.stderr)
    gettext = load_languages().of(None).gettext
    links = Links.of(settings, M365Settings.of(settings).one_drive)
    async with open_use_cases(settings) as use_cases:
        person = await find_person(use_cases.people, upn)
        if isinstance(person, CommandResult):
            return person
        check_result = await use_cases.check(person)
        found = check_result_as_json(check_result, await use_cases.capabilities.granted())
    if reason := _nothing_read(check_result, gettext):
        return CommandResult.failed(found, f"{upn}: {reason}")
    return CommandResult(0, found, tuple(check_result_as_text(check_result, links, gettext)))


async def find_person(people: People, upn: str) -> Person | CommandResult:
    """Look up a person by user principal name; return a failed result where there is none."""
    found = await people.find(upn)
    if isinstance(found, NoAccount):
        return CommandResult.failed({"upn": upn}, f"{upn}: {NOBODY}")
    # Without the permission to read accounts, the services accept the UPN in place of an id.
    return found if isinstance(found, Person) else Person(upn, upn)


def nobody_because(found: AccountReading, _: Gettext) -> str:
    """Say why a person was not found, or not read."""
    return why_words(found, _) if isinstance(found, NotRead) else NOBODY


def _nothing_read(check_result: CheckResult, _: Gettext) -> str | None:
    reading = check_result.readings.microsoft_365
    unread = all(copy.state is CopyState.NOT_READ for copy in check_result.diagnosis.copies)
    if not unread or not isinstance(reading, NotRead):
        return None
    return why_words(reading, _) + (f" ({reading.code})" if reading.code else "")
