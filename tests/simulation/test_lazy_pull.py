"""When SharePoint fetches a photo by itself, and when it does not."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from PIL import Image

from simulation.tenant.lazy_pull import Outcome
from simulation.tenant.person import Mailbox
from simulation.web import Response
from tests.simulation.world import AMARA, BEN, DMITRI, GRACE, HUGO, INES, KEIKO, LUKAS, NOON, World

SIDES = {"S": 48, "M": 72, "L": 200}


def thumbnails(world: World, person_id: str) -> dict[str, bytes]:
    stored = world.parts.tenant.snapshot(person_id)["sharepoint"]
    return {size: file["jpeg"] for size, file in stored.items() if file}


def etags(world: World, person_id: str) -> set[str]:
    person = world.person(person_id)
    files = world.parts.tenant.geography_of(person).thumbnails(person).values()
    return {file.etag for file in files if file}


async def look(world: World, viewer: str, size: str = "L", at: str | None = None) -> Response:
    """The viewer requests a thumbnail in the browser."""
    geography = world.parts.tenant.geography_of(world.person(viewer))
    host = geography.hosts.my
    token = world.parts.entra.person_token("browser", viewer, host, "AllSites.Read")
    account = quote(world.person(at or viewer).upn, safe="")
    url = f"{host}/_layouts/15/userphoto.aspx?size={size}&accountname={account}"
    return await world.sharepoint("GET", url, token=token)


async def test_looking_at_ones_own_large_picture_pulls_it(world: World) -> None:
    before = thumbnails(world, BEN)
    answer = await look(world, BEN)
    after = thumbnails(world, BEN)
    assert answer.body == after["L"]
    for size, side in SIDES.items():
        assert after[size] != before[size]
        with Image.open(BytesIO(after[size])) as image:
            assert image.size == (side, side)


async def test_a_pull_makes_a_new_version_of_each_file(world: World) -> None:
    before = etags(world, BEN)
    await look(world, BEN)
    assert len(before | etags(world, BEN)) == 6


async def test_a_pull_writes_the_properties_too(world: World) -> None:
    await look(world, DMITRI)
    properties = await world.profile(DMITRI)
    assert properties["PictureURL"].endswith("dmitri_petrov_contoso_onmicrosoft_com_MThumb.jpg")
    assert properties["SPS-PicturePlaceholderState"] == "0"
    assert properties["SPS-PictureExchangeSyncState"] == "1"
    assert properties["SPS-PictureTimestamp"] == "63913492800"


async def test_a_pull_ends_the_placeholder(world: World) -> None:
    await look(world, KEIKO)
    assert (await world.profile(KEIKO))["SPS-PicturePlaceholderState"] == "0"


async def test_a_pull_happens_in_ones_own_geography(world: World) -> None:
    before = thumbnails(world, LUKAS)
    await look(world, LUKAS)
    assert thumbnails(world, LUKAS) != before
    assert world.parts.tenant.geographies[0].library.files_in("/User Photos/Profilbilder") == []


@pytest.mark.parametrize("size", ["S", "M"])
async def test_a_smaller_thumbnail_pulls_nothing(world: World, size: str) -> None:
    before = thumbnails(world, BEN)
    assert (await look(world, BEN, size)).body == before[size]
    assert thumbnails(world, BEN) == before


async def test_somebody_elses_picture_pulls_nothing(world: World) -> None:
    before = thumbnails(world, BEN)
    assert (await look(world, AMARA, at=BEN)).body == before["L"]
    assert thumbnails(world, BEN) == before


async def test_an_application_pulls_nothing(world: World) -> None:
    before = thumbnails(world, BEN)
    upn = world.person(BEN).upn
    url = f"https://my.test/_layouts/15/userphoto.aspx?size=L&accountname={upn}"
    answer = await world.sharepoint("GET", url)
    assert answer.body == before["L"]
    assert thumbnails(world, BEN) == before


def test_a_pull_happens_once_in_24_hours(world: World) -> None:
    tenant = world.parts.tenant
    assert tenant.open_sharepoint(BEN) is Outcome.PULLED
    tenant.change_photo(BEN, thumbnails(world, AMARA)["L"])
    first = thumbnails(world, BEN)
    tenant.clock.advance(timedelta(hours=23, minutes=59))
    assert tenant.open_sharepoint(BEN) is Outcome.TOO_SOON
    assert thumbnails(world, BEN) == first
    tenant.clock.advance(timedelta(minutes=1))
    assert tenant.open_sharepoint(BEN) is Outcome.PULLED
    assert thumbnails(world, BEN) != first


def test_a_visit_that_pulled_nothing_does_not_start_the_24_hours(world: World) -> None:
    tenant = world.parts.tenant
    assert tenant.open_sharepoint(HUGO) is Outcome.SYNC_IS_OFF
    tenant.geographies[0].profiles[HUGO]["SPS-PictureExchangeSyncState"] = "1"
    assert tenant.open_sharepoint(HUGO) is Outcome.PULLED


def test_nothing_is_pulled_while_the_sync_state_is_0(world: World) -> None:
    before = thumbnails(world, HUGO)
    assert world.parts.tenant.open_sharepoint(HUGO) is Outcome.SYNC_IS_OFF
    assert thumbnails(world, HUGO) == before


@pytest.mark.parametrize("mailbox", [Mailbox.NONE, Mailbox.ON_PREMISES])
def test_photos_are_pulled_from_exchange_online_only(world: World, mailbox: Mailbox) -> None:
    tenant = world.parts.tenant
    tenant.people[BEN] = replace(world.person(BEN), mailbox=mailbox)
    assert tenant.open_sharepoint(BEN) is Outcome.NOT_IN_EXCHANGE_ONLINE
    assert tenant.open_sharepoint(GRACE) is Outcome.NOT_IN_EXCHANGE_ONLINE


def test_a_pull_needs_an_editable_picture_property(world: World) -> None:
    tenant = world.parts.tenant
    tenant.settings = replace(tenant.settings, picture_editable_by_users=False)
    assert tenant.open_sharepoint(BEN) is Outcome.NOT_EDITABLE


def test_blocked_accounts_are_not_processed(world: World) -> None:
    tenant = world.parts.tenant
    tenant.people[INES] = replace(world.person(INES), account_enabled=False)
    assert tenant.open_sharepoint(INES) is Outcome.SIGN_IN_BLOCKED
    assert tenant.snapshot(INES)["profile"] is None


async def test_a_first_visit_makes_the_profile(world: World) -> None:
    assert world.parts.tenant.snapshot(INES)["profile"] is None
    assert world.parts.tenant.open_sharepoint(INES) is Outcome.PULLED
    assert (await world.profile(INES))["SPS-PicturePlaceholderState"] == "0"
    assert set(thumbnails(world, INES)) == {"S", "M", "L"}


def test_a_photo_that_was_removed_becomes_the_placeholder(world: World) -> None:
    tenant = world.parts.tenant
    tenant.remove_photo(AMARA)
    assert tenant.open_sharepoint(AMARA) is Outcome.REMOVED
    assert tenant.snapshot(AMARA)["profile"]["SPS-PicturePlaceholderState"] == "1"


def test_changing_the_photo_changes_nothing_in_sharepoint(world: World) -> None:
    before = thumbnails(world, AMARA)
    photo = world.parts.tenant.change_photo(AMARA, thumbnails(world, BEN)["L"])
    assert photo.changed == NOON
    assert thumbnails(world, AMARA) == before
