"""What is read of the simulated people."""

import asyncio

import pytest

from bot.core.failures import FailureReason
from bot.m365.services import Microsoft365Services
from bot.photos.library import discovered
from bot.photos.readings import (
    Account,
    Broken,
    NoAccount,
    NoPhoto,
    NoProfile,
    NotRead,
    Photo,
    Profile,
    Size,
)
from bot.use_cases.ports import Person
from simulation.faults import Fault, Kind
from simulation.serve import Simulation
from tests.m365.fakes import FakeTime
from tests.m365.tenant.conftest import person
from tests.simulation.world import (
    AMARA,
    BEN,
    DMITRI,
    ELIF,
    FRANK,
    GRACE,
    INES,
    LUKAS,
    MAYA,
    NIALL,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("who", [AMARA, BEN, LUKAS, MAYA, NIALL])
async def test_a_photo_and_the_account_that_it_belongs_to(
    reader: Microsoft365Services, tenant: Simulation, who: str
) -> None:
    reading = await reader.graph.read(person(tenant, who))
    assert isinstance(reading.account, Account)
    assert reading.account.upn == tenant.tenant.people[who].upn
    assert reading.account.guest is (who == MAYA)
    assert isinstance(reading.photo, Photo)
    assert reading.photo.etag == tenant.tenant.photos[who].etag


@pytest.mark.parametrize("who", [ELIF, FRANK])
async def test_both_shapes_of_no_photo(
    reader: Microsoft365Services, tenant: Simulation, who: str
) -> None:
    assert isinstance((await reader.graph.read(person(tenant, who))).photo, NoPhoto)


async def test_whether_there_is_a_mailbox(reader: Microsoft365Services, tenant: Simulation) -> None:
    with_mailbox = await reader.graph.account(AMARA)
    without = await reader.graph.account(person(tenant, GRACE).upn)
    assert isinstance(with_mailbox, Account)
    assert isinstance(without, Account)
    assert (with_mailbox.has_mailbox, without.has_mailbox) == (True, False)


@pytest.mark.parametrize("name", ["delta", "..", ".", "me", "$count", "\u202e", ""])
async def test_what_nobody_can_be_called_is_no_account(
    reader: Microsoft365Services, name: str
) -> None:
    """Graph has something else at such addresses."""
    assert await reader.graph.account(name) == NoAccount()


async def test_an_unknown_name_is_no_account(reader: Microsoft365Services) -> None:
    nobody = Person("00000000-0000-4000-8000-000000000000", "nobody@contoso.com")
    assert await reader.graph.account("nobody@contoso.com") == NoAccount()
    reading = await reader.graph.read(nobody)
    assert reading.account == NoAccount()
    assert isinstance(reading.photo, NotRead)
    assert await reader.sharepoint.profile(nobody.upn) == NoProfile()


async def test_the_largest_photo_is_larger(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    amara = person(tenant, AMARA)
    small, large = (await reader.graph.read(amara)).photo, await reader.graph.largest_photo(amara)
    assert isinstance(small, Photo)
    assert isinstance(large, Photo)
    assert small.picture.width == 240
    assert large.picture.width == 648


@pytest.mark.parametrize("who", [AMARA, BEN, LUKAS, NIALL])
async def test_every_stored_thumbnail_is_read(
    reader: Microsoft365Services, tenant: Simulation, who: str
) -> None:
    profile = await reader.sharepoint.profile(person(tenant, who).upn)
    assert isinstance(profile, Profile)
    assert profile.changed_at is not None
    place = discovered(profile.picture_url, profile.my_site)
    assert place is not None
    read = await asyncio.gather(*(reader.sharepoint.thumbnail(place, size) for size in Size))
    assert [photo.picture.width for photo in read if isinstance(photo, Photo)] == [48, 72, 200]


async def test_a_profile_lives_where_its_my_site_is(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    home, away = tenant.addresses.geos
    amara = await reader.sharepoint.profile(person(tenant, AMARA).upn)
    lukas = await reader.sharepoint.profile(person(tenant, LUKAS).upn)
    assert isinstance(amara, Profile)
    assert isinstance(lukas, Profile)
    assert (amara.my_site, lukas.my_site) == (home.my, away.my)
    assert await reader.sharepoint.library_folder(home.my) == "Profile Pictures"
    assert await reader.sharepoint.library_folder(away.my) == "Profilbilder"


async def test_somebody_who_never_opened_sharepoint(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    assert await reader.sharepoint.profile(person(tenant, INES).upn) == NoProfile()


async def test_a_profile_without_a_picture(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    profile = await reader.sharepoint.profile(person(tenant, DMITRI).upn)
    assert isinstance(profile, Profile)
    assert (profile.picture_url, profile.placeholder_state, profile.sync_state) == ("", "", "1")


async def test_a_throttled_part_of_a_batch_waits_its_time(
    reader: Microsoft365Services, tenant: Simulation, time: FakeTime
) -> None:
    busy = Fault(Kind.THROTTLE, "graph", route="240x240", times=1, seconds=5)
    tenant.faults.add(busy, tenant.tenant)
    assert isinstance((await reader.graph.read(person(tenant, AMARA))).photo, Photo)
    assert 5 <= time.slept[0] < 6


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.CUT, Kind.THROTTLE])
async def test_a_transient_failure_is_retried(
    reader: Microsoft365Services, tenant: Simulation, kind: Kind
) -> None:
    tenant.faults.add(Fault(kind, "sharepoint", times=1), tenant.tenant)
    profile = await reader.sharepoint.profile(person(tenant, AMARA).upn)
    assert isinstance(profile, Profile)


async def test_a_lasting_failure_is_reported(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    for service in ("graph", "sharepoint"):
        tenant.faults.add(Fault(Kind.THROTTLE, service, seconds=120), tenant.tenant)
    amara = person(tenant, AMARA)
    assert (await reader.graph.read(amara)).photo == NotRead(FailureReason.THROTTLED)
    assert await reader.sharepoint.profile(amara.upn) == NotRead(FailureReason.THROTTLED)


async def test_half_a_picture_is_broken(reader: Microsoft365Services, tenant: Simulation) -> None:
    profile = await reader.sharepoint.profile(person(tenant, AMARA).upn)
    assert isinstance(profile, Profile)
    place = discovered(profile.picture_url, profile.my_site)
    assert place is not None
    tenant.faults.add(Fault(Kind.TRUNCATE, "sharepoint", route="LThumb"), tenant.tenant)
    assert isinstance(await reader.sharepoint.thumbnail(place, Size.L), Broken)


async def test_what_an_app_without_roles_reads(
    tenant: Simulation, reader: Microsoft365Services
) -> None:
    roles = tenant.apps.reader.roles
    tenant.apps.reader.roles = {}
    try:
        amara = person(tenant, AMARA)
        reading = await reader.graph.read(amara)
        assert reading.account == NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")
        assert reading.photo == NotRead(FailureReason.NOT_PERMITTED, "ProfilePhoto.Read.All")
        profile = await reader.sharepoint.profile(amara.upn)
        assert profile == NotRead(FailureReason.NOT_PERMITTED, "User.Read.All (SharePoint)")
    finally:
        tenant.apps.reader.roles = roles


async def test_a_name_in_upper_case_is_the_same_person(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    upn = person(tenant, AMARA).upn.upper()
    assert isinstance(await reader.sharepoint.profile(upn), Profile)
    assert isinstance((await reader.graph.read(Person(upn, upn))).photo, Photo)
