"""What people may do with their own rights, through an application."""

from dataclasses import replace

import pytest

from simulation.graph.service_principals import EXCHANGE_APP_ID
from simulation.web import Response
from tests.simulation.world import AMARA, BEN, LUKAS, MANAGER, World, picture, said

GRAPH = "https://graph.test"
MY = "https://my.test"
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
PEOPLE_ADMINISTRATOR = "024906de-61e5-49c8-8572-40335f1e0e10"


async def graph(world: World, method: str, path: str, *scopes: str, body: bytes = b"") -> Response:
    """As Amara."""
    token = world.token_of(AMARA, GRAPH, *scopes)
    return await world.call(
        method, f"{GRAPH}/v1.0/{path}", token=token, body=body, content_type="image/jpeg"
    )


async def sharepoint(
    world: World, method: str, call: str, *scopes: str, who: str = AMARA, body: bytes = b""
) -> Response:
    token = world.token_of(who, MY, *scopes)
    return await world.sharepoint(method, f"{MY}/{MANAGER}/{call}", token=token, body=body)


async def test_me_is_whoever_calls(world: World) -> None:
    assert said(await graph(world, "GET", "me", "User.Read"))["id"] == AMARA
    photo = await graph(world, "GET", "me/photo/$value", "User.Read")
    assert photo.body == world.parts.tenant.photos[AMARA].jpeg
    assert (await world.graph("GET", "/v1.0/me")).status == 400


async def test_reading_oneself_is_not_reading_others(world: World) -> None:
    assert (await graph(world, "GET", f"users/{AMARA}/photo", "User.Read")).status == 200
    assert (await graph(world, "GET", f"users/{BEN}/photo", "User.Read")).status == 403
    assert (await graph(world, "GET", f"users/{BEN}", "User.Read")).status == 403
    assert (await graph(world, "GET", f"users/{BEN}/photo", "ProfilePhoto.Read.All")).status == 200


async def test_ones_own_photo_is_changed_and_removed_with_ones_own_right(world: World) -> None:
    before = world.parts.tenant.photos[AMARA].etag
    path, jpeg = "me/photo/$value", picture(648)
    assert (await graph(world, "PUT", path, "User.Read", body=jpeg)).status == 403
    assert (await graph(world, "PUT", path, "User.ReadWrite", body=jpeg)).status == 200
    assert world.parts.tenant.photos[AMARA].etag != before
    assert (await graph(world, "DELETE", path, "User.ReadWrite")).status == 204
    assert AMARA not in world.parts.tenant.photos


@pytest.mark.parametrize("role", [USER_ADMINISTRATOR, PEOPLE_ADMINISTRATOR])
async def test_the_photos_of_others_are_for_administrators(world: World, role: str) -> None:
    path, jpeg, scope = f"users/{BEN}/photo/$value", picture(648), "ProfilePhoto.ReadWrite.All"
    assert (await graph(world, "PUT", path, scope, body=jpeg)).status == 403
    amara = replace(world.person(AMARA), directory_roles=(role,))
    world.parts.tenant.people[AMARA] = amara
    assert (await graph(world, "PUT", path, scope, body=jpeg)).status == 200


async def test_photo_changes_can_be_restricted_to_a_role(world: World) -> None:
    settings = world.parts.tenant.settings
    world.parts.tenant.settings = replace(settings, allowed_roles=(USER_ADMINISTRATOR,))
    path, jpeg = "me/photo/$value", picture(648)
    assert (await graph(world, "PUT", path, "User.ReadWrite", body=jpeg)).status == 403
    amara = replace(world.person(AMARA), directory_roles=(USER_ADMINISTRATOR,))
    world.parts.tenant.people[AMARA] = amara
    assert (await graph(world, "PUT", path, "User.ReadWrite", body=jpeg)).status == 200


@pytest.mark.parametrize(("bind", "status"), [(False, 200), (True, 403)])
async def test_whether_roles_bind_applications_is_a_setting(
    world: World, bind: bool, status: int
) -> None:
    world.parts.tenant.settings = replace(
        world.parts.tenant.settings,
        allowed_roles=(USER_ADMINISTRATOR,),
        roles_bind_applications=bind,
    )
    path = f"/v1.0/users/{AMARA}/photo/$value"
    answer = await world.graph(
        "PUT", path, world.writer, body=picture(648), content_type="image/jpeg"
    )
    assert answer.status == status


