"""Profiles and thumbnails, as SharePoint gives and takes them."""

from typing import Any

import pytest

from bot.care.failures import ServiceFailure
from bot.m365.geos import Geo, Geos
from bot.m365.http import Http
from bot.m365.sharepoint import SharePoint
from bot.photos.library import Thumbnails
from bot.photos.readings import NoPhoto, NoProfile, NotRead, Photo, Profile, Size, Why
from tests.m365.fakes import FakeTime, FakeTokens, Reply, Service
from tests.m365.pictures import jpeg

UPN = "o'neil@contoso.com"
PROFILE = (
    "/_api/SP.UserProfiles.PeopleManager/GetPropertiesFor(accountName=@v)"
    "?@v='i%3A0%23.f%7Cmembership%7Co%27%27neil%40contoso.com'"
)
SET = "/_api/SP.UserProfiles.PeopleManager/SetSingleValueProfileProperty"
FOLDERS = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos')/Folders"
FOLDER = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos/Profilbilder')"
FILE = "/_api/web/GetFileByServerRelativeUrl('/User%20Photos/Profilbilder/x_LThumb.jpg')/$value"
ADD = f"{FOLDER}/Files/add(url='x_LThumb.jpg',overwrite=true)"
DIGEST = "/_api/contextinfo"
INFO = {"FormDigestValue": "0xABC", "FormDigestTimeoutSeconds": 1800}
DENIED = {"odata.error": {"code": "-2147024891, System.UnauthorizedAccessException"}}
ERROR_1000 = {"odata.error": {"code": "-1, X", "message": {"value": "User Profile Error 1000: …"}}}
STALE = {
    "odata.error": {
        "code": "-2130575251, Microsoft.SharePoint.SPException",
        "message": {"value": "The security validation for this page is invalid and …"},
    }
}


def person(my_site: str, **properties: str) -> dict[str, Any]:
    return {
        "AccountName": f"i:0#.f|membership|{UPN}",
        "PersonalSiteHostUrl": f"{my_site}/",
        "UserProfileProperties": [{"Key": k, "Value": v} for k, v in properties.items()],
    }


def names(*found: str) -> Reply:
    return Reply(body={"value": [{"Name": name} for name in found]})


@pytest.fixture
def my_site(service: Service) -> str:
    return service.address


@pytest.fixture
def sharepoint(http: Http, service: Service, other_service: Service) -> SharePoint:
    """One service is the root and the My Site host, the other one the -admin host."""
    return SharePoint(http, Geos(Geo(service.address, service.address, other_service.address)))


@pytest.fixture
def two_geos(http: Http, service: Service, other_service: Service) -> SharePoint:
    home, away = (Geo(*[at.address] * 3) for at in (service, other_service))
    return SharePoint(http, Geos(home, (away,)))


@pytest.fixture
def place(my_site: str) -> Thumbnails:
    return Thumbnails(my_site, "/User Photos/Profilbilder", "x")


async def test_a_profile_is_read_with_one_question(
    sharepoint: SharePoint, service: Service, my_site: str
) -> None:
    service.answer(PROFILE, Reply(body=person(my_site, PictureURL="https://x/y_MThumb.jpg")))
    profile = await sharepoint.profile(UPN)
    assert profile == Profile("https://x/y_MThumb.jpg", "", "", None, my_site)
    assert service.paths == [PROFILE]
    assert service.asked[0].headers["Accept"] == "application/json;odata=nometadata"


async def test_somebody_whom_sharepoint_does_not_know(
    sharepoint: SharePoint, service: Service
) -> None:
    service.answer(PROFILE, Reply(500, ERROR_1000))
    assert await sharepoint.profile(UPN) == NoProfile()


async def test_where_the_root_refuses_apps_the_admin_host_is_asked_and_remembered(
    sharepoint: SharePoint, service: Service, other_service: Service, my_site: str
) -> None:
    service.answer(PROFILE, Reply(403, DENIED))
    other_service.answer(PROFILE, Reply(body=person(my_site)))
    assert isinstance(await sharepoint.profile(UPN), Profile)
    assert isinstance(await sharepoint.profile(UPN), Profile)
    assert (len(service.asked), len(other_service.asked)) == (1, 2)


async def test_where_both_refuse_the_permission_is_named(
    sharepoint: SharePoint, service: Service, other_service: Service
) -> None:
    service.answer(PROFILE, Reply(401, DENIED))
    other_service.answer(PROFILE, Reply(403, DENIED))
    assert await sharepoint.profile(UPN) == NotRead(Why.NOT_PERMITTED, "User.Read.All (SharePoint)")
    await sharepoint.profile(UPN)
    assert len(service.asked) == 2


