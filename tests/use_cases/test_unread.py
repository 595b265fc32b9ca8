"""What was written is called right only where it is read back; unread, it is neither."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.copies import CopyState
from bot.photos.library import Thumbnails
from bot.photos.readings import NoPhoto, NotRead, Photo, PhotoReading, ProfileReading, Size
from bot.photos.verdict import Verdict
from bot.photos.versions import picture_versions
from bot.use_cases.by_rights import UseCases
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import CloudReading, Person
from bot.use_cases.sync import ActResult, Ending, Sync
from bot.use_cases.undo import Undoable, undoable
from bot.use_cases.write import WriteOutcome
from simulation.faults import Kind
from simulation.running import Simulation
from tests.m365.fakes import FakeTime
from tests.photos.examples import ACCOUNT, READ_AT, photo, showing, thumbnails_of
from tests.simulation.world import AMARA, BEN, DMITRI
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary, outcomes, person, profile_of, switch_on, watched
from tests.use_cases.troubled import Unreadable

pytestmark = pytest.mark.asyncio(loop_scope="session")

SOMEBODY = Person(ACCOUNT.id, ACCOUNT.upn)
LATE = NotRead(FailureReason.UNAVAILABLE)


@dataclass
class UnreadOnceWritten(FakeMicrosoft365):
    """Does not answer readings of the photo any more, once it was written or removed."""

    async def read(self, person: Person) -> CloudReading:
        answer = await super().read(person)
        return replace(answer, photo=LATE) if self.is_written else answer

    async def largest_photo(self, person: Person) -> PhotoReading:
        answer = await super().largest_photo(person)
        return LATE if self.is_written else answer

    @property
    def is_written(self) -> bool:
        return any(line.startswith(("write", "remove")) for line in self.asked)


@dataclass
class ProfileLost(FakeSharePoint):
    """Does not answer readings of the profile any more, once a property was set."""

    async def profile(self, upn: str) -> ProfileReading:
        answer = await super().profile(upn)
        return LATE if any(line.startswith("set") for line in self.asked) else answer


@dataclass
class FilesLost(FakeSharePoint):
    """Stores and removes files, and answers no reading of some of them."""

    lost: frozenset[Size] = frozenset()

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        return LATE if size in self.lost else await super().thumbnail(place, size)


@dataclass
class Meanwhile(FakeSharePoint):
    """When a property is set, Microsoft 365 answers with another photo, and with other files."""

    cloud: FakeMicrosoft365 = field(default_factory=FakeMicrosoft365)
    photo: PhotoReading = LATE
    others: Mapping[Size, PhotoReading] = field(default_factory=dict)

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        await super().write_property(my_site, upn, name, value)
        self.cloud.picture, self.files = self.photo, {**self.files, **self.others}


def of(cloud: FakeMicrosoft365, sharepoint: FakeSharePoint) -> UseCases:
    capabilities = FakeCapabilities()
    check = Check(cloud, sharepoint, capabilities, lambda: READ_AT, PictureThreads())
    sync = Sync(check, cloud, sharepoint, FakeTime().sleep)
    return UseCases(People(cloud, lambda: READ_AT), check, sync, capabilities)


def unread(tenant: Simulation, size: str) -> None:
    switch_on(tenant, kind=Kind.FAIL, method="GET", route=f"_{size}Thumb", status=503)


async def removed(use_cases: UseCases) -> ActResult:
    shown = picture_versions((await use_cases.check(SOMEBODY)).readings)
    return await use_cases.remove(SOMEBODY, Diary(), shown)


async def change_of_photo(sharepoint: FakeSharePoint) -> tuple[FakeMicrosoft365, Undoable]:
    """A new picture that was written everywhere, and can be undone."""
    cloud = FakeMicrosoft365()
    change = undoable(await of(cloud, sharepoint).replace.new(SOMEBODY, photo(2), Diary()))
    assert change
    return cloud, change


@pytest.mark.parametrize("size", ["S", "M", "L"])
async def test_a_file_that_cannot_be_read_back_keeps_no_other_from_being_written(
    tenant: Simulation, use_cases: UseCases, size: str
) -> None:
    unread(tenant, size)
    synced = await use_cases.sync(person(tenant, BEN), Diary())
    assert outcomes(synced) == {
        each: WriteOutcome.UNKNOWN if each == size else WriteOutcome.VERIFIED for each in "SML"
    }
    assert synced.ending is Ending.UNCHECKED
    assert synced.check_result.diagnosis.verdict is Verdict.UNSURE


async def test_a_check_that_reads_what_could_not_be_read_back_has_the_last_word(
    tenant: Simulation, use_cases: UseCases
) -> None:
    diary = Diary()
    synced = await watched(use_cases, diary, Unreadable)(person(tenant, BEN), diary)
    assert set(outcomes(synced).values()) == {WriteOutcome.UNKNOWN}
    assert diary.lines[-1] == "unknown sharepoint:L"
    assert synced.ending is Ending.FIXED


async def test_no_property_names_files_that_could_not_be_read_back(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = profile_of(tenant, DMITRI)
    unread(tenant, "L")
    synced = await use_cases.sync(person(tenant, DMITRI), Diary())
    assert outcomes(synced)["PictureURL"] is WriteOutcome.NOT_TRIED
    assert synced.ending is Ending.NOT_FIXED
    assert profile_of(tenant, DMITRI) == before


async def test_a_copy_that_is_seen_to_be_wrong_is_not_fixed_though_another_is_unread(
    tenant: Simulation, use_cases: UseCases
) -> None:
    unread(tenant, "L")
    switch_on(tenant, kind=Kind.LIE, method="POST", route="_SThumb")
    synced = await use_cases.sync(person(tenant, BEN), Diary())
    assert synced.ending is Ending.NOT_FIXED


async def test_a_write_that_was_refused_has_failed_though_a_copy_is_unread(
    tenant: Simulation, use_cases: UseCases
) -> None:
    tenant.tenant.geographies[0].profiles[AMARA]["SPS-PictureExchangeSyncState"] = "0"
    switch_on(tenant, kind=Kind.FAIL, route="SetSingleValueProfileProperty", status=403)
    unread(tenant, "L")
    assert (await use_cases.sync(person(tenant, AMARA), Diary())).ending is Ending.NOT_FIXED


async def test_a_property_that_cannot_be_read_back_is_not_known() -> None:
    sharepoint = ProfileLost(held=showing(sync_state="0"))
    synced = await of(FakeMicrosoft365(), sharepoint).sync(SOMEBODY, Diary())
    assert outcomes(synced) == {"SPS-PictureExchangeSyncState": WriteOutcome.UNKNOWN}
    assert synced.ending is Ending.UNCHECKED


async def test_a_file_that_is_seen_to_be_missing_is_not_fixed_though_the_photo_is_unread() -> None:
    sharepoint = Meanwhile(held=showing(sync_state="0"), others={Size.M: NoPhoto()})
    synced = await of(sharepoint.cloud, sharepoint).sync(SOMEBODY, Diary())
    assert outcomes(synced) == {"SPS-PictureExchangeSyncState": WriteOutcome.VERIFIED}
    assert synced.check_result.diagnosis.verdict is Verdict.UNSURE
    assert synced.ending is Ending.NOT_FIXED


async def test_a_new_picture_that_cannot_be_read_back_is_not_known() -> None:
    cloud, sharepoint = UnreadOnceWritten(), FakeSharePoint()
    put = await of(cloud, sharepoint).replace.new(SOMEBODY, photo(2), Diary())
    assert outcomes(put) == {"microsoft_365": WriteOutcome.UNKNOWN}
    assert put.ending is Ending.UNCHECKED


async def test_copies_that_agree_on_another_photo_do_not_prove_the_new_one() -> None:
    others = thumbnails_of(1)
    sharepoint = Meanwhile(held=showing(sync_state="0"), photo=photo(1), others=others)
    put = await of(sharepoint.cloud, sharepoint).replace.new(SOMEBODY, photo(2), Diary())
    assert {step.outcome for step in put.steps} == {WriteOutcome.VERIFIED}
    assert put.check_result.diagnosis.verdict is Verdict.IN_SYNC
    assert put.ending is Ending.NOT_FIXED


async def test_a_new_picture_of_which_a_thumbnail_cannot_be_read_back_is_not_known() -> None:
    sharepoint = FilesLost(lost=frozenset({Size.M}))
    put = await of(FakeMicrosoft365(), sharepoint).replace.new(SOMEBODY, photo(2), Diary())
    assert outcomes(put)["M"] is WriteOutcome.UNKNOWN
    assert outcomes(put)["L"] is WriteOutcome.VERIFIED
    assert put.ending is Ending.UNCHECKED


async def test_a_removal_that_cannot_be_looked_for_again_is_not_known() -> None:
    bare = showing(picture_url="", placeholder_state="1")
    sharepoint = FakeSharePoint(held=bare, files=dict.fromkeys(Size, NoPhoto()))
    gone = await removed(of(UnreadOnceWritten(), sharepoint))
    assert outcomes(gone) == {"microsoft_365": WriteOutcome.UNKNOWN}
    assert gone.ending is Ending.UNCHECKED


async def test_files_that_cannot_be_looked_for_again_are_all_removed_and_not_known() -> None:
    sharepoint = FilesLost(lost=frozenset(Size))
    gone = await removed(of(FakeMicrosoft365(), sharepoint))
    assert [outcomes(gone)[size.value] for size in Size] == [WriteOutcome.UNKNOWN] * 3
    assert sharepoint.files == dict.fromkeys(Size, NoPhoto())
    assert gone.ending is Ending.UNCHECKED


async def test_nothing_is_called_removed_where_there_is_a_photo_again() -> None:
    sharepoint = Meanwhile(photo=photo(2))
    gone = await removed(of(sharepoint.cloud, sharepoint))
    assert {step.outcome for step in gone.steps} == {WriteOutcome.VERIFIED}
    assert gone.ending is Ending.NOT_FIXED


async def test_an_undo_that_cannot_be_read_back_is_not_known() -> None:
    sharepoint = FakeSharePoint()
    cloud, change = await change_of_photo(sharepoint)
    assert isinstance(cloud.picture, Photo)
    behind = UnreadOnceWritten(picture=cloud.picture)
    only_photo = replace(change, before=replace(change.before, files=None, properties=None))
    undone = await of(behind, sharepoint).undo(SOMEBODY, only_photo, Diary())
    assert outcomes(undone) == {"microsoft_365": WriteOutcome.UNKNOWN}
    assert undone.ending is Ending.UNCHECKED
    assert undone.check_result.diagnosis.copies[0].state is CopyState.NOT_READ
