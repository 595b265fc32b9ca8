"""Users as Graph tells them, and what else it knows."""

import json

import pytest

from simulation.entra.registrations import GRAPH
from simulation.graph.account import EXCHANGE_PLAN
from simulation.people import object_id
from tests.simulation.world import AMARA, GRACE, INES, LUKAS, MAYA, World, said

NIALL_UPN = "niall.o%27brien@contoso.onmicrosoft.com"
MAYA_UPN = "maya.singh_fabrikam.com%23EXT%23@contoso.onmicrosoft.com"


async def test_a_user_has_the_default_properties_unless_others_are_selected(world: World) -> None:
    whole = said(await world.graph("GET", f"/v1.0/users/{AMARA}"))
    assert whole["displayName"] == "Amara Okafor"
    assert "accountEnabled" not in whole
    path = f"/v1.0/users/{AMARA}?$select=id,userType,accountEnabled,onPremisesSyncEnabled"
    some = said(await world.graph("GET", path))
    assert some.pop("@odata.context").endswith("/$entity")
    assert some == {
        "id": AMARA,
        "userType": "Member",
        "accountEnabled": True,
        "onPremisesSyncEnabled": None,
    }


@pytest.mark.parametrize(
    "name",
    [
        AMARA,
        "amara.okafor@contoso.onmicrosoft.com",
        "AMARA.Okafor@contoso.onmicrosoft.com",
        NIALL_UPN,
        MAYA_UPN,
    ],
)
async def test_a_user_is_found_by_id_or_encoded_name(world: World, name: str) -> None:
    assert (await world.graph("GET", f"/v1.0/users/{name}")).status == 200


async def test_a_user_is_found_in_brackets_with_the_apostrophe_doubled(world: World) -> None:
    path = "/v1.0/users('niall.o''brien@contoso.onmicrosoft.com')/photo"
    assert (await world.graph("GET", path)).status == 200


async def test_an_unknown_user_is_a_missing_resource(world: World) -> None:
    for path in ("/v1.0/users/nobody@contoso.onmicrosoft.com", "/v1.0/users/nobody/photo"):
        answer = await world.graph("GET", path)
        assert answer.status == 404
        assert said(answer)["error"]["code"] == "Request_ResourceNotFound"


async def test_an_error_has_a_date_and_the_request_ids(world: World) -> None:
    answer = await world.graph("GET", "/v1.0/users/nobody", client_request_id="mine")
    inner = said(answer)["error"]["innerError"]
    assert inner["date"] == "2026-05-04T12:00:00"
    assert inner["client-request-id"] == "mine"
    assert inner["request-id"] == answer.headers["request-id"]


async def test_an_unknown_property_cannot_be_selected(world: World) -> None:
    answer = await world.graph("GET", f"/v1.0/users/{AMARA}?$select=favouriteColour")
    assert answer.status == 400
    assert "favouriteColour" in said(answer)["error"]["message"]


async def test_a_mailbox_plan_is_deleted_beside_add_ons_that_stay_enabled(world: World) -> None:
    async def exchange(person_id: str) -> dict[str, str]:
        answer = await world.graph("GET", f"/v1.0/users/{person_id}?$select=assignedPlans,mail")
        plans = said(answer)["assignedPlans"]
        return {
            p["servicePlanId"]: p["capabilityStatus"] for p in plans if p["service"] == "exchange"
        }

    with_mailbox, without = await exchange(AMARA), await exchange(GRACE)
    assert with_mailbox.pop(EXCHANGE_PLAN) == "Enabled"
    assert without.pop(EXCHANGE_PLAN) == "Deleted"
    assert set(with_mailbox.values()) == set(without.values()) == {"Enabled"}
    assert await exchange(MAYA) == {}


async def test_somebody_without_a_mailbox_may_have_a_mail_address(world: World) -> None:
    assert said(await world.graph("GET", f"/v1.0/users/{GRACE}"))["mail"]


