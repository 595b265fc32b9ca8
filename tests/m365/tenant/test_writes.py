"""What is written to the simulated SharePoint."""

import pytest

from bot.core.failures import ServiceFailure
from bot.m365.services import Microsoft365Services
from bot.photos.library import Thumbnails, derived
from bot.photos.readings import Photo, Profile, Size
from simulation.serve import Simulation
from simulation.tenant import Tenant
from tests.m365.pictures import jpeg
from tests.m365.tenant.conftest import person
from tests.simulation.world import AMARA, LUKAS, MAYA, NIALL

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def place_of(services: Microsoft365Services, tenant: Simulation, who: str) -> Thumbnails:
    upn = person(tenant, who).upn
    profile = await services.sharepoint.profile(upn)
    assert isinstance(profile, Profile)
    folder = await services.sharepoint.library_folder(profile.my_site)
    return derived(upn, profile.my_site, folder)


def stored(tenant: Tenant, who: str, place: Thumbnails, size: Size) -> bytes:
    file = tenant.geography_of(tenant.people[who]).library.file(place.path(size))
    assert file is not None
    return file.content


@pytest.mark.parametrize("who", [AMARA, LUKAS, MAYA, NIALL])
async def test_a_thumbnail_is_stored_and_read_back(
    writer: Microsoft365Services, tenant: Simulation, who: str
) -> None:
    place = await place_of(writer, tenant, who)
    await writer.sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    assert stored(tenant.tenant, who, place, Size.L) == jpeg(200)
    reading = await writer.sharepoint.thumbnail(place, Size.L)
    assert isinstance(reading, Photo)
    assert reading.data == jpeg(200)


@pytest.mark.parametrize("who", [AMARA, LUKAS, MAYA, NIALL])
async def test_a_property_is_stored_and_read_back(
    writer: Microsoft365Services, tenant: Simulation, who: str
) -> None:
    place = await place_of(writer, tenant, who)
    upn = person(tenant, who).upn
    await writer.sharepoint.write_property(place.my_site, upn, "PictureURL", place.picture_url)
    profile = await writer.sharepoint.profile(upn)
    assert isinstance(profile, Profile)
    assert profile.picture_url == place.picture_url


async def test_a_read_only_app_may_write_nothing(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    place = await place_of(reader, tenant, AMARA)
    upn = person(tenant, AMARA).upn
    with pytest.raises(ServiceFailure) as file:
        await reader.sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    with pytest.raises(ServiceFailure) as value:
        await reader.sharepoint.write_property(place.my_site, upn, "PictureURL", "")
    assert file.value.permission == "Sites.FullControl.All (SharePoint)"
    assert value.value.permission == "User.ReadWrite.All (SharePoint)"
