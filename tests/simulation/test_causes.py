"""There is somebody, or a setting, for every cause that a photo does not arrive."""

from dataclasses import replace

import pytest

from simulation.people import object_id
from simulation.tenant.lazy_pull import Outcome
from simulation.tenant.settings import Settings
from tests.simulation.channel.conftest import teams
from tests.simulation.page.conftest import Page, page
from tests.simulation.wire import Wire
from tests.simulation.world import BEN, INES, World, picture, properties_url, said

__all__ = ["page", "teams"]

OSKAR, PETRA, QUENTIN, ROSA, SAMIR, TOVE, UMUT, VERA, WIM, XENIA, YARA, ZOLTAN = (
    object_id(name)
    for name in (
        "oskar.bergman",
        "petra.novak",
        "quentin.dubois",
        "rosa.silva",
        "samir.haddad",
        "tove.nilsen",
        "umut.kaya",
        "vera.jansen",
        "wim.peeters",
        "xenia.popov.guest",
        "yara.haddad",
        "zoltan.nagy",
    )
)
FACTS = "accountEnabled,assignedPlans,onPremisesSyncEnabled,userType"


async def facts(world: World, person_id: str) -> dict[str, object]:
    answer: dict[str, object] = said(
        await world.graph("GET", f"/v1.0/users/{person_id}?$select={FACTS}")
    )
    return answer


async def test_accounts_have_the_facts_behind_a_cause(world: World) -> None:
    assert (await facts(world, QUENTIN))["accountEnabled"] is False
    assert (await facts(world, UMUT))["assignedPlans"] == []
    assert (await facts(world, XENIA))["userType"] == "Guest"
    for person_id in (PETRA, ROSA, SAMIR, ZOLTAN):
        assert (await facts(world, person_id))["onPremisesSyncEnabled"] is True


@pytest.mark.parametrize(
    ("person_id", "outcome"),
    [
        (PETRA, Outcome.NOT_IN_EXCHANGE_ONLINE),
        (QUENTIN, Outcome.SIGN_IN_BLOCKED),
        (TOVE, Outcome.DISCONNECTED),
        (UMUT, Outcome.NOT_IN_EXCHANGE_ONLINE),
        (XENIA, Outcome.NOT_IN_EXCHANGE_ONLINE),
        (VERA, Outcome.PULLED),
    ],
)
def test_a_visit_pulls_only_where_the_rules_allow(
    world: World, person_id: str, outcome: Outcome
) -> None:
    assert world.parts.tenant.open_sharepoint(person_id) is outcome


@pytest.mark.parametrize(
    ("settings", "outcome"),
    [
        (Settings(picture_editable_by_users=False), Outcome.NOT_EDITABLE),
        (Settings(exchange_principal_enabled=False), Outcome.EXCHANGE_IS_DISABLED),
    ],
)
def test_a_setting_of_the_tenant_stops_every_pull(
    world: World, settings: Settings, outcome: Outcome
) -> None:
    world.parts.tenant.settings = settings
    assert world.parts.tenant.open_sharepoint(BEN) is outcome


def test_active_directorys_picture_comes_back(world: World) -> None:
    tenant = world.parts.tenant
    chosen = tenant.change_photo(ROSA, picture(648)).jpeg
    synchronised = tenant.synchronise(ROSA)
    assert synchronised
    assert synchronised.jpeg != chosen
    assert synchronised.width == 96
    tenant.settings = replace(tenant.settings, source="cloud")
    assert tenant.synchronise(ROSA) is None


def test_a_picture_that_is_too_large_for_the_directory_never_arrives(world: World) -> None:
    world.parts.tenant.on_premises[SAMIR] = bytes(102_401)
    assert world.parts.tenant.synchronise(SAMIR) is None
    assert SAMIR not in world.parts.tenant.photos


async def test_a_disconnected_profile_is_there_and_empty(world: World) -> None:
    answer = said(await world.sharepoint("GET", properties_url(world.person(TOVE))))
    assert (answer["PersonalUrl"], answer["DisplayName"], answer["PictureUrl"]) == ("", "", None)
    told = {p["Key"]: p["Value"] for p in answer["UserProfileProperties"]}
    assert told["AccountName"] == world.person(TOVE).claim
    assert told["SPS-PictureExchangeSyncState"] == ""


async def test_addresses_of_pictures_are_written_in_many_ways(world: World) -> None:
    vera, wim = await world.profile(VERA), await world.profile(WIM)
    assert "/User%20Photos/Profielafbeeldingen/" in vera["PictureURL"]
    assert vera["PictureURL"].endswith(f"?t={vera['SPS-PictureTimestamp']}")
    assert wim["PictureURL"].startswith("https://my.test:443/User%20Photos/Profile%20Pictures/")
    assert f"{WIM}_MThumb.jpg?t=" in wim["PictureURL"]
    for person_id in (VERA, WIM):
        assert all(world.parts.tenant.snapshot(person_id)["sharepoint"].values())
        told = said(await world.sharepoint("GET", properties_url(world.person(person_id))))
        assert told["PictureUrl"].count("?t=") == 1


async def test_a_guest_with_an_apostrophe_has_a_profile(world: World) -> None:
    profile = await world.profile(XENIA)
    assert "o'popov_northwind_com#ext#" in profile["PersonalSpace"]
    assert all(world.parts.tenant.snapshot(XENIA)["sharepoint"].values())


async def test_a_property_is_cleared_and_a_file_deleted(world: World) -> None:
    await world.write_property(BEN, "PictureURL", "")
    assert (await world.profile(BEN))["PictureURL"] == ""
    path = f"/User Photos/Profile Pictures/{BEN}_LThumb.jpg"
    url = f"https://my.test/_api/web/GetFileByServerRelativeUrl('{path}')"
    assert (await world.sharepoint("DELETE", url, world.writer)).status == 200
    assert (await world.read_file(path)).status == 404
    assert INES not in world.parts.tenant.geographies[0].profiles


async def test_the_page_respects_photo_update_settings(page: Page) -> None:
    tenant = page.teams.tenant
    tenant.settings = replace(tenant.settings, source="onPremises")
    photo = f"/api/people/{BEN}/photo"
    assert (await page.browser.put(photo, data=picture(648))).status == 403
    assert (await page.browser.delete(photo)).status == 403


@pytest.mark.asyncio(loop_scope="module")
async def test_a_mailbox_policy_shows_only_when_one_tries(wire: Wire) -> None:
    url = f"{wire.served.control}/people/{{}}/photo-in-outlook"
    async with wire.http.put(url.format(YARA), data=picture(648)) as refused:
        assert refused.status == 403
    async with wire.http.put(url.format(OSKAR), data=picture(648)) as done:
        assert done.status == 200


@pytest.mark.asyncio(loop_scope="module")
async def test_active_directory_can_be_synchronised_over_http(wire: Wire) -> None:
    told = await wire.control("POST", f"/people/{ROSA}/synchronise")
    assert told["etag"] == wire.served.tenant.photos[ROSA].etag
    roles = {"directory_roles": ["x"]}
    shown = await wire.control("PATCH", f"/people/{ROSA}", roles)
    assert shown["person"]["directory_roles"] == ["x"]
