"""Teams apps: the catalogue, and what is installed for a person."""

import json
from dataclasses import replace

import pytest

from simulation.assemble import services
from simulation.entra.registrations import GRAPH, Registration
from simulation.faults import Fault, Kind
from simulation.graph.teamwork import Teamwork
from simulation.tenant.app_catalogue import CatalogueApp
from simulation.web import Response
from tests.simulation.world import AMARA, BEN, MAYA, World, said

SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All"
ANY = "TeamsAppInstallation.ReadWriteForUser.All"
OTHER = CatalogueApp("other", "manifest-of-other", "Other", "client-of-other")


@pytest.fixture
def apps(world: World) -> World:
    """The bot may install itself; there is another app in the catalogue."""
    world.parts.apps.bot.grant(GRAPH, SELF)
    world.parts.tenant.app_catalogue[OTHER.id] = OTHER
    return world


def bot(world: World) -> Registration:
    return world.parts.apps.bot


async def install(
    world: World, person_id: str, app: str = "", by: Registration | None = None
) -> Response:
    address = f"https://graph.test/v1.0/appCatalogs/teamsApps/{app or world.parts.tenant.bot_app}"
    body = json.dumps({"teamsApp@odata.bind": address}).encode()
    path = f"/v1.0/users/{person_id}/teamwork/installedApps"
    return await world.graph("POST", path, by or bot(world), body=body)


def error(answer: Response) -> tuple[int, str]:
    return answer.status, said(answer)["error"]["code"]


async def test_an_app_is_installed_for_a_person_once(apps: World) -> None:
    assert (await install(apps, AMARA)).status == 201
    assert error(await install(apps, AMARA)) == (409, "Conflict")
    assert (await install(apps, BEN)).status == 201


async def test_the_catalogue_gives_the_id_for_the_id_of_a_manifest(apps: World) -> None:
    path = f"/v1.0/appCatalogs/teamsApps?$filter=externalId eq '{bot(apps).client_id}'"
    assert (await apps.graph("GET", path, bot(apps))).status == 403
    bot(apps).grant(GRAPH, "AppCatalog.Read.All")
    found = said(await apps.graph("GET", path, bot(apps)))["value"]
    assert [app["id"] for app in found] == [apps.parts.tenant.bot_app]
    assert found[0]["distributionMethod"] == "organization"
    none = said(await apps.graph("GET", path.replace("eq '", "eq 'x"), bot(apps)))["value"]
    assert none == []


async def test_installed_apps_are_filtered_and_expanded(apps: World) -> None:
    tenant = apps.parts.tenant
    bot(apps).grant(GRAPH, ANY)
    await install(apps, AMARA)
    await install(apps, AMARA, OTHER.id)
    path = f"/v1.0/users/{AMARA}/teamwork/installedApps"
    plain = said(await apps.graph("GET", path, bot(apps)))["value"]
    assert [set(installation) for installation in plain] == [{"id"}, {"id"}]
    query = f"?$expand=teamsApp&$filter=teamsApp/externalId eq '{bot(apps).client_id}'"
    (found,) = said(await apps.graph("GET", path + query, bot(apps)))["value"]
    assert found["teamsApp"]["id"] == tenant.bot_app
    assert found["id"] == plain[0]["id"]
    query = f"?$expand=teamsApp&$filter=teamsApp/id eq '{OTHER.id}'"
    (found,) = said(await apps.graph("GET", path + query, bot(apps)))["value"]
    assert found["teamsApp"]["displayName"] == "Other"
    assert (await apps.graph("GET", path + "?$filter=nonsense", bot(apps))).status == 400