async def test_the_profile_is_read_where_the_my_site_is(
    two_geos: SharePoint, service: Service, other_service: Service
) -> None:
    away = other_service.address
    service.answer(PROFILE, Reply(body=person(away, PictureURL="old")))
    other_service.answer(PROFILE, Reply(body=person(away, PictureURL="new")))
    assert await two_geos.profile(UPN) == Profile("new", "", "", None, away)


async def test_other_geos_are_asked_before_a_profile_is_missing(
    two_geos: SharePoint, service: Service, other_service: Service
) -> None:
    service.answer(PROFILE, Reply(500, ERROR_1000))
    other_service.answer(PROFILE, Reply(body=person(other_service.address)))
    assert await two_geos.profile(UPN) == Profile("", "", "", None, other_service.address)


async def test_a_profile_is_not_missing_while_one_geo_is_silent(
    two_geos: SharePoint, service: Service, other_service: Service
) -> None:
    service.answer(PROFILE, Reply(500, ERROR_1000))
    other_service.answer(PROFILE, Reply(500, {}))
    assert await two_geos.profile(UPN) == NotRead(Why.UNAVAILABLE)


async def test_a_my_site_on_a_strange_host_is_not_followed(
    sharepoint: SharePoint, service: Service, tokens: FakeTokens
) -> None:
    service.answer(PROFILE, Reply(body=person("https://evil.test")))
    assert await sharepoint.profile(UPN) == NotRead(Why.UNEXPECTED)
    assert tokens.scopes == [f"{service.address}/.default"]


async def test_a_thumbnail_is_read(
    sharepoint: SharePoint, service: Service, place: Thumbnails
) -> None:
    service.answer(FILE, Reply(body=jpeg(200)))
    reading = await sharepoint.thumbnail(place, Size.L)
    assert isinstance(reading, Photo)
    assert reading.data == jpeg(200)


async def test_a_file_that_is_not_there_is_no_photo(
    sharepoint: SharePoint, service: Service, place: Thumbnails
) -> None:
    code = "-2130575338, Microsoft.SharePoint.SPException"
    service.answer(FILE, Reply(404, {"odata.error": {"code": code}}))
    assert await sharepoint.thumbnail(place, Size.L) == NoPhoto(code)


async def test_an_address_that_is_not_served_is_not_a_missing_file(
    sharepoint: SharePoint, service: Service, place: Thumbnails
) -> None:
    code = "-1, Microsoft.SharePoint.Client.ResourceNotFoundException"
    service.answer(FILE, Reply(404, {"odata.error": {"code": code}}))
    assert await sharepoint.thumbnail(place, Size.L) == NotRead(Why.UNEXPECTED)


async def test_a_file_that_we_may_not_read_names_the_permission(
    sharepoint: SharePoint, service: Service, place: Thumbnails
) -> None:
    service.answer(FILE, Reply(403, DENIED))
    reading = await sharepoint.thumbnail(place, Size.L)
    assert reading == NotRead(Why.NOT_PERMITTED, "Sites.Read.All (SharePoint)")


async def test_a_picture_elsewhere_is_never_asked_for(
    sharepoint: SharePoint, tokens: FakeTokens
) -> None:
    place = Thumbnails("https://contoso-my.sharepoint.com.evil.test", "/User Photos/x", "x")
    assert await sharepoint.thumbnail(place, Size.L) == NotRead(Why.UNEXPECTED)
    assert tokens.scopes == []


@pytest.mark.parametrize(
    "folders", [["Profilbilder"], ["Forms", "Profilbilder"], ["_t", "_w", "forms", "Profilbilder"]]
)
async def test_the_only_folder_of_pictures(
    sharepoint: SharePoint, service: Service, my_site: str, folders: list[str]
) -> None:
    service.answer(FOLDERS, names(*folders))
    assert await sharepoint.library_folder(my_site) == "Profilbilder"
    assert service.paths == [FOLDERS]


@pytest.mark.parametrize("wrap", [lambda v: {"d": {"results": v}}, lambda v: {"d": v}])
async def test_folders_in_verbose_json(
    sharepoint: SharePoint, service: Service, my_site: str, wrap: Any
) -> None:
    service.answer(FOLDERS, Reply(body=wrap([{"Name": "Profilbilder"}])))
    assert await sharepoint.library_folder(my_site) == "Profilbilder"