async def test_my_site_has_the_host_of_ones_geography(world: World) -> None:
    path = f"/v1.0/users/{LUKAS}?$select=mySite"
    assert said(await world.graph("GET", path))["mySite"].startswith("https://eur-my.test/")
    path = f"/v1.0/users/{INES}?$select=mySite"
    assert said(await world.graph("GET", path))["mySite"] is None


async def test_pages_link_to_the_next_until_everybody_was_listed(world: World) -> None:
    seen: list[str] = []
    url = "https://graph.test/v1.0/users?$top=4&$select=id"
    while url:
        page = said(await world.call("GET", url, world.reader))
        assert len(page["value"]) <= 4
        seen += [user["id"] for user in page["value"]]
        url = page.get("@odata.nextLink", "")
    assert sorted(seen) == sorted(world.parts.tenant.people)


@pytest.mark.parametrize("top", ["0", "1000", "many"])
async def test_a_page_has_between_1_and_999_users(world: World, top: str) -> None:
    assert (await world.graph("GET", f"/v1.0/users?$top={top}")).status == 400


async def test_users_can_be_filtered(world: World) -> None:
    path = "/v1.0/users?$filter=userType eq 'Guest' and accountEnabled eq true"
    found = said(await world.graph("GET", path))["value"]
    assert [user["id"] for user in found] == [MAYA, object_id("xenia.popov.guest")]
    others = said(await world.graph("GET", "/v1.0/users?$filter=userType ne 'Member'"))["value"]
    assert others == found
    answer = await world.graph("GET", "/v1.0/users?$filter=startswith(displayName,'A')")
    assert said(answer)["error"]["code"] == "Request_UnsupportedQuery"


async def test_photo_update_settings_are_beta_only(world: World) -> None:
    path = "/admin/people/photoUpdateSettings"
    assert said(await world.graph("GET", f"/beta{path}"))["source"] is None
    assert (await world.graph("GET", f"/v1.0{path}")).status == 400
    assert (await world.graph("GET", f"/beta{path}", world.parts.apps.bot)).status == 403


async def test_photo_update_settings_can_be_changed_and_reset(world: World) -> None:
    path = "/beta/admin/people/photoUpdateSettings"
    body = json.dumps({"source": "onPremises", "allowedRoles": ["role"]}).encode()
    assert (await world.graph("PATCH", path, body=body)).status == 403
    world.reader.grant(GRAPH, "PeopleSettings.ReadWrite.All")
    assert said(await world.graph("PATCH", path, body=body))["source"] == "onPremises"
    assert world.parts.tenant.settings.allowed_roles == ("role",)
    assert (await world.graph("DELETE", f"{path}/$ref")).status == 204
    assert said(await world.graph("GET", path))["source"] is None


async def test_me_is_for_people_only(world: World) -> None:
    answer = await world.graph("GET", "/v1.0/me/photo")
    assert answer.status == 400
    assert "delegated" in said(answer)["error"]["message"]


async def test_a_wrong_path_or_verb_is_refused(world: World) -> None:
    assert (await world.graph("GET", "/v1.0/user")).status == 400
    assert (await world.graph("GET", "/v3/users")).status == 400
    assert (await world.graph("POST", f"/v1.0/users/{AMARA}/photo")).status == 405


async def test_no_token_or_one_for_another_service_is_401(world: World) -> None:
    nobody = await world.call("GET", "https://graph.test/v1.0/users")
    assert (nobody.status, said(nobody)["error"]["message"]) == (401, "Access token is empty.")
    elsewhere = world.token(world.reader, "https://root.test")
    assert (await world.graph("GET", "/v1.0/users", token=elsewhere)).status == 401


async def test_the_root_site_tells_the_sharepoint_host(world: World) -> None:
    assert (await world.graph("GET", "/v1.0/sites/root")).status == 403
    world.reader.grant(GRAPH, "Sites.Read.All")
    answer = said(await world.graph("GET", "/v1.0/sites/root"))
    assert answer["webUrl"] == "https://root.test"
