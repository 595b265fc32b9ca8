"""The use cases, assembled for the rights that they run with: the app's or a person's own."""

from dataclasses import dataclass

from bot.photos.capabilities import SYNC_SHAREPOINT, Capability, can_look
from bot.photos.readings import AccountReading, PhotoReading, Tenant
from bot.use_cases.check import Check
from bot.use_cases.own_sync import OwnServices, OwnSync
from bot.use_cases.people import People
from bot.use_cases.ports import Capabilities, CloudReading, Microsoft365, Person
from bot.use_cases.refusals import Refusals
from bot.use_cases.remove import Remove
from bot.use_cases.remove_former import RemoveFormer
from bot.use_cases.replace import Replace
from bot.use_cases.snapshot import SnapshotReader
from bot.use_cases.snapshot_writer import SnapshotWriter
from bot.use_cases.sync import Sync
from bot.use_cases.undo import Undo


@dataclass(frozen=True)
class UseCases:
    """Everything that can be done about one person's photo.

    Attributes:
        elsewhere: capabilities of a worker that may write what this process may not.
    """

    people: People
    check: Check
    sync: Sync
    capabilities: Capabilities
    elsewhere: Capabilities | None = None

    @property
    def replace(self) -> Replace:
        """The use case that writes a picture everywhere."""
        return Replace(self.check, self.sync, self._snapshots, self._writer)

    @property
    def remove(self) -> Remove:
        """The use case that removes every copy."""
        return Remove(self.check, self.sync.sharepoint, self._snapshots, self._writer)

    @property
    def remove_former(self) -> RemoveFormer:
        """The use case that removes files under a former name."""
        return RemoveFormer(self.check, self.sync.sharepoint, self.sync.sleep)

    @property
    def undo(self) -> Undo:
        """The use case that puts back what a change overwrote."""
        return Undo(self.check, self._writer)

    @property
    def _snapshots(self) -> SnapshotReader:
        return SnapshotReader(self.sync.microsoft_365, self.sync.sharepoint)

    @property
    def _writer(self) -> SnapshotWriter:
        return SnapshotWriter(self.sync.microsoft_365, self.sync.sharepoint, self.sync.sleep)


# A check reads both, so both come from the app or both from the person.
_READ_SHAREPOINT = frozenset({Capability.READ_SHAREPOINT_PROFILE, Capability.READ_SHAREPOINT_FILES})


def with_own_rights(
    usual: UseCases, own: OwnServices, granted: frozenset[Capability], refusals: Refusals
) -> UseCases:
    """Return use cases that use a person's own rights where `granted`, the app's, do not suffice.

    The app's rights go first: they can write SharePoint's files, and a person's own can not.
    """
    sync = usual.sync
    cloud = Combined(
        reader=sync.microsoft_365 if can_look(granted) else own.microsoft_365,
        writer=sync.microsoft_365
        if Capability.WRITE_MICROSOFT_365_PHOTO in granted
        else own.microsoft_365,
    )
    sharepoint = sync.sharepoint if granted >= _READ_SHAREPOINT else own.sharepoint
    capabilities = CombinedCapabilities(usual.capabilities, own.capabilities)
    check = Check(
        cloud,
        sharepoint,
        capabilities,
        usual.check.now,
        usual.check.threads,
        refusals,
        own_rights=not (can_look(granted) and granted >= _READ_SHAREPOINT),
        proven_files=usual.check.proven_files,
    )
    as_person = None
    # A person's own rights take one upload for all sizes, and no files (OwnSync).
    if not granted >= SYNC_SHAREPOINT:
        as_person = OwnSync(sharepoint, own.picture, sync.sleep)
    return UseCases(
        # A cache of its own: what one person may look up is not handed to another.
        usual.people if can_look(granted) else People(cloud, usual.check.now),
        check,
        Sync(check, cloud, sharepoint, sync.sleep, own=as_person),
        capabilities,
        usual.elsewhere,
    )


@dataclass(frozen=True)
class CombinedCapabilities:
    """Implements bot.use_cases.ports.Capabilities for the app's and a person's own together."""

    of_app: Capabilities
    of_person: frozenset[Capability]

    async def granted(self) -> frozenset[Capability]:
        """Return what either of them may do."""
        return await self.of_app.granted() | self.of_person


@dataclass(frozen=True)
class Combined:
    """Implements bot.use_cases.ports.Microsoft365 with one client to read and one to write."""

    reader: Microsoft365
    writer: Microsoft365

    async def read(self, person: Person) -> CloudReading:
        """Read photo and account facts; failures are readings."""
        return await self.reader.read(person)

    async def tenant(self) -> Tenant:
        """Read the settings of the whole tenant; failures are readings."""
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
