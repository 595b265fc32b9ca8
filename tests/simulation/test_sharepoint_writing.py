"""Who may do what in SharePoint, and what becomes of profiles that are written."""

from dataclasses import replace
from datetime import timedelta

from simulation.entra.directory import BY_SECRET
from simulation.entra.registrations import SHAREPOINT
from tests.simulation.world import (
    AMARA,
    BEN,
    FOLDER,
    HUGO,
    MANAGER,
    MY,
    World,
    properties_url,
    said,
)


async def test_a_token_that_was_obtained_with_a_secret_is_refused(world: World) -> None:
    token = world.token(world.writer, "https://root.test", BY_SECRET)
    answer = await world.sharepoint("GET", properties_url(world.person(AMARA)), token=token)
    assert answer.status == 401
    assert said(answer) == {"error_description": "Unsupported app only token."}


async def test_a_token_for_one_host_is_refused_by_another(world: World) -> None:
    token = world.token(world.reader, "https://my.test")
    for host in ("https://root.test", "https://admin.test", "https://eur-my.test"):
        url = properties_url(world.person(AMARA), host)
        answer = await world.sharepoint("GET", url, token=token)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")


async def test_reading_profiles_needs_the_role_for_it(world: World) -> None:
    world.reader.revoke(SHAREPOINT, "User.Read.All")
    answer = await world.sharepoint("GET", properties_url(world.person(AMARA)))
    assert answer.status == 403
    message = said(answer)["odata.error"]["message"]["value"]
    assert message.startswith("This application does not have the required permissions")


async def test_writing_profiles_needs_the_role_for_it(world: World) -> None:
    answer = await world.write_property(AMARA, "SPS-PicturePlaceholderState", "1", app=world.reader)
    assert answer.status == 403
    assert (await world.profile(AMARA))["SPS-PicturePlaceholderState"] == "0"


async def test_an_application_writes_properties_on_the_admin_host_only(world: World) -> None:
    for host in ("https://root.test", "https://my.test"):
        answer = await world.write_property(AMARA, "AboutMe", "hello", host=host)
        assert answer.status == 403
    assert (await world.write_property(AMARA, "AboutMe", "hello")).status == 200


async def test_the_root_host_can_be_set_to_accept_property_writes(world: World) -> None:
    tenant = world.parts.tenant
    tenant.settings = replace(tenant.settings, root_takes_property_writes=True)
    answer = await world.write_property(AMARA, "AboutMe", "hello", host="https://root.test")
    assert answer.status == 200
    assert (await world.profile(AMARA))["AboutMe"] == "hello"


async def test_reading_files_needs_the_role_for_it(world: World) -> None:
    world.reader.revoke(SHAREPOINT, "Sites.Read.All")
    answer = await world.sharepoint("GET", f"{MY}/GetFolderByServerRelativeUrl('{FOLDER}')")
    assert answer.status == 403
    assert "UnauthorizedAccessException" in said(answer)["odata.error"]["code"]


async def test_writing_files_needs_full_control(world: World) -> None:
    world.writer.revoke(SHAREPOINT, "Sites.FullControl.All")
    assert (await world.upload("x.jpg", b"x")).status == 403


async def test_a_property_is_written(world: World) -> None:
    answer = await world.write_property(HUGO, "SPS-PictureExchangeSyncState", "1")
    assert said(answer) == {"odata.null": True}
    assert (await world.profile(HUGO))["SPS-PictureExchangeSyncState"] == "1"


async def test_several_values_are_joined(world: World) -> None:
    body = b"""{"accountName": "i:0#.f|membership|ben.lindqvist@contoso.onmicrosoft.com",
               "propertyName": "SPS-Skills", "propertyValues": ["sawing", "singing"]}"""
    url = f"https://admin.test/{MANAGER}/SetMultiValuedProfileProperty"
    assert (await world.sharepoint("POST", url, world.writer, body=body)).status == 200
    assert (await world.profile(BEN))["SPS-Skills"] == "sawing|singing"


