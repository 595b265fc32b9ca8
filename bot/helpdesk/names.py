"""What people are called, for those who wait for an answer in which it stands."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.core.failures import ServiceFailure
from bot.helpdesk.ports import DisplayNames

# Whoever waits gets an answer without names rather than wait longer.
NAME_SECONDS = 3.0


async def names_of(people: Iterable[str], names: DisplayNames) -> Mapping[str, str]:
    """Return what people are called, by object id, as far as that can be read in time."""
    asked = list(dict.fromkeys(people))
    if not asked:
        return {}
    try:
        async with asyncio.timeout(NAME_SECONDS):
            return await names.of(asked)
    except (ServiceFailure, TimeoutError):
        return {}


async def name_of(person: str, names: DisplayNames) -> str | None:
    """Return what a person is called; None where that can't be read in time."""
    return (await names_of([person], names)).get(person)
