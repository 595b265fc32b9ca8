"""Users and photos as Graph tells them."""

import asyncio
import json
from base64 import b64decode, b64encode
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from simulation.entra.registrations import GRAPH
from simulation.faults import Fault, Faulty, Kind
from simulation.graph.batch import BatchService
from simulation.tenant import Tenant
from simulation.tenant.person import Mailbox
from simulation.tenant.settings import Settings
from simulation.web import Answer, Call, json_answer
from tests.simulation.world import AMARA, BEN, ELIF, FRANK, GRACE, INES, LUKAS, MAYA, World, said

NIALL_UPN = "niall.o%27brien@contoso.onmicrosoft.com"
MAYA_UPN = "maya.singh_fabrikam.com%23EXT%23@contoso.onmicrosoft.com"


def pixels(answer: Answer) -> tuple[int, int]:
    with Image.open(BytesIO(answer.body)) as image:
        assert image.format == "JPEG"
        return image.size


def picture(side: int, colour: str = "red", kind: str = "JPEG") -> bytes:
    written = BytesIO()
    Image.new("RGB", (side, side), colour).save(written, kind)
    return written.getvalue()


async def put(
    world: World, person_id: str, body: bytes, content_type: str = "image/jpeg"
) -> Answer:
    path = f"/v1.0/users/{person_id}/photo/$value"
    return await world.graph("PUT", path, world.writer, body=body, content_type=content_type)


# Users


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


async def test_nobody_is_a_missing_resource(world: World) -> None:
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


async def test_only_a_cloud_mailbox_has_an_enabled_exchange_plan(world: World) -> None:
    async def exchange(person_id: str) -> list[str]:
        answer = await world.graph("GET", f"/v1.0/users/{person_id}?$select=assignedPlans,mail")
        plans = said(answer)["assignedPlans"]
        return [p["capabilityStatus"] for p in plans if p["service"] == "exchange"]

    assert await exchange(AMARA) == ["Enabled"]
    assert await exchange(GRACE) == ["Deleted"]
    assert await exchange(MAYA) == []


async def test_somebody_without_a_mailbox_may_have_a_mail_address(world: World) -> None:
    assert said(await world.graph("GET", f"/v1.0/users/{GRACE}"))["mail"]


async def test_my_site_tells_the_host_of_ones_geography(world: World) -> None:
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
    assert [user["id"] for user in found] == [MAYA]
    answer = await world.graph("GET", "/v1.0/users?$filter=startswith(displayName,'A')")
    assert said(answer)["error"]["code"] == "Request_UnsupportedQuery"


async def test_members_of_a_group_are_paged_like_users(world: World) -> None:
    world.reader.grant(GRAPH, "GroupMember.Read.All")
    world.parts.tenant.groups["all"] = (AMARA, BEN, LUKAS)
    page = said(await world.graph("GET", "/v1.0/groups/all/transitiveMembers?$top=2&$select=id"))
    assert [member["id"] for member in page["value"]] == [AMARA, BEN]
    rest = said(await world.call("GET", page["@odata.nextLink"], world.reader))
    assert [member["id"] for member in rest["value"]] == [LUKAS]


# Reading photos


async def test_metadata_tell_size_and_etag(world: World) -> None:
    answer = said(await world.graph("GET", f"/v1.0/users/{AMARA}/photo"))
    assert (answer["id"], answer["width"], answer["height"]) == ("648x648", 648, 648)
    assert answer["@odata.mediaContentType"] == "image/jpeg"
    assert answer["@odata.mediaEtag"].startswith('W/"')


@pytest.mark.parametrize("side", [48, 64, 96, 120, 240, 360, 432, 504, 648])
async def test_every_named_size_is_served(world: World, side: int) -> None:
    path = f"/v1.0/users/{AMARA}/photos/{side}x{side}"
    assert said(await world.graph("GET", path))["width"] == side
    answer = await world.graph("GET", f"{path}/$value")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert pixels(answer) == (side, side)


