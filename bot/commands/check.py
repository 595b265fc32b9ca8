"""`python -m bot check UPN`: what each copy holds for one person, cause and remedy."""

from bot.chat.language import Gettext
from bot.commands.outcome import Outcome
from bot.commands.report import checkup_as_json, checkup_as_text
from bot.photos.copies import CopyState
from bot.photos.readings import NoAccount, NotRead
from bot.texts.copies import why_words
from bot.texts.remedies import Links
from bot.use_cases.check import Checkup
from bot.use_cases.people import People
from bot.use_cases.ports import Person
from bot.use_cases.practice import Practice


async def check(practice: Practice, upn: str, links: Links, _: Gettext) -> Outcome:
    """Check one person; it can't be done where nobody is found, or nothing can be read."""
    person = await find(practice.people, upn)
    if isinstance(person, Outcome):
        return person
    checkup = await practice.check(person)
    found = checkup_as_json(checkup, await practice.capabilities.granted())
    if reason := _nothing_read(checkup, _):
        return Outcome.failed(found, f"{upn}: {reason}")
    return Outcome(0, found, tuple(checkup_as_text(checkup, links, _)))


async def find(people: People, upn: str) -> Person | Outcome:
    """Look somebody up; where accounts can't be read, the name is taken as it was given."""
    found = await people.find(upn)
    if isinstance(found, NoAccount):
        return Outcome.failed({"upn": upn}, f"{upn}: Entra ID knows nobody by this name")
    return found if isinstance(found, Person) else Person(upn, upn)


def _nothing_read(checkup: Checkup, _: Gettext) -> str | None:
    reading = checkup.readings.microsoft_365
    unread = all(copy.state is CopyState.NOT_READ for copy in checkup.diagnosis.copies)
    if not unread or not isinstance(reading, NotRead):
        return None
    return why_words(reading, _) + (f" ({reading.code})" if reading.code else "")
