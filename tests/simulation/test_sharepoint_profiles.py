"""Profiles as SharePoint tells them."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest

from simulation.tenant.profile import picture_timestamp
from tests.simulation.world import (
    AMARA,
    BEN,
    DMITRI,
    GRACE,
    HUGO,
    INES,
    KEIKO,
    LUKAS,
    MANAGER,
    MAYA,
    NIALL,
    NOON,
    World,
    properties_url,
    said,
)


async def test_a_profile_has_the_address_of_the_picture(world: World) -> None:
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


async def test_there_is_no_address_while_the_placeholder_is_shown(world: World) -> None:
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


async def test_a_single_apostrophe_breaks_the_expression(world: World) -> None:
    account = quote(world.person(NIALL).claim, safe="")
    url = f"https://root.test/{MANAGER}/GetPropertiesFor(accountName=@v)?@v='{account}'"
    answer = await world.sharepoint("GET", url)
    assert answer.status == 400
    assert "InvalidClientQueryException" in said(answer)["odata.error"]["code"]


@pytest.mark.parametrize(
    "path",
    [
        "GetPropertiesFor(accountName=@v)",
        "GetPropertiesFor(accountName=@v)?@v=amara",
        "GetPropertiesFor(accountName='amara)",
        "GetPropertiesFor()",
        "GetPropertiesFor(accountName=7)",
    ],
)
async def test_an_invalid_expression_is_refused(world: World, path: str) -> None:
    answer = await world.sharepoint("GET", f"https://root.test/{MANAGER}/{path}")
    assert answer.status == 400


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


async def test_states_of_people_are_as_described(world: World) -> None:
    assert (await world.profile(DMITRI))["PictureURL"] == ""
    assert (await world.profile(DMITRI))["SPS-PicturePlaceholderState"] == ""
    assert (await world.profile(GRACE))["SPS-PictureExchangeSyncState"] == "0"
    assert (await world.profile(HUGO))["SPS-PictureExchangeSyncState"] == "0"


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


async def test_another_geography_refuses_writes(world: World) -> None:
    wrong = await world.write_property(LUKAS, "SPS-PicturePlaceholderState", "1")
    assert wrong.status == 500
    right = await world.write_property(
        LUKAS, "SPS-PicturePlaceholderState", "1", host="https://eur-admin.test"
    )
    assert right.status == 200
    properties = await world.profile(LUKAS, "https://eur-root.test")
    assert properties["SPS-PicturePlaceholderState"] == "1"


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