async def test_the_chat_of_an_installed_app_has_an_id(apps: World) -> None:
    await install(apps, AMARA)
    path = f"/v1.0/users/{AMARA}/teamwork/installedApps"
    (found,) = said(await apps.graph("GET", path, bot(apps)))["value"]
    chat = said(await apps.graph("GET", f"{path}/{found['id']}/chat", bot(apps)))
    assert chat["chatType"] == "oneOnOne"
    assert chat["id"] == f"19:{AMARA}_{bot(apps).client_id}@unq.gbl.spaces"
    assert (await apps.graph("GET", f"{path}/none/chat", bot(apps))).status == 404


async def test_an_application_with_rights_on_itself_manages_no_other_app(apps: World) -> None:
    answer = await install(apps, AMARA, OTHER.id)
    assert error(answer) == (403, "Forbidden")
    assert "is not allowed to manage the Teams App" in said(answer)["error"]["message"]
    apps.reader.grant(GRAPH, SELF)
    assert (await install(apps, AMARA, by=apps.reader)).status == 403
    apps.parts.tenant.installed_apps[BEN] = (OTHER.id,)
    path = f"/v1.0/users/{BEN}/teamwork/installedApps"
    assert said(await apps.graph("GET", path, bot(apps)))["value"] == []


async def test_without_a_permission_nothing_is_installed_or_listed(apps: World) -> None:
    assert (await install(apps, AMARA, by=apps.reader)).status == 403
    path = f"/v1.0/users/{AMARA}/teamwork/installedApps"
    assert (await apps.graph("GET", path, apps.reader)).status == 403


async def test_an_app_that_a_policy_blocks_is_refused_by_name(apps: World) -> None:
    people = apps.parts.tenant.people
    people[AMARA] = replace(people[AMARA], may_use_apps=False)
    answer = await install(apps, AMARA)
    assert error(answer) == (403, "Forbidden")
    told = said(answer)["error"]
    assert told["message"].startswith("App is blocked by app permission policy.")
    assert told["innerError"]["code"] == "AccessDenied"


async def test_who_has_no_teams_and_what_is_not_in_the_catalogue_is_not_found(apps: World) -> None:
    people = apps.parts.tenant.people
    people[AMARA] = replace(people[AMARA], licensed=False)
    assert error(await install(apps, AMARA)) == (404, "NotFound")
    assert error(await install(apps, MAYA)) == (404, "NotFound")
    assert error(await install(apps, BEN, "unknown")) == (404, "NotFound")
    assert (await install(apps, "nobody")).status == 404


async def test_thirty_apps_a_second_are_installed_and_thirty_lists_read(apps: World) -> None:
    now = [0.0]
    parts = replace(apps.parts, teamwork=Teamwork(monotonic=lambda: now[0]))
    world = replace(apps, parts=parts, services=services(parts, _no_sleep))
    statuses = [(await install(world, AMARA)).status for _ in range(31)]
    assert statuses == [201, *[409] * 29, 429]
    path = f"/v1.0/users/{AMARA}/teamwork/installedApps"
    listed = [await world.graph("GET", path, bot(world)) for _ in range(31)]
    assert [answer.status for answer in listed] == [*[200] * 30, 429]
    assert listed[-1].headers["Retry-After"] == "1"
    now[0] = 1.001
    assert (await install(world, BEN)).status == 201


async def test_listeners_hear_of_the_bot_and_only_of_the_bot(apps: World) -> None:
    told: list[str] = []
    parts = replace(apps.parts, teamwork=Teamwork([told.append]))
    world = replace(apps, parts=parts, services=services(parts, _no_sleep))
    bot(world).grant(GRAPH, ANY)
    for person_id in (AMARA, AMARA, BEN):
        await install(world, person_id)
        await install(world, person_id, OTHER.id)
    assert told == [AMARA, BEN]


async def test_an_installation_that_was_not_stored_can_be_recognised(apps: World) -> None:
    apps.parts.faults.add(Fault(Kind.LIE, "graph", route="installedApps"), apps.parts.tenant)
    assert (await install(apps, AMARA)).status == 201
    assert not apps.parts.tenant.has_bot(AMARA)


async def _no_sleep(_seconds: float) -> None:
    """Don't wait."""