async def test_a_property_that_does_not_exist_is_not_written(world: World) -> None:
    answer = await world.write_property(AMARA, "SPS-Pictures", "1")
    assert answer.status == 500
    assert "Property Not Defined" in said(answer)["odata.error"]["message"]["value"]


async def test_an_incomplete_write_is_refused(world: World) -> None:
    url = f"https://admin.test/{MANAGER}/SetSingleValueProfileProperty"
    for body in (b"", b"[]", b'{"accountName": "x"}'):
        assert (await world.sharepoint("POST", url, world.writer, body=body)).status == 400


async def test_a_request_digest_is_valid_for_half_an_hour(world: World) -> None:
    url = "https://admin.test/_api/contextinfo"
    digest = said(await world.sharepoint("POST", url))["FormDigestValue"]
    assert (await world.write_property(AMARA, "AboutMe", "a", x_requestdigest=digest)).status == 200
    world.parts.tenant.clock.advance(timedelta(minutes=31))
    late = await world.write_property(AMARA, "AboutMe", "b", x_requestdigest=digest)
    assert late.status == 403
    assert "security validation" in said(late)["odata.error"]["message"]["value"]
    forged = await world.write_property(AMARA, "AboutMe", "c", x_requestdigest="0x00,now")
    assert forged.status == 403
    assert (await world.profile(AMARA))["AboutMe"] == "a"


async def test_verbose_context_information_names_itself(world: World) -> None:
    url = "https://my.test/_api/contextinfo"
    answer = await world.sharepoint("POST", url, accept="application/json;odata=verbose")
    information = said(answer)["d"]["GetContextWebInformation"]
    assert information["WebFullUrl"] == "https://my.test"
    assert information["FormDigestTimeoutSeconds"] == 1800


async def test_an_upload_of_ones_own_stops_the_pull(world: World) -> None:
    token = world.parts.entra.person_token(
        "browser", AMARA, "https://my.test", "User.ReadWrite.All"
    )
    url = f"https://my.test/{MANAGER}/SetMyProfilePicture"
    body = (await world.read_file(f"{FOLDER}/{BEN}_LThumb.jpg")).body
    assert (await world.sharepoint("POST", url, token=token, body=body)).status == 200
    assert (await world.profile(AMARA))["SPS-PictureExchangeSyncState"] == "0"
    name = "amara_okafor_contoso_onmicrosoft_com_LThumb.jpg"
    assert (await world.read_file(f"{FOLDER}/{name}")).body[:2] == b"\xff\xd8"
    loader = "https://my.test/_api/SP.UserProfiles.ProfileLoader.GetProfileLoader/GetUserProfile"
    own = said(await world.sharepoint("GET", loader, token=token))
    assert own["PictureImportEnabled"] is False


async def test_an_application_has_no_profile_of_its_own(world: World) -> None:
    url = f"https://my.test/{MANAGER}/SetMyProfilePicture"
    assert (await world.sharepoint("POST", url, world.writer, body=b"x")).status == 403
    loader = "https://my.test/_api/SP.UserProfiles.ProfileLoader.GetProfileLoader/GetUserProfile"
    assert (await world.sharepoint("GET", loader, world.writer)).status == 403


async def test_people_write_their_own_properties_only(world: World) -> None:
    token = world.parts.entra.person_token(
        "browser", AMARA, "https://root.test", "User.ReadWrite.All"
    )
    host = "https://root.test"
    own = await world.write_property(AMARA, "AboutMe", "me", host=host, token=token)
    assert own.status == 200
    other = await world.write_property(BEN, "AboutMe", "me", host=host, token=token)
    assert other.status == 403
    message = said(other)["odata.error"]["message"]["value"]
    assert "managing your own data" in message


async def test_a_sharepoint_administrator_writes_for_others_on_the_admin_host(world: World) -> None:
    role = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
    tenant = world.parts.tenant
    tenant.people[AMARA] = replace(world.person(AMARA), directory_roles=(role,))
    for host, status in (("https://root.test", 403), ("https://admin.test", 200)):
        token = world.token_of(AMARA, host, "User.ReadWrite.All")
        answer = await world.write_property(BEN, "AboutMe", "hello", host=host, token=token)
        assert answer.status == status
