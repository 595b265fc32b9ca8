"""Services and an audit that fail in the middle of a sync."""

import asyncio
from uuid import UUID

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.library import Thumbnails
from bot.photos.readings import AccountReading, NotRead, PhotoReading, Size, Tenant
from bot.use_cases.by_rights import UseCases
from bot.use_cases.ports import CloudReading, Person
from simulation.people import Portrait
from simulation.running import Simulation
from tests.use_cases.tenant import Diary, Watched, drawn

OTHER_PORTRAIT = Portrait(5)


class Unanswered(Watched):
    """Stores the file, but the answer does not arrive."""

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        await super().write_thumbnail(place, size, jpeg)
        raise ServiceFailure("sharepoint", FailureReason.TIMED_OUT)


class Unreadable(Watched):
    """Answers no reading of a file."""

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        return NotRead(FailureReason.UNAVAILABLE)


class Endless(Watched):
    """Never answers a write."""

    writing = asyncio.Event()

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        self.writing.set()
        await asyncio.Event().wait()


class FullDiary(Diary):
    async def begin(self, subject: str, action: str, target: str) -> UUID:
        raise OSError("disk full")


class Changing:
    """Microsoft 365 where the photo changes between the check and the reading of it in full."""

    def __init__(self, use_cases: UseCases, tenant: Simulation) -> None:
        self._real = use_cases.sync.microsoft_365
        self._tenant = tenant

    async def tenant(self) -> Tenant:
        return await self._real.tenant()

    async def read(self, person: Person) -> CloudReading:
        return await self._real.read(person)

    async def account(self, id_or_upn: str) -> AccountReading:
        return await self._real.account(id_or_upn)

    async def write_photo(self, person: Person, jpeg: bytes) -> None:
        raise AssertionError("a repair does not write the photo")

    async def remove_photo(self, person: Person) -> None:
        raise AssertionError("a repair does not remove the photo")

    async def largest_photo(self, person: Person) -> PhotoReading:
        self._tenant.tenant.change_photo(person.id, drawn(OTHER_PORTRAIT))
        return await self._real.largest_photo(person)