async def test_ones_own_profile_is_read_and_written(world: World) -> None:
    mine = await sharepoint(world, "GET", "GetMyProperties", "User.Read.All")
    assert said(mine)["AccountName"] == world.person(AMARA).claim
    assert (await sharepoint(world, "GET", "GetMyProperties", "AllSites.Read")).status == 403


async def test_ones_own_picture_is_uploaded_with_the_right_to_write_profiles(world: World) -> None:
    jpeg, upload = picture(648), "SetMyProfilePicture"
    refused = await sharepoint(world, "POST", upload, "User.Read.All", body=jpeg)
    assert refused.status == 403
    done = await sharepoint(world, "POST", upload, "User.ReadWrite.All", body=jpeg)
    assert done.status == 200
    profile = world.parts.tenant.snapshot(AMARA)["profile"]
    assert profile["SPS-PictureExchangeSyncState"] == "0"
    assert profile["SPS-PicturePlaceholderState"] == "0"


async def test_an_upload_belongs_to_ones_own_geography(world: World) -> None:
    before = world.parts.tenant.snapshot(LUKAS)["sharepoint"]
    answer = await sharepoint(
        world, "POST", "SetMyProfilePicture", "User.ReadWrite.All", who=LUKAS, body=picture(648)
    )
    assert answer.status == 500
    assert world.parts.tenant.snapshot(LUKAS)["sharepoint"] == before


@pytest.mark.parametrize(
    "body", [picture(64, kind="GIF"), b"text", b"\xff\xd8\xff" + bytes(5_000_000)]
)
async def test_only_a_small_bmp_jpeg_or_png_is_accepted(world: World, body: bytes) -> None:
    answer = await sharepoint(world, "POST", "SetMyProfilePicture", "User.ReadWrite.All", body=body)
    assert answer.status == 400


@pytest.mark.parametrize("kind", ["BMP", "PNG"])
async def test_other_kinds_become_jpegs(world: World, kind: str) -> None:
    answer = await sharepoint(
        world, "POST", "SetMyProfilePicture", "User.ReadWrite.All", body=picture(300, kind=kind)
    )
    assert answer.status == 200
    assert world.parts.tenant.snapshot(AMARA)["sharepoint"]["L"]["jpeg"][:2] == b"\xff\xd8"


async def test_uploads_to_sharepoint_can_be_turned_off(world: World) -> None:
    world.parts.tenant.settings = replace(world.parts.tenant.settings, local_uploads=False)
    answer = await sharepoint(
        world, "POST", "SetMyProfilePicture", "User.ReadWrite.All", body=picture(300)
    )
    assert answer.status == 403


async def test_people_write_no_files_of_the_library(world: World) -> None:
    token = world.token_of(AMARA, MY, "AllSites.FullControl")
    folder = f"{MY}/_api/web/GetFolderByServerRelativeUrl('/User Photos/Profile Pictures')"
    listed = await world.sharepoint("GET", f"{folder}/Files", token=token)
    assert listed.status == 200
    url = f"{folder}/Files/add(url='a_MThumb.jpg',overwrite=true)"
    assert (await world.sharepoint("POST", url, token=token, body=b"x")).status == 403


@pytest.mark.parametrize(
    "path",
    [
        f"servicePrincipals?$filter=appId eq '{EXCHANGE_APP_ID}'&$select=accountEnabled",
        f"servicePrincipals(appId='{EXCHANGE_APP_ID}')",
    ],
)
async def test_the_service_principal_of_exchange_tells_whether_it_works(
    world: World, path: str
) -> None:
    world.parts.tenant.settings = replace(
        world.parts.tenant.settings, exchange_principal_enabled=False
    )
    assert (await world.graph("GET", f"/v1.0/{path}")).status == 403
    world.reader.grant("graph", "Application.Read.All")
    answer = said(await world.graph("GET", f"/v1.0/{path}"))
    principal = answer["value"][0] if "value" in answer else answer
    assert principal["accountEnabled"] is False
