"""Somebody who was renamed after a sync."""

from typing import Self

from bot.core.failures import FailureReason
from bot.photos.readings import FileReading, NotRead
from bot.use_cases.by_rights import UseCases
from bot.use_cases.ports import Person
from bot.use_cases.sync import ActResult, Ending
from simulation.people import Portrait
from simulation.running import Simulation
from tests.simulation.world import HUGO
from tests.use_cases.tenant import (
    Diary,
    Watched,
    drawn,
    library_of,
    paths_of,
    person,
)

UNAVAILABLE = NotRead(FailureReason.UNAVAILABLE)


class Unread(Watched):
    """Of one file it isn't told whether it is there."""

    path: str

    @classmethod
    def at(cls, path: str, use_cases: UseCases) -> Self:
        unread = cls(use_cases.check.sharepoint, Diary())
        unread.path = path
        return unread

    async def file(self, my_site: str, path: str) -> FileReading:
        return UNAVAILABLE if path == self.path else await super().file(my_site, path)


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
