"""The use cases together, as whoever runs them gets them."""

from dataclasses import dataclass

from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability, can_look
from bot.photos.readings import AccountReading, PhotoReading, Tenant
from bot.use_cases.check import Check
from bot.use_cases.own_sync import OwnServices, OwnSync
from bot.use_cases.people import People
from bot.use_cases.ports import Capabilities, CloudReading, Microsoft365, Person
from bot.use_cases.refusals import Refusals
from bot.use_cases.remove import Remove
from bot.use_cases.replace import Replace
from bot.use_cases.snapshot import SnapshotReader
from bot.use_cases.snapshot_writer import SnapshotWriter
from bot.use_cases.sync import Sync
from bot.use_cases.undo import Undo


@dataclass(frozen=True)
class UseCases:
    """Everything that can be done about one person's photo.

    `elsewhere` tells what may be written in the worker and not here.
    """

    people: People
    check: Check
    sync: Sync
    capabilities: Capabilities
    elsewhere: Capabilities | None = None

    @property
    def replace(self) -> Replace:
        """Writes a picture everywhere."""
        return Replace(self.check, self.sync, self._snapshots, self._writer)

    @property
    def remove(self) -> Remove:
        """Removes every copy."""
        return Remove(self.check, self.sync.sharepoint, self._snapshots, self._writer)

    @property
    def undo(self) -> Undo:
        """Puts back what a change has overwritten."""
        return Undo(self.check, self._writer)

    @property
    def _snapshots(self) -> SnapshotReader:
        return SnapshotReader(self.sync.microsoft_365, self.sync.sharepoint)

    @property
    def _writer(self) -> SnapshotWriter:
        return SnapshotWriter(self.sync.microsoft_365, self.sync.sharepoint, self.sync.sleep)


_READ_SHAREPOINT = frozenset({Capability.READ_SHAREPOINT_PROFILE, Capability.READ_SHAREPOINT_FILES})


def with_own_rights(
    usual: UseCases, own: OwnServices, granted: frozenset[Capability], refusals: Refusals
) -> UseCases:
    """Fill the gaps of the app's rights with a person's own."""
    sync = usual.sync
    cloud = Combined(
        reader=sync.microsoft_365 if can_look(granted) else own.microsoft_365,
        writer=sync.microsoft_365
        if Capability.WRITE_MICROSOFT_365_PHOTO in granted
        else own.microsoft_365,
    )
    sharepoint = sync.sharepoint if granted >= _READ_SHAREPOINT else own.sharepoint
    capabilities = CombinedCapabilities(usual.capabilities, own.capabilities)
    check = Check(cloud, sharepoint, capabilities, usual.check.now, refusals)
    as_person = None
    if not granted >= REPAIR_SHAREPOINT:
        as_person = OwnSync(sharepoint, own.picture, sync.sleep)
    return UseCases(
        usual.people if can_look(granted) else People(cloud),
        check,
        Sync(check, cloud, sharepoint, sync.sleep, own=as_person),
        capabilities,
        usual.elsewhere,
    )


@dataclass(frozen=True)
class CombinedCapabilities:
    """Implements bot.use_cases.ports.Capabilities: the app's and a person's own."""

    of_app: Capabilities
    of_person: frozenset[Capability]

    async def granted(self) -> frozenset[Capability]:
        """What either of them may do."""
        return await self.of_app.granted() | self.of_person


@dataclass(frozen=True)
class Combined:
    """Implements bot.use_cases.ports.Microsoft365 with one that reads and one that writes."""

    reader: Microsoft365
    writer: Microsoft365

    async def read(self, person: Person) -> CloudReading:
        """Read photo and account facts; failures are readings."""
        return await self.reader.read(person)

    async def tenant(self) -> Tenant:
        """What holds for everybody in the tenant; failures are readings."""
        return await self.reader.tenant()

    async def account(self, id_or_upn: str) -> AccountReading:
        """Find an account; failures are readings."""
        return await self.reader.account(id_or_upn)

    async def largest_photo(self, person: Person) -> PhotoReading:
        """Read the photo at its largest size; failures are readings."""
        return await self.reader.largest_photo(person)

    async def write_photo(self, person: Person, jpeg: bytes) -> None:
        """Replace the photo; raises ServiceFailure."""
        await self.writer.write_photo(person, jpeg)

    async def remove_photo(self, person: Person) -> None:
        """Remove the photo; raises ServiceFailure."""
        await self.writer.remove_photo(person)
