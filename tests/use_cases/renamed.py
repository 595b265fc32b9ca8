"""Somebody who was renamed after a sync."""

from bot.use_cases.by_rights import UseCases
from bot.use_cases.ports import Person
from bot.use_cases.sync import ActResult, Ending
from simulation.people import Portrait
from simulation.running import Simulation
from tests.simulation.world import HUGO
from tests.use_cases.tenant import (
    Diary,
    drawn,
    library_of,
    paths_of,
    person,
)


def rename(tenant: Simulation, upn: str = "another.name@contoso.test") -> Person:
    """Give Hugo another name and another photo."""
    tenant.tenant.rename(HUGO, upn)
    tenant.tenant.change_photo(HUGO, drawn(Portrait(3)))
    return person(tenant, HUGO)


async def renamed(tenant: Simulation, use_cases: UseCases) -> tuple[list[str], ActResult]:
    """Sync Hugo, rename him, sync him again; return his former paths and what the sync told."""
    assert (await use_cases.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    former = paths_of(tenant)
    done = await use_cases.sync(rename(tenant), Diary())
    assert done.ending is Ending.FIXED
    return former, done


def there(tenant: Simulation, paths: list[str]) -> list[str]:
    return [path for path in paths if library_of(tenant).file(path)]