async def test_a_size_that_is_too_large_gives_a_smaller_one(world: World) -> None:
    await put(world, AMARA, picture(300))
    answer = said(await world.graph("GET", f"/v1.0/users/{AMARA}/photos/648x648"))
    assert (answer["id"], answer["width"]) == ("240x240", 240)
    assert pixels(await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")) == (240, 240)
    sizes = said(await world.graph("GET", f"/v1.0/users/{AMARA}/photos"))["value"]
    assert [size["width"] for size in sizes] == [48, 64, 96, 120, 240]


@pytest.mark.parametrize("size", ["50x50", "48x64", "large"])
async def test_a_size_without_a_name_is_not_found(world: World, size: str) -> None:
    answer = await world.graph("GET", f"/v1.0/users/{AMARA}/photos/{size}/$value")
    assert answer.status == 404
    assert said(answer)["error"]["code"] == "ErrorItemNotFound"


async def test_entra_alone_keeps_any_shape(world: World) -> None:
    written = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(written, "JPEG")
    await put(world, GRACE, written.getvalue())
    answer = said(await world.graph("GET", f"/v1.0/users/{GRACE}/photo"))
    assert (answer["id"], answer["width"], answer["height"]) == ("default", 648, 432)


async def test_no_photo_is_404_for_some(world: World) -> None:
    for path in ("photo", "photos", "photos/240x240", "photo/$value", "photos/240x240/$value"):
        answer = await world.graph("GET", f"/v1.0/users/{ELIF}/{path}")
        assert answer.status == 404
        assert said(answer)["error"]["code"] == "ImageNotFound"


async def test_no_photo_is_one_pixel_for_others(world: World) -> None:
    for path in ("photo", "photos/240x240"):
        answer = await world.graph("GET", f"/v1.0/users/{FRANK}/{path}")
        metadata = said(answer)
        assert answer.status == 200
        assert metadata["@odata.mediaContentType"] == "image/gif"
        assert metadata["@odata.mediaEtag"] == ""
        assert (metadata["id"], metadata["width"], metadata["height"]) == ("1x1", 1, 1)
    assert (await world.graph("GET", f"/v1.0/users/{FRANK}/photo/$value")).status == 404


async def test_no_photo_beside_a_mailbox_on_premises_says_so(world: World) -> None:
    on_premises = replace(world.person(ELIF), mailbox=Mailbox.ON_PREMISES)
    world.parts.tenant.people[ELIF] = on_premises
    answer = await world.graph("GET", f"/v1.0/users/{ELIF}/photo")
    assert answer.status == 404
    assert said(answer)["error"]["code"] == "MailboxNotHostedInExchangeOnline"


# Writing photos


async def test_a_written_photo_is_encoded_anew_and_stripped(world: World) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    written = BytesIO()
    Image.new("RGB", (648, 648), "navy").save(written, "JPEG", exif=exif)
    assert (await put(world, AMARA, written.getvalue())).status == 200
    answer = await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")
    assert answer.body != written.getvalue()
    with Image.open(BytesIO(answer.body)) as image:
        assert not image.getexif()
        red, _, blue = image.convert("RGB").resize((1, 1)).tobytes()
        assert blue > 100 > red


async def test_a_turned_photo_is_stored_upright(world: World) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("RGB", (648, 648), "white")
    image.paste("black", (0, 0, 648, 324))
    written = BytesIO()
    image.save(written, "JPEG", exif=exif)
    await put(world, AMARA, written.getvalue())
    answer = await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")
    with Image.open(BytesIO(answer.body)) as stored:
        left, right = stored.convert("L").resize((2, 1)).tobytes()
    assert left > 200
    assert right < 50


async def test_the_etag_is_new_on_every_write_of_the_same_bytes(world: World) -> None:
    tags = set()
    for _ in range(3):
        await put(world, AMARA, picture(240))
        tags.add(said(await world.graph("GET", f"/v1.0/users/{AMARA}/photo"))["@odata.mediaEtag"])
    assert len(tags) == 3


async def test_png_is_accepted_and_served_as_jpeg(world: World) -> None:
    assert (await put(world, AMARA, picture(240, kind="PNG"), "image/png")).status == 200
    assert pixels(await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")) == (240, 240)


async def test_what_cannot_be_a_photo_is_refused(world: World) -> None:
    assert (await put(world, AMARA, b"not a picture")).status == 400
    assert (await put(world, AMARA, picture(240)[:200])).status == 400
    assert (await put(world, AMARA, picture(240), "text/plain")).status == 415
    too_large = picture(48) + bytes(4 * 1024 * 1024)
    assert (await put(world, AMARA, too_large)).status == 413
    assert said(await world.graph("GET", f"/v1.0/users/{AMARA}/photo"))["width"] == 648


async def test_a_photo_can_be_removed_once(world: World) -> None:
    path = f"/v1.0/users/{AMARA}/photo/$value"
    assert (await world.graph("DELETE", path, world.writer)).status == 204
    assert (await world.graph("GET", f"/v1.0/users/{AMARA}/photo")).status == 404
    assert (await world.graph("DELETE", path, world.writer)).status == 404


async def test_writing_needs_the_role_for_it(world: World) -> None:
    path = f"/v1.0/users/{AMARA}/photo/$value"
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await world.graph(method, path, body=picture(48), content_type="image/jpeg")
        assert answer.status == 403
        assert said(answer)["error"]["code"] == "ErrorAccessDenied"


async def test_reading_needs_a_role_too(world: World) -> None:
    bot = world.parts.apps.bot
    photo = await world.graph("GET", f"/v1.0/users/{AMARA}/photo", bot)
    assert (photo.status, said(photo)["error"]["code"]) == (403, "ErrorAccessDenied")
    user = await world.graph("GET", f"/v1.0/users/{AMARA}", bot)
    assert (user.status, said(user)["error"]["code"]) == (403, "Authorization_RequestDenied")


async def test_cloud_updates_can_be_turned_off_for_everybody(world: World) -> None:
    world.parts.tenant.settings = Settings(source="onPremises")
    assert (await put(world, AMARA, picture(240))).status == 403
    path = f"/v1.0/users/{AMARA}/photo/$value"
    assert (await world.graph("DELETE", path, world.writer)).status == 403


# Settings and the rest


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


async def test_an_app_is_installed_for_a_person_once(world: World) -> None:
    world.reader.grant(GRAPH, "TeamsAppInstallation.ReadWriteSelfForUser.All")
    path = f"/v1.0/users/{AMARA}/teamwork/installedApps"
    body = b'{"teamsApp@odata.bind": "https://graph.test/v1.0/appCatalogs/teamsApps/photobot"}'
    assert (await world.graph("POST", path, body=body)).status == 201
    assert (await world.graph("POST", path, body=body)).status == 409
    installed = said(await world.graph("GET", path))["value"]
    assert [app["teamsApp"]["id"] for app in installed] == ["photobot"]


async def test_the_root_site_tells_the_sharepoint_host(world: World) -> None:
    assert (await world.graph("GET", "/v1.0/sites/root")).status == 403
    world.reader.grant(GRAPH, "Sites.Read.All")
    answer = said(await world.graph("GET", "/v1.0/sites/root"))
    assert answer["webUrl"] == "https://root.test"


# Batches


async def batch(world: World, *parts: dict[str, object]) -> dict[str, Any]:
    body = json.dumps({"requests": parts}).encode()
    answer = await world.graph("POST", "/v1.0/$batch", world.writer, body=body)
    assert answer.status == 200, answer.body
    return {part["id"]: part for part in said(answer)["responses"]}


def get(name: str, url: str) -> dict[str, object]:
    return {"id": name, "method": "GET", "url": url}


async def test_a_batch_answers_each_part_by_itself(world: World) -> None:
    answers = await batch(
        world,
        get("user", f"/users/{AMARA}?$select=id"),
        get("bytes", f"/users/{AMARA}/photos/48x48/$value"),
        get("none", f"/users/{ELIF}/photo"),
    )
    assert answers["user"]["body"]["id"] == AMARA
    assert answers["none"]["status"] == 404
    assert answers["bytes"]["headers"]["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(b64decode(str(answers["bytes"]["body"])))) as image:
        assert image.size == (48, 48)


async def test_a_batch_writes_a_photo_from_base64(world: World) -> None:
    part: dict[str, object] = {
        "id": "1",
        "method": "PUT",
        "url": f"/users/{AMARA}/photo/$value",
        "headers": {"Content-Type": "image/jpeg"},
        "body": b64encode(picture(120)).decode(),
    }
    answers = await batch(world, part, get("2", f"/users/{AMARA}/photo") | {"dependsOn": ["1"]})
    assert answers["1"]["status"] == 200
    assert answers["2"]["body"]["width"] == 120


async def test_a_part_that_depends_on_a_failed_one_fails(world: World) -> None:
    answers = await batch(
        world, get("1", "/users/nobody"), get("2", "/users") | {"dependsOn": ["1"]}
    )
    assert answers["2"]["status"] == 424


async def test_each_part_is_throttled_on_its_own(world: World) -> None:
    fault = Fault(Kind.THROTTLE, "graph", route="/photo", person=BEN, seconds=17)
    world.parts.faults.add(fault, world.parts.tenant)
    answers = await batch(world, get("1", f"/users/{AMARA}/photo"), get("2", f"/users/{BEN}/photo"))
    assert answers["1"]["status"] == 200
    assert answers["2"]["status"] == 429
    assert answers["2"]["headers"]["Retry-After"] == "17"


@pytest.mark.parametrize(
    "parts",
    [
        [get(str(number), "/users") for number in range(21)],
        [get("1", "/users"), get("1", "/users")],
        [{"method": "GET", "url": "/users"}],
        [get("1", "/users") | {"dependsOn": ["2"]}, get("2", "/users")],
        ["nonsense"],
    ],
)
async def test_a_batch_that_is_wrong_as_a_whole_is_refused(
    world: World, parts: list[object]
) -> None:
    body = json.dumps({"requests": parts}).encode()
    assert (await world.graph("POST", "/v1.0/$batch", body=body)).status == 400


async def test_a_batch_that_is_not_json_is_refused(world: World) -> None:
    assert (await world.graph("POST", "/v1.0/$batch", body=b"{")).status == 400


async def test_four_parts_run_at_a_time(world: World) -> None:
    running, most = 0, 0

    class Slow:
        async def answer(self, call: Call, tenant: Tenant) -> Answer:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            running -= 1
            return json_answer({})

    service = BatchService(alone=Slow(), parts=Slow())
    parts = [get(str(number), "/users") for number in range(20)]
    body = json.dumps({"requests": parts}).encode()
    call = Call("https://graph.test", "POST", "/v1.0/$batch", body=body)
    await Faulty("graph", service, world.parts.faults).answer(call, world.parts.tenant)
    assert most == 4
