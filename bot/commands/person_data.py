"""`python -m bot export` and `forget`: everything that Photobot holds of a person."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from bot.app.infrastructure import open_storage, open_use_cases
from bot.chat.language import load_languages
from bot.commands.check import nobody_because
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.storage.person_rows import PersonRows
from bot.storage.subject_leases import SubjectLeaseRows
from bot.use_cases.forget import Forget, Forgotten, PersonCounts, StillWorking
from bot.use_cases.ports import Person
from bot.use_cases.subject_lease import LeaseLost, LeaseTaken, SubjectLeases

BY_ID = "give the object id in place of the name if the account is gone, or can't be read"
UNDER_WAY = "a change to this photo is under way, so nothing was deleted; try again"
STILL_WORKING = (
    "something for this person does not end, so nothing was deleted; messages that waited were "
    "withdrawn; try again in some minutes"
)
NOT_SURE = "the database answered too late to tell whether everything was deleted; run this again"
NEW_ROWS = "while rows were deleted, new ones were stored; run this again"


async def export_person(settings: Settings, upn_or_id: str) -> CommandResult:
    """Give every row about a person, and every row that they asked for."""
    person = await find_person_or_id(settings, upn_or_id)
    if isinstance(person, CommandResult):
        return person
    async with open_storage(settings) as database:
        tables = await PersonRows(database).export(person.id)
    found = {**_named(person), "tables": tables}
    return CommandResult(found, tuple(_export_as_text(person, tables)))


async def forget_person(settings: Settings, upn_or_id: str, *, dry: bool) -> CommandResult:
    """Delete every row about a person, or say how many there are."""
    person = await find_person_or_id(settings, upn_or_id)
    if isinstance(person, CommandResult):
        return person
    async with open_storage(settings) as database:
        rows = PersonRows(database)
        if dry:
            return _dry_run(person, await rows.count(person.id))
        leases = SubjectLeases(SubjectLeaseRows(database), uuid4, asyncio.sleep)
        try:
            forgotten = await Forget(leases, rows, utc_now, asyncio.sleep)(person.id)
        except LeaseTaken:
            return _failed(person, UNDER_WAY)
        except StillWorking:
            return _failed(person, STILL_WORKING)
        except LeaseLost:
            return _failed(person, NOT_SURE)
    return _result(person, forgotten)


async def find_person_or_id(settings: Settings, upn_or_id: str) -> Person | CommandResult:
    """Look a person up by name; an object id is taken as it is, as the account may be gone."""
    try:
        object_id = str(UUID(upn_or_id))
    except ValueError:
        pass
    else:
        return Person(object_id, object_id)
    async with open_use_cases(settings) as use_cases:
        person = await use_cases.people.find(upn_or_id)
    if isinstance(person, Person):
        return person
    reason = nobody_because(person, load_languages().of(None).gettext)
    return CommandResult.failed({"upn": upn_or_id}, f"{upn_or_id}: {reason} ({BY_ID})")


def _dry_run(person: Person, counts: PersonCounts) -> CommandResult:
    found = {**_named(person), "dry_run": True, **_as_json(counts)}
    if not counts:
        return CommandResult(found, (f"{person.upn}: nothing is kept of this person.",))
    lines = (f"{person.upn}: nothing was deleted. These rows would be:", *_as_text(counts))
    return CommandResult(found, lines)


def _result(person: Person, forgotten: Forgotten) -> CommandResult:
    found = {
        **_named(person),
        "dry_run": False,
        "withdrawn": forgotten.withdrawn,
        **_as_json(forgotten.done),
        "left": _as_json(forgotten.left),
    }
    if forgotten.left:
        return CommandResult.failed(found, f"{person.upn}: {NEW_ROWS}")
    if not forgotten.done:
        return CommandResult(found, (f"{person.upn}: nothing is kept of this person.",))
    return CommandResult(found, (f"{person.upn}: deleted.", *_as_text(forgotten.done)))


def _failed(person: Person, reason: str) -> CommandResult:
    return CommandResult.failed(_named(person), f"{person.upn}: {reason}")


def _named(person: Person) -> dict[str, Any]:
    # Who is named by an object id has no other name here.
    return {"upn": None if person.upn == person.id else person.upn, "id": person.id}


def _as_json(counts: PersonCounts) -> dict[str, Any]:
    return {"deleted": dict(counts.owned), "kept_without_the_person": dict(counts.acted)}


def _as_text(counts: PersonCounts) -> Iterator[str]:
    for table, number in counts.owned.items():
        yield f"  {table}: {number}"
    for table, number in counts.acted.items():
        yield f"  {table}: {number} of other people, kept without this person's id"
    if "preference" in counts.owned:
        yield "Their wish to get no messages is deleted too: to keep it, exclude them by a group."
    if "watched_person" in counts.owned:
        yield "If the account still exists, it is watched anew, from a silent baseline."


def _export_as_text(person: Person, tables: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    yield f"{person.upn}: {sum(map(len, tables.values()))} rows"
    for table, rows in tables.items():
        for row in rows:
            yield f"{table}:"
            for column, value in row.items():
                yield f"  {column}: {json.dumps(value, ensure_ascii=False)}"
