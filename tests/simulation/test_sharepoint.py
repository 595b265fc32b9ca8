"""Profiles and picture files as SharePoint tells them."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image

from simulation.entra.directory import BY_SECRET
from simulation.entra.registrations import SHAREPOINT
from simulation.tenant.profile import picture_timestamp
from simulation.web import Answer
from tests.simulation.world import (
    AMARA,
    BEN,
    DMITRI,
    GRACE,
    HUGO,
    INES,
    JONAS,
    KEIKO,
    LUKAS,
    MAYA,
    NIALL,
    NOON,
    World,
    properties_url,
    said,
)

MY = "https://my.test/_api/web"
FOLDER = "/User Photos/Profile Pictures"
MANAGER = "_api/SP.UserProfiles.PeopleManager"


async def read(world: World, path: str, call: str = "GetFileByServerRelativeUrl") -> Answer:
    quoted = path.replace("'", "''").replace("%", "%25").replace("#", "%23")
    return await world.sharepoint("GET", f"{MY}/{call}('{quoted}')/$value")


async def upload(world: World, name: str, body: bytes, overwrite: str = "true") -> Answer:
    call = f"GetFolderByServerRelativeUrl('{FOLDER}')/Files/add(url='{name}',overwrite={overwrite})"
    return await world.sharepoint("POST", f"{MY}/{call}", world.writer, body=body)


# Profiles


async def test_a_profile_tells_where_the_picture_is(world: World) -> None:
    answer = said(await world.sharepoint("GET", properties_url(world.person(AMARA))))
    properties = {p["Key"]: p["Value"] for p in answer["UserProfileProperties"]}
    stamp = picture_timestamp(NOON - timedelta(days=6))
    medium = "User%20Photos/Profile%20Pictures/amara_okafor_contoso_onmicrosoft_com_MThumb.jpg"
    assert properties["PictureURL"] == f"https://my.test/{medium}"
    assert properties["SPS-PicturePlaceholderState"] == "0"
    assert properties["SPS-PictureExchangeSyncState"] == "1"
    assert properties["SPS-PictureTimestamp"] == stamp
    assert answer["PictureUrl"] == f"https://my.test/{medium}?t={stamp}"
    assert answer["PersonalSiteHostUrl"] == "https://my.test/"


def test_the_timestamp_counts_seconds_since_the_year_one() -> None:
    moment = NOON.replace(year=2022, month=9, day=22, hour=11, minute=20, second=36)
    assert picture_timestamp(moment) == "63799442436"


async def test_the_address_says_nothing_while_the_placeholder_is_shown(world: World) -> None:
    answer = said(await world.sharepoint("GET", properties_url(world.person(KEIKO))))
    properties = {p["Key"]: p["Value"] for p in answer["UserProfileProperties"]}
    assert answer["PictureUrl"] is None
    assert properties["SPS-PicturePlaceholderState"] == "1"
    assert properties["PictureURL"].endswith("_MThumb.jpg")


@pytest.mark.parametrize("person_id", [NIALL, MAYA])
async def test_odd_account_names_are_found_when_they_are_encoded(
    world: World, person_id: str
) -> None:
    answer = said(await world.sharepoint("GET", properties_url(world.person(person_id))))
    assert answer["AccountName"] == world.person(person_id).claim


async def test_an_apostrophe_that_is_not_doubled_breaks_the_expression(world: World) -> None:
    account = quote(world.person(NIALL).claim, safe="")
    url = f"https://root.test/{MANAGER}/GetPropertiesFor(accountName=@v)?@v='{account}'"
    answer = await world.sharepoint("GET", url)
    assert answer.status == 400
    assert "InvalidClientQueryException" in said(answer)["odata.error"]["code"]


async def test_the_account_may_stand_in_the_path(world: World) -> None:
    account = "i:0%23.f|membership|amara.okafor@contoso.onmicrosoft.com"
    url = f"https://root.test/{MANAGER}/GetPropertiesFor(accountName='{account}')"
    assert said(await world.sharepoint("GET", url))["DisplayName"] == "Amara Okafor"


async def test_one_property_can_be_read_alone(world: World) -> None:
    account = quote(world.person(BEN).claim, safe="")
    url = (
        f"https://root.test/{MANAGER}/GetUserProfilePropertyFor"
        f"(accountName=@v,propertyName='PictureURL')?@v='{account}'"
    )
    assert said(await world.sharepoint("GET", url))["value"].endswith(f"{BEN}_MThumb.jpg")


async def test_a_field_of_the_answer_can_be_read_alone(world: World) -> None:
    url = properties_url(world.person(LUKAS)).replace(
        "(accountName=@v)", "(accountName=@v)/personalsitehosturl"
    )
    assert said(await world.sharepoint("GET", url)) == {"value": "https://eur-my.test/"}


async def test_a_missing_profile_is_error_1000(world: World) -> None:
    answer = await world.sharepoint("GET", properties_url(world.person(INES)))
    assert answer.status == 500
    error = said(answer)["odata.error"]
    assert error["code"] == "-1, Microsoft.Office.Server.UserProfiles.UserNotFoundException"
    assert error["message"]["lang"] == "en-US"
    assert error["message"]["value"].startswith("User Profile Error 1000: User Not Found")


async def test_a_missing_profile_may_read_as_nothing(world: World) -> None:
    tenant = world.parts.tenant
    tenant.settings = replace(tenant.settings, missing_profile_reads_null=True)
    url = properties_url(world.person(INES))
    assert said(await world.sharepoint("GET", url)) == {"odata.null": True}
    verbose = await world.sharepoint("GET", url, accept="application/json;odata=verbose")
    assert said(verbose) == {"d": {"GetPropertiesFor": None}}
    assert (await world.write_property(INES, "AboutMe", "hello")).status == 500


async def test_states_of_people_are_as_their_stories_say(world: World) -> None:
    assert (await world.profile(DMITRI))["PictureURL"] == ""
    assert (await world.profile(DMITRI))["SPS-PicturePlaceholderState"] == ""
    assert (await world.profile(GRACE))["SPS-PictureExchangeSyncState"] == "0"
    assert (await world.profile(HUGO))["SPS-PictureExchangeSyncState"] == "0"


# Geographies


async def test_another_geography_knows_where_the_profile_lives_but_no_picture(
    world: World,
) -> None:
    answer = said(await world.sharepoint("GET", properties_url(world.person(LUKAS))))
    properties = {p["Key"]: p["Value"] for p in answer["UserProfileProperties"]}
    assert answer["PersonalSiteHostUrl"] == "https://eur-my.test/"
    assert answer["PictureUrl"] is None
    assert properties["PictureURL"] == ""
    assert properties["SPS-PictureExchangeSyncState"] == ""


async def test_the_own_geography_has_the_picture_in_its_own_language(world: World) -> None:
    properties = await world.profile(LUKAS, "https://eur-root.test")
    assert properties["PictureURL"].startswith("https://eur-my.test/User%20Photos/Profilbilder/")


async def test_another_geography_takes_no_writes(world: World) -> None:
    wrong = await world.write_property(LUKAS, "SPS-PicturePlaceholderState", "1")
    assert wrong.status == 500
    right = await world.write_property(
        LUKAS, "SPS-PicturePlaceholderState", "1", host="https://eur-admin.test"
    )
    assert right.status == 200
    properties = await world.profile(LUKAS, "https://eur-root.test")
    assert properties["SPS-PicturePlaceholderState"] == "1"


# Formats


async def test_verbose_wraps_everything(world: World) -> None:
    url = properties_url(world.person(AMARA))
    answer = await world.sharepoint("GET", url, accept="application/json;odata=verbose")
    data = said(answer)["d"]
    assert data["__metadata"]["type"] == "SP.UserProfiles.PersonProperties"
    assert data["DirectReports"] == {"results": []}
    assert {p["Key"] for p in data["UserProfileProperties"]["results"]} > {"PictureURL"}
    assert answer.headers["Content-Type"] == "application/json;odata=verbose;charset=utf-8"


async def test_plain_json_has_minimal_metadata(world: World) -> None:
    url = properties_url(world.person(AMARA))
    answer = said(await world.sharepoint("GET", url, accept="application/json"))
    assert answer["odata.type"] == "SP.UserProfiles.PersonProperties"
    assert answer["odata.metadata"].startswith("https://root.test/_api/$metadata")
    assert answer["DirectReports"] == []


async def test_without_asking_for_json_there_is_xml(world: World) -> None:
    answer = await world.sharepoint("GET", properties_url(world.person(AMARA)), accept="*/*")
    assert answer.content_type == "application/atom+xml"
    assert "Amara Okafor" in {element.text for element in fromstring(answer.body).iter()}


async def test_errors_come_in_the_format_that_was_asked_for(world: World) -> None:
    url = properties_url(world.person(INES))
    verbose = await world.sharepoint("GET", url, accept="application/json;odata=verbose")
    assert said(verbose)["error"]["message"]["value"].startswith("User Profile Error 1000")
    xml = await world.sharepoint("GET", url, accept="")
    assert b"User Profile Error 1000" in xml.body


# Who may


async def test_a_token_that_was_earned_by_a_secret_is_refused(world: World) -> None:
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


async def test_the_root_host_may_be_told_to_take_property_writes(world: World) -> None:
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
    assert (await upload(world, "x.jpg", b"x")).status == 403


# Writing properties


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


async def test_a_form_digest_is_valid_for_half_an_hour(world: World) -> None:
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


# Files


async def test_the_picture_folder_is_found_by_listing_the_library(world: World) -> None:
    url = f"{MY}/GetFolderByServerRelativeUrl('/User Photos')/Folders"
    folders = said(await world.sharepoint("GET", url))["value"]
    assert [folder["Name"] for folder in folders] == ["Forms", "Profile Pictures"]
    german = await world.sharepoint("GET", url.replace("//my.", "//eur-my."))
    assert [folder["Name"] for folder in said(german)["value"]] == ["Forms", "Profilbilder"]


async def test_files_are_listed_with_what_is_known_of_them(world: World) -> None:
    url = f"{MY}/GetFolderByServerRelativeUrl('{FOLDER}')/Files"
    files = {file["Name"]: file for file in said(await world.sharepoint("GET", url))["value"]}
    large = files[f"{BEN}_LThumb.jpg"]
    assert int(large["Length"]) > 1000
    assert large["ServerRelativeUrl"] == f"{FOLDER}/{BEN}_LThumb.jpg"
    assert large["TimeLastModified"] == "2026-02-03T12:00:00Z"


@pytest.mark.parametrize(("size", "side"), [("S", 48), ("M", 72), ("L", 200)])
async def test_thumbnails_have_their_sizes(world: World, size: str, side: int) -> None:
    answer = await read(world, f"{FOLDER}/{BEN}_{size}Thumb.jpg")
    with Image.open(BytesIO(answer.body)) as image:
        assert image.size == (side, side)


async def test_a_name_with_an_apostrophe_is_found_when_it_is_doubled(world: World) -> None:
    name = "niall_o'brien_contoso_onmicrosoft_com_MThumb.jpg"
    assert (await read(world, f"{FOLDER}/{name}")).status == 200


async def test_names_do_not_depend_on_case(world: World) -> None:
    answer = await read(world, f"/user photos/PROFILE PICTURES/{BEN}_mthumb.JPG")
    assert answer.status == 200


async def test_only_the_decoded_calls_reach_a_name_with_a_hash(world: World) -> None:
    path = f"{FOLDER}/maya#ext#_MThumb.jpg"
    world.parts.tenant.geographies[0].library.put(path, b"x", NOON, world.parts.tenant.new_uuid())
    assert (await read(world, path)).status == 404
    encoded = path.replace("#", "%23")
    url = f"{MY}/GetFileByServerRelativePath(decodedUrl='{encoded}')/$value"
    assert (await world.sharepoint("GET", url)).body == b"x"
    assert (await upload(world, "maya%23ext%23_SThumb.jpg", b"y")).status == 400
    url = (
        f"{MY}/GetFolderByServerRelativePath(decodedUrl='{FOLDER}')/Files/"
        "AddUsingPath(decodedUrl='maya%23ext%23_SThumb.jpg',overwrite=true)"
    )
    assert (await world.sharepoint("POST", url, world.writer, body=b"y")).status == 200


async def test_what_is_not_there_is_not_found(world: World) -> None:
    missing = await read(world, f"{FOLDER}/nobody_MThumb.jpg")
    assert missing.status == 404
    assert said(missing)["odata.error"]["code"].startswith("-2130575338")
    url = f"{MY}/GetFolderByServerRelativeUrl('/User Photos/Profilbilder')/Files"
    folder = await world.sharepoint("GET", url)
    assert folder.status == 404
    assert "FileNotFoundException" in said(folder)["odata.error"]["code"]


async def test_other_hosts_have_no_pictures(world: World) -> None:
    url = "https://root.test/_api/web/GetFolderByServerRelativeUrl('/User Photos')/Folders"
    assert (await world.sharepoint("GET", url)).status == 404


async def test_an_uploaded_file_is_kept_byte_for_byte(world: World) -> None:
    answer = await upload(world, "new_MThumb.jpg", b"anything at all")
    assert said(answer)["Length"] == "15"
    assert (await read(world, f"{FOLDER}/new_MThumb.jpg")).body == b"anything at all"


async def test_an_upload_overwrites_only_when_it_says_so(world: World) -> None:
    first = said(await upload(world, "new_MThumb.jpg", b"1"))
    assert (await upload(world, "new_MThumb.jpg", b"2", overwrite="false")).status == 400
    assert (await read(world, f"{FOLDER}/new_MThumb.jpg")).body == b"1"
    second = said(await upload(world, "new_MThumb.jpg", b"3"))
    assert second["UniqueId"] == first["UniqueId"]
    assert second["ETag"] != first["ETag"]


async def test_a_file_can_be_replaced_and_deleted_through_post(world: World) -> None:
    await upload(world, "new_MThumb.jpg", b"1")
    url = f"{MY}/GetFileByServerRelativeUrl('{FOLDER}/new_MThumb.jpg')"
    put = await world.sharepoint(
        "POST", f"{url}/$value", world.writer, body=b"2", x_http_method="PUT"
    )
    assert put.status == 204
    assert (await read(world, f"{FOLDER}/new_MThumb.jpg")).body == b"2"
    await world.sharepoint("POST", url, world.writer, x_http_method="DELETE")
    assert (await read(world, f"{FOLDER}/new_MThumb.jpg")).status == 404


async def test_a_path_that_leads_nowhere_is_404(world: World) -> None:
    for path in ("/_api/nothing", "/_api/web/nothing", f"/{MANAGER}/Nothing", "/elsewhere"):
        assert (await world.sharepoint("GET", f"https://root.test{path}")).status == 404


async def test_jonas_has_a_silhouette_for_a_photo(world: World) -> None:
    answer = await read(world, f"{FOLDER}/jonas_weber_contoso_onmicrosoft_com_LThumb.jpg")
    with Image.open(BytesIO(answer.body)) as image:
        assert len(set(image.convert("L").resize((8, 8)).tobytes())) < 64
        assert answer.body.startswith(b"\xff\xd8")
    assert (await world.profile(JONAS))["SPS-PicturePlaceholderState"] == "0"


# People themselves


async def test_an_upload_of_ones_own_switches_the_sync_off(world: World) -> None:
    token = world.parts.entra.person_token("browser", AMARA, "https://my.test", "User.ReadWrite")
    url = f"https://my.test/{MANAGER}/SetMyProfilePicture"
    body = (await read(world, f"{FOLDER}/{BEN}_LThumb.jpg")).body
    assert (await world.sharepoint("POST", url, token=token, body=body)).status == 200
    assert (await world.profile(AMARA))["SPS-PictureExchangeSyncState"] == "0"
    name = "amara_okafor_contoso_onmicrosoft_com_LThumb.jpg"
    assert (await read(world, f"{FOLDER}/{name}")).body[:2] == b"\xff\xd8"
    loader = "https://my.test/_api/SP.UserProfiles.ProfileLoader.GetProfileLoader/GetUserProfile"
    own = said(await world.sharepoint("GET", loader, token=token))
    assert own["PictureImportEnabled"] is False


async def test_an_application_has_no_profile_of_its_own(world: World) -> None:
    url = f"https://my.test/{MANAGER}/SetMyProfilePicture"
    assert (await world.sharepoint("POST", url, world.writer, body=b"x")).status == 403
    loader = "https://my.test/_api/SP.UserProfiles.ProfileLoader.GetProfileLoader/GetUserProfile"
    assert (await world.sharepoint("GET", loader, world.writer)).status == 403


async def test_people_write_their_own_properties_only(world: World) -> None:
    token = world.parts.entra.person_token("browser", AMARA, "https://root.test", "User.ReadWrite")
    host = "https://root.test"
    own = await world.write_property(AMARA, "AboutMe", "me", host=host, token=token)
    assert own.status == 200
    other = await world.write_property(BEN, "AboutMe", "me", host=host, token=token)
    assert other.status == 403
    message = said(other)["odata.error"]["message"]["value"]
    assert "managing your own data" in message