async def test_of_several_folders_it_is_the_one_with_thumbnails(
    sharepoint: SharePoint, service: Service, my_site: str
) -> None:
    first = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos/Alt')"
    query = "/Files?$select=Name&$top=100"
    service.answer(FOLDERS, names("Alt", "Profilbilder"))
    service.answer(first + query, names("readme.txt"))
    service.answer(FOLDER + query, names("a_LThumb.jpg", "a_MThumb.jpg"))
    assert await sharepoint.library_folder(my_site) == "Profilbilder"


@pytest.mark.parametrize("answer", [names(), names("Forms"), Reply(body={"d": None})])
async def test_a_library_without_pictures_is_a_failure(
    sharepoint: SharePoint, service: Service, my_site: str, answer: Reply
) -> None:
    service.answer(FOLDERS, answer)
    with pytest.raises(ServiceFailure) as failure:
        await sharepoint.library_folder(my_site)
    assert failure.value.code == "no_picture_folder"


async def test_a_thumbnail_is_written_over_what_is_there(
    sharepoint: SharePoint, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(ADD, Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    assert service.paths == [DIGEST, ADD]
    assert service.asked[1].method == "POST"
    assert service.asked[1].headers["X-RequestDigest"] == "0xABC"
    assert service.asked[1].body == jpeg(200)


async def test_a_name_with_a_number_sign_goes_by_its_decoded_path(
    sharepoint: SharePoint, service: Service, my_site: str
) -> None:
    guest = Thumbnails(my_site, "/User Photos/100%", "a_x_com#EXT#_y's")
    name = "a_x_com%23EXT%23_y%27%27s_LThumb.jpg"
    folder = "/_api/web/GetFolderByServerRelativePath(decodedUrl='/User%20Photos/100%25')"
    file = f"(decodedUrl='/User%20Photos/100%25/{name}')/$value"
    add = f"{folder}/Files/AddUsingPath(decodedurl='{name}',overwrite=true)"
    service.answer(f"/_api/web/GetFileByServerRelativePath{file}", Reply(body=jpeg(200)))
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(add, Reply(body={}))
    assert isinstance(await sharepoint.thumbnail(guest, Size.L), Photo)
    await sharepoint.write_thumbnail(guest, Size.L, jpeg(200))


async def test_a_property_is_written_on_the_admin_host(
    sharepoint: SharePoint, other_service: Service, my_site: str
) -> None:
    other_service.answer(DIGEST, Reply(body={"d": {"GetContextWebInformation": INFO}}))
    other_service.answer(SET, Reply(body={"odata.null": True}))
    await sharepoint.write_property(my_site, UPN, "SPS-PicturePlaceholderState", "0")
    assert other_service.asked[1].headers["X-RequestDigest"] == "0xABC"
    assert other_service.asked[1].json == {
        "accountName": f"i:0#.f|membership|{UPN}",
        "propertyName": "SPS-PicturePlaceholderState",
        "propertyValue": "0",
    }


async def test_a_digest_is_kept_until_it_ages(
    sharepoint: SharePoint, service: Service, place: Thumbnails, time: FakeTime
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(ADD, Reply(body={}))
    for _ in range(2):
        await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    time.now += 1800
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert service.paths == [DIGEST, ADD, ADD, DIGEST, ADD]


async def test_a_digest_that_is_refused_is_replaced_once(
    sharepoint: SharePoint, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(ADD, Reply(403, STALE), Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert service.paths == [DIGEST, ADD, DIGEST, ADD]


async def test_where_no_digest_is_given_the_token_has_to_do(
    sharepoint: SharePoint, service: Service, place: Thumbnails
) -> None:
    service.answer(ADD, Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert service.paths == [DIGEST, ADD]
    assert "X-RequestDigest" not in service.asked[1].headers


async def test_a_write_that_is_refused_names_the_permission(
    sharepoint: SharePoint, service: Service, other_service: Service, place: Thumbnails
) -> None:
    for host, path in ((service, ADD), (other_service, SET)):
        host.answer(DIGEST, Reply(body=INFO))
        host.answer(path, Reply(403, DENIED))
    with pytest.raises(ServiceFailure) as files:
        await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    with pytest.raises(ServiceFailure) as properties:
        await sharepoint.write_property(place.my_site, UPN, "PictureURL", "x")
    assert files.value.permission == "Sites.FullControl.All (SharePoint)"
    assert properties.value.permission == "User.ReadWrite.All (SharePoint)"


async def test_nothing_is_written_to_a_strange_host(
    sharepoint: SharePoint, tokens: FakeTokens
) -> None:
    with pytest.raises(ServiceFailure) as refusal:
        await sharepoint.write_property("https://evil.test", UPN, "PictureURL", "x")
    assert refusal.value.code == "host_not_allowed"
    assert tokens.scopes == []
