"""Check: read every copy of one person's photo, and diagnose."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.core.clock import Now
from bot.core.deadline import Deadline
from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability, refused_in
from bot.photos.diagnose import Diagnosis, diagnose
from bot.photos.library import discovered, other_file
from bot.photos.readings import (
    Account,
    NoPhoto,
    NoProfile,
    NotRead,
    PhotoReading,
    Profile,
    ProfileReading,
    Readings,
    Size,
    StoredFile,
    Tenant,
)
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Capabilities, CloudReading, Microsoft365, Person, SharePoint
from bot.use_cases.proven_files import ProvenFiles, proven_sizes
from bot.use_cases.refusals import Refusals, refused_writes
from bot.use_cases.write import Step

# Seconds for a whole check. What did not answer by then is not known, and the rest is shown
# (docs/architecture.md, "Deadlines").
CHECK_SECONDS = 12.0
LATE = NotRead(FailureReason.TIMED_OUT)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CheckResult:
    """The result of checking one person.

    Attributes:
        granted: what may be done for this person now, without what was refused for them lately.
        own_rights: whether it took the person's own rights to read it.
    """

    person: Person
    readings: Readings
    diagnosis: Diagnosis
    granted: frozenset[Capability] = frozenset()
    own_rights: bool = False


@dataclass(frozen=True)
class Check:
    """The check; it reads Microsoft 365 and SharePoint at once, then S, M and L together.

    Attributes:
        proven_files: what syncs proved, by which etags decide where pixels leave a doubt.
    """

    microsoft_365: Microsoft365
    sharepoint: SharePoint
    capabilities: Capabilities
    now: Now
    threads: PictureThreads
    refusals: Refusals = field(default_factory=Refusals)
    seconds: float = CHECK_SECONDS
    own_rights: bool = False
    proven_files: ProvenFiles | None = None

    async def __call__(self, person: Person, deadline: Deadline | None = None) -> CheckResult:
        """Check one person; where a service fails or is late, its reading is a NotRead."""
        until = deadline or Deadline.after(self.seconds)
        cloud, (profile, thumbnails), tenant, granted = await asyncio.gather(
            until.result_of(self.microsoft_365.read(person), CloudReading(LATE, LATE)),
            self.read_sharepoint(person.upn, until),
            until.result_of(self.microsoft_365.tenant(), Tenant(LATE, LATE)),
            until.result_of(self.capabilities.granted(), frozenset()),
        )
        if isinstance(cloud.account, Account) and cloud.account.upn != person.upn:
            # Renamed since they were looked up; SharePoint finds people by their present name.
            person = replace(person, id=cloud.account.id, upn=cloud.account.upn)
            profile, thumbnails = await self.read_sharepoint(person.upn, until)
        now = self.now()
        readings = Readings(cloud.account, cloud.photo, profile, thumbnails, now, tenant)
        # A 403 takes the capability from this person for now, though the token has the role.
        granted -= refused_in(readings) | self.refusals.of(person.id, now)
        _log_not_read(readings)
        diagnosis = await self.threads.run(lambda: diagnose(readings, granted))
        asking = proven_sizes(
            self.proven_files, self.sharepoint, person.id, readings, diagnosis.copies
        )
        if proven := await until.result_of(asking, frozenset()):
            decided = replace(readings, proven=proven)
            diagnosis = await self.threads.run(lambda: diagnose(decided, granted))
            readings = decided
        return CheckResult(person, readings, diagnosis, granted, self.own_rights)

    async def after(self, before: CheckResult, steps: Iterable[Step]) -> CheckResult:
        """Check again after writes; capabilities that they were refused are missing from it."""
        refused = refused_writes(steps, before.granted)
        self.refusals.note(before.person.id, refused, self.now())
        return await self(before.person)

    async def read_sharepoint(
        self, upn: str, until: Deadline
    ) -> tuple[ProfileReading, Mapping[Size, PhotoReading]]:
        """Read the profile, and then the three files that it names; failures are readings."""
        profile = await until.result_of(self.sharepoint.profile(upn), LATE)
        return profile, await self._thumbnails(profile, until)

    async def _thumbnails(
        self, profile: ProfileReading, until: Deadline
    ) -> Mapping[Size, PhotoReading]:
        if isinstance(profile, NotRead):
            return dict.fromkeys(Size, profile)
        if isinstance(profile, NoProfile) or not profile.picture_url:
            return dict.fromkeys(Size, NoPhoto())
        place = discovered(profile.picture_url, profile.my_site)
        if place is None:
            return dict.fromkeys(Size, await self._another_picture(profile, until))
        reading = (self.sharepoint.thumbnail(place, size) for size in Size)
        read = await asyncio.gather(*(until.result_of(each, LATE) for each in reading))
        return dict(zip(Size, read, strict=True))

    async def _another_picture(self, profile: Profile, until: Deadline) -> NoPhoto | NotRead:
        """Tell whether there is a picture at an address that names none of the thumbnails."""
        # People may set PictureURL to any address, so only the My Site host is asked, and only
        # whether it has the file: the app may read what the person may not.
        path = other_file(profile.picture_url, profile.my_site)
        if path is None:
            return NotRead(FailureReason.NOT_ASKED)
        stored = await until.result_of(self.sharepoint.file(profile.my_site, path), LATE)
        return NotRead(FailureReason.NOT_ASKED) if isinstance(stored, StoredFile) else stored


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
