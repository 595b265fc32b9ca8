"""`python -m bot check UPN`: what each copy holds for one person, cause and remedy."""

from bot.app.infrastructure import open_use_cases
from bot.chat.language import Gettext, load_languages
from bot.commands.report import check_result_as_json, check_result_as_text
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.photos.copies import CopyState
from bot.photos.readings import AccountReading, NoAccount, NotRead
from bot.texts.agent_copies import agent_why
from bot.use_cases.check import CheckResult
from bot.use_cases.people import People
from bot.use_cases.ports import Person

NOBODY = "Entra ID knows nobody by this name"


async def check_person(settings: Settings, upn: str) -> CommandResult:
    """Check one person; fails where nobody has this name, or nothing can be read."""
    gettext = load_languages().of(None).gettext
    async with open_use_cases(settings) as use_cases:
        person = await find_person(use_cases.people, upn)
        if isinstance(person, CommandResult):
            return person
        check_result = await use_cases.check(person)
        found = check_result_as_json(check_result, await use_cases.capabilities.granted(), gettext)
    if reason := _nothing_read(check_result, gettext):
        return CommandResult.failed(found, f"{upn}: {reason}")
    return CommandResult(found, tuple(check_result_as_text(check_result, gettext)))


async def find_person(people: People, upn: str) -> Person | CommandResult:
    """Look up a person by user principal name; return a failed result where there is none."""
    found = await people.find(upn)
    if isinstance(found, NoAccount):
        return CommandResult.failed({"upn": upn}, f"{upn}: {NOBODY}")
    # Without the permission to read accounts, the services accept the UPN in place of an id.
    return found if isinstance(found, Person) else Person(upn, upn)


def nobody_because(found: AccountReading, _: Gettext) -> str:
    """Say why a person was not found, or not read."""
    return agent_why(found, _) if isinstance(found, NotRead) else NOBODY


def _nothing_read(check_result: CheckResult, _: Gettext) -> str | None:
    reading = check_result.readings.microsoft_365
    unread = all(copy.state is CopyState.NOT_READ for copy in check_result.diagnosis.copies)
    if not unread or not isinstance(reading, NotRead):
        return None
    return agent_why(reading, _)
