"""Check: read every copy of one person's photo, and diagnose."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.core.clock import Now
from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability, refused_in
from bot.photos.diagnose import Diagnosis, diagnose
from bot.photos.library import discovered
from bot.photos.readings import (
    Account,
    NoPhoto,
    NoProfile,
    NotRead,
    PhotoReading,
    ProfileReading,
    Readings,
    Size,
)
from bot.use_cases.ports import Capabilities, Microsoft365, Person, SharePoint
from bot.use_cases.refusals import Refusals, refused_writes
from bot.use_cases.write import Step

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CheckResult:
    """The result of checking one person.

    Attributes:
        granted: what may be done for this person now, without what was refused for them lately.
    """

    person: Person
    readings: Readings
    diagnosis: Diagnosis
    granted: frozenset[Capability] = frozenset()


@dataclass(frozen=True)
class Check:
    """The check; it reads Microsoft 365 and SharePoint at once, then S, M and L together."""

    microsoft_365: Microsoft365
    sharepoint: SharePoint
    capabilities: Capabilities
    now: Now
    refusals: Refusals = field(default_factory=Refusals)

    async def __call__(self, person: Person) -> CheckResult:
        """Check one person; where a service fails, its reading is a NotRead."""
        cloud, (profile, thumbnails), tenant, granted = await asyncio.gather(
            self.microsoft_365.read(person),
            self._sharepoint(person.upn),
            self.microsoft_365.tenant(),
            self.capabilities.granted(),
        )
        if isinstance(cloud.account, Account) and cloud.account.upn != person.upn:
            # Renamed since they were looked up; SharePoint finds people by their present name.
            person = replace(person, id=cloud.account.id, upn=cloud.account.upn)
            profile, thumbnails = await self._sharepoint(person.upn)
        now = self.now()
        readings = Readings(cloud.account, cloud.photo, profile, thumbnails, now, tenant)
        # A 403 takes the capability from this person for now, though the token has the role.
        granted -= refused_in(readings) | self.refusals.of(person.id, now)
        _log_not_read(readings)
        # Comparing pictures takes some milliseconds of the processor, so it leaves the loop.
        diagnosis = await asyncio.to_thread(diagnose, readings, granted)
        return CheckResult(person, readings, diagnosis, granted)

    async def after(self, before: CheckResult, steps: Iterable[Step]) -> CheckResult:
        """Check again after writes; capabilities that they were refused are missing from it."""
        refused = refused_writes(steps, before.granted)
        self.refusals.note(before.person.id, refused, self.now())
        return await self(before.person)

    async def _sharepoint(self, upn: str) -> tuple[ProfileReading, Mapping[Size, PhotoReading]]:
        profile = await self.sharepoint.profile(upn)
        return profile, await self._thumbnails(profile)

    async def _thumbnails(self, profile: ProfileReading) -> Mapping[Size, PhotoReading]:
        if isinstance(profile, NotRead):
            return dict.fromkeys(Size, profile)
        if isinstance(profile, NoProfile) or not profile.picture_url:
            return dict.fromkeys(Size, NoPhoto())
        place = discovered(profile.picture_url, profile.my_site)
        if place is None:
            # People may set PictureURL to any address, so only the My Site's library is asked.
            return dict.fromkeys(Size, NotRead(FailureReason.NOT_ASKED))
        read = await asyncio.gather(*(self.sharepoint.thumbnail(place, size) for size in Size))
        return dict(zip(Size, read, strict=True))


def _log_not_read(readings: Readings) -> None:
    stores = {
        "account": readings.account,
        "microsoft_365": readings.microsoft_365,
        "profile": readings.profile,
        **{f"sharepoint:{size.value}": reading for size, reading in readings.thumbnails.items()},
    }
    for store, reading in stores.items():
        if isinstance(reading, NotRead):
            _log.warning("store_not_read", store=store, why=reading.why.value, code=reading.code)
