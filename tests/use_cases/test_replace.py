"""A picture is written to every store, from outside or from SharePoint, and read back."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.picture import NotAPicture, read_picture
from bot.photos.portrait import Portrait as Square
from bot.photos.portrait import portrait
from bot.photos.readings import Photo
from bot.photos.replacement import WRITE_PHOTO
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.by_rights import UseCases
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person
from bot.use_cases.sync import Ending, Sync
from bot.use_cases.write import WriteOutcome
from simulation.faults import Fault, Kind
from simulation.people import Portrait
from simulation.running import Simulation
from tests.m365.fakes import FakeTime
from tests.photos.examples import ACCOUNT, EVERYTHING, READ_AT
from tests.scenarios.uploads import Uploads
from tests.simulation.world import AMARA, BEN, DMITRI
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary, drawn, jpegs_of, outcomes, person, profile_of, stored

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEW = Portrait(5, wall="garden")


def new_picture() -> Photo:
    square = portrait(drawn(NEW))
    assert isinstance(square, Square)
    return Photo(square.jpeg, square.picture)


def shown_to(tenant: Simulation, object_id: str) -> dict[str, str | None]:
    """Which of the pictures `new`, `cloud` and `old` each store holds."""
    uploads = Uploads()
    uploads.add("new", drawn(NEW))
    cloud = stored(tenant, object_id)["cloud"]
    held = {"cloud": cloud and cloud["jpeg"], **jpegs_of(tenant, object_id)}
    return {store: uploads.of(jpeg) if jpeg else None for store, jpeg in held.items()}


async def outdated(use_cases: UseCases, tenant: Simulation, object_id: str) -> FakeMicrosoft365:
    """Microsoft 365 as it answers now, whatever is written to it from here on."""
    now = await use_cases.check.microsoft_365.read(person(tenant, object_id))
    return FakeMicrosoft365(now.account, now.photo)


async def seen_of(use_cases: UseCases, tenant: Simulation, object_id: str) -> PictureVersions:
    return picture_versions((await use_cases.check(person(tenant, object_id))).readings)


async def test_a_new_picture_is_written_to_every_store(
    tenant: Simulation, use_cases: UseCases
) -> None:
    diary = Diary()
    put = await use_cases.replace.new(person(tenant, BEN), new_picture(), diary)
    assert put.ending is Ending.FIXED
    assert set(outcomes(put).values()) == {WriteOutcome.VERIFIED}
    assert set(shown_to(tenant, BEN).values()) == {"new"}
    assert diary.lines[:2] == ["begin microsoft_365", "verified microsoft_365"]


async def test_a_new_picture_reaches_a_person_without_a_sharepoint_picture(
    tenant: Simulation, use_cases: UseCases
) -> None:
    put = await use_cases.replace.new(person(tenant, DMITRI), new_picture(), Diary())
    assert put.ending is Ending.FIXED
    assert set(shown_to(tenant, DMITRI).values()) == {"new"}
    assert profile_of(tenant, DMITRI)["SPS-PicturePlaceholderState"] == "0"


async def test_without_the_right_nothing_is_written() -> None:
    cloud, rights = FakeMicrosoft365(), FakeCapabilities(EVERYTHING - WRITE_PHOTO)
    check = Check(cloud, FakeSharePoint(), rights, lambda: READ_AT, PictureThreads())
    sync = Sync(check, cloud, FakeSharePoint(), FakeTime().sleep)
    diary = Diary()
    put = await UseCases(People(cloud, lambda: READ_AT), check, sync, rights).replace.new(
        Person(ACCOUNT.id, ACCOUNT.upn), new_picture(), diary
    )
    assert (put.ending, put.steps, diary.lines) == (Ending.NOT_POSSIBLE, (), [])


async def test_sharepoints_picture_becomes_the_microsoft_365_photo(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = jpegs_of(tenant, BEN)
    seen = await seen_of(use_cases, tenant, BEN)
    put = await use_cases.replace.from_sharepoint(person(tenant, BEN), Diary(), seen)
    assert put.ending is Ending.FIXED
    assert jpegs_of(tenant, BEN) == before
    assert_alike(stored(tenant, BEN)["cloud"]["jpeg"], before["L"])


async def test_whichever_photo_is_chosen_sharepoint_takes_the_next_one_again(
    tenant: Simulation, use_cases: UseCases
) -> None:
    """As the card of two photos promises where the sync state is off."""
    profiles = tenant.tenant.geography_of(tenant.tenant.people[BEN]).profiles
    off = profiles[BEN] | {"SPS-PictureExchangeSyncState": "0"}
    profiles[BEN] = dict(off)
    seen = await seen_of(use_cases, tenant, BEN)
    put = await use_cases.replace.from_sharepoint(person(tenant, BEN), Diary(), seen)
    assert put.ending is Ending.FIXED
    assert profile_of(tenant, BEN)["SPS-PictureExchangeSyncState"] == "1"


async def test_a_picture_that_is_in_sharepoint_alone_is_written_to_microsoft_365(
    tenant: Simulation, use_cases: UseCases
) -> None:
    tenant.tenant.remove_photo(AMARA)
    seen = await seen_of(use_cases, tenant, AMARA)
    put = await use_cases.replace.from_sharepoint(person(tenant, AMARA), Diary(), seen)
    assert put.ending is Ending.FIXED
    assert_alike(stored(tenant, AMARA)["cloud"]["jpeg"], jpegs_of(tenant, AMARA)["L"])


async def test_nothing_is_written_when_the_cloud_photo_changed_meanwhile(
    tenant: Simulation, use_cases: UseCases
) -> None:
    seen = await seen_of(use_cases, tenant, BEN)
    tenant.tenant.change_photo(BEN, drawn(NEW))
    now = stored(tenant, BEN)
    put = await use_cases.replace.from_sharepoint(person(tenant, BEN), Diary(), seen)
    assert put.ending is Ending.PHOTO_CHANGED
    assert stored(tenant, BEN) == now


async def test_nothing_is_written_when_sharepoints_picture_changed_meanwhile(
    tenant: Simulation, use_cases: UseCases
) -> None:
    seen = await seen_of(use_cases, tenant, BEN)
    tenant.tenant.open_sharepoint(BEN)
    now = stored(tenant, BEN)["cloud"]
    put = await use_cases.replace.from_sharepoint(person(tenant, BEN), Diary(), seen)
    assert put.ending is Ending.PHOTO_CHANGED
    assert stored(tenant, BEN)["cloud"] == now


async def test_a_photo_that_is_accepted_and_not_stored_is_not_called_fixed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = stored(tenant, BEN)
    tenant.faults.add(Fault(Kind.LIE, service="graph", method="PUT"), tenant.tenant)
    put = await use_cases.replace.new(person(tenant, BEN), new_picture(), Diary())
    assert put.ending is Ending.NOT_FIXED
    assert outcomes(put) == {"microsoft_365": WriteOutcome.NOT_STORED}
    assert stored(tenant, BEN) == before


async def test_a_photo_that_not_every_size_shows_yet_is_not_called_fixed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    tenant.faults.add(Fault(Kind.STALE, service="graph", route="240x240"), tenant.tenant)
    put = await use_cases.replace.new(person(tenant, AMARA), new_picture(), Diary())
    assert put.ending is Ending.NOT_FIXED
    assert outcomes(put) == {"microsoft_365": WriteOutcome.NOT_STORED}


async def test_sharepoint_is_not_written_where_a_check_finds_another_photo_than_the_new_one(
    tenant: Simulation, use_cases: UseCases
) -> None:
    files = jpegs_of(tenant, BEN)
    behind = await outdated(use_cases, tenant, BEN)
    check = replace(use_cases.check, microsoft_365=behind)
    sync = replace(use_cases.sync, check=check, microsoft_365=behind)
    put = await replace(use_cases.replace, check=check, sync=sync).new(
        person(tenant, BEN), new_picture(), Diary()
    )
    assert put.ending is Ending.NOT_FIXED
    assert outcomes(put) == {"microsoft_365": WriteOutcome.VERIFIED}
    assert jpegs_of(tenant, BEN) == files


async def test_no_photo_is_written_where_the_company_keeps_them_in_its_own_directory(
    tenant: Simulation, use_cases: UseCases
) -> None:
    tenant.tenant.settings = replace(tenant.tenant.settings, source="onPremises")
    before = stored(tenant, AMARA)
    put = await use_cases.replace.new(person(tenant, AMARA), new_picture(), Diary())
    assert put.ending in {Ending.NOT_POSSIBLE, Ending.NOT_FIXED}
    assert put.failure
    assert put.failure.why is FailureReason.NOT_PERMITTED
    assert stored(tenant, AMARA) == before


async def test_somebody_whose_copies_agree_has_no_picture_to_choose(
    tenant: Simulation, use_cases: UseCases
) -> None:
    seen = await seen_of(use_cases, tenant, AMARA)
    put = await use_cases.replace.from_sharepoint(person(tenant, AMARA), Diary(), seen)
    assert (put.ending, put.steps) == (Ending.NOT_POSSIBLE, ())


def assert_alike(one: bytes, other: bytes | None) -> None:
    uploads = Uploads()
    uploads.add("one", one)
    assert other
    assert uploads.of(other) == "one"
    assert not isinstance(read_picture(one), NotAPicture)
