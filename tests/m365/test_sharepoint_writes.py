"""What is written to SharePoint, with a digest."""

import pytest

from bot.core.failures import ServiceFailure
from bot.m365.sharepoint import SharePointClient
from bot.photos.library import Thumbnails
from bot.photos.readings import NoPhoto, Photo, Size
from tests.m365.fakes import FakeTime, FakeTokens, Reply, Service
from tests.m365.pictures import jpeg

UPN = "o'neil@contoso.com"
SET = "/_api/SP.UserProfiles.PeopleManager/SetSingleValueProfileProperty"
FOLDER = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos/Profilbilder')"
ADD = f"{FOLDER}/Files/add(url='x_LThumb.jpg',overwrite=true)"
FILE = "/_api/web/GetFileByServerRelativeUrl('/User%20Photos/Profilbilder/x_LThumb.jpg')"
DIGEST = "/_api/contextinfo"
INFO = {"FormDigestValue": "0xABC", "FormDigestTimeoutSeconds": 1800}
DENIED = {"odata.error": {"code": "-2147024891, System.UnauthorizedAccessException"}}
UNKNOWN = {"odata.error": {"code": "-1, Microsoft.SharePoint.Client.ResourceNotFoundException"}}
STALE = {
    "odata.error": {
        "code": "-2130575251, Microsoft.SharePoint.SPException",
        "message": {"value": "The security validation for this page is invalid and …"},
    }
}


async def test_a_thumbnail_is_written_over_what_is_there(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(ADD, Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    assert service.paths == [DIGEST, ADD]
    assert service.asked[1].method == "POST"
    assert service.asked[1].headers["X-RequestDigest"] == "0xABC"
    assert service.asked[1].body == jpeg(200)


async def test_a_name_with_a_hash_is_addressed_by_its_decoded_path(
    sharepoint: SharePointClient, service: Service, my_site: str
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


@pytest.mark.parametrize("unknown", [Reply(404), Reply(404, UNKNOWN), Reply(400)])
async def test_a_site_without_decoded_paths_gets_the_usual_form(
    sharepoint: SharePointClient, service: Service, my_site: str, unknown: Reply
) -> None:
    guest = Thumbnails(my_site, "/User Photos/Profilbilder", "a_x_com#EXT#_y")
    name = "a_x_com%23EXT%23_y_LThumb.jpg"
    file = f"ByServerRelativeUrl('/User%20Photos/Profilbilder/{name}')"
    other = f"ByServerRelativePath(decodedUrl='/User%20Photos/Profilbilder/{name}')"
    service.answer(f"/_api/web/GetFile{other}", unknown)
    service.answer(f"/_api/web/GetFile{other}/$value", unknown)
    service.answer(f"{FOLDER}/Files/AddUsingPath(decodedurl='{name}',overwrite=true)", unknown)
    service.answer(f"/_api/web/GetFile{file}/$value", Reply(body=jpeg(200)))
    service.answer(f"/_api/web/GetFile{file}", Reply(204))
    service.answer(f"{FOLDER}/Files/add(url='{name}',overwrite=true)", Reply(body={}))
    service.answer(DIGEST, Reply(body=INFO))
    assert isinstance(await sharepoint.thumbnail(guest, Size.L), Photo)
    await sharepoint.write_thumbnail(guest, Size.L, jpeg(200))
    await sharepoint.remove_thumbnail(guest, Size.L)


@pytest.mark.parametrize(("etag", "sent"), [(None, "*"), ('"{5C1B},2"', '"{5C1B},2"')])
async def test_a_removal_is_of_any_version_or_of_this_one(
    sharepoint: SharePointClient, service: Service, place: Thumbnails, etag: str | None, sent: str
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(FILE, Reply())
    await sharepoint.remove_thumbnail(place, Size.L, etag)
    assert (service.asked[1].method, service.asked[1].headers["If-Match"]) == ("DELETE", sent)


async def test_another_version_is_not_called_removed(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    changed = {"odata.error": {"code": "-1, Microsoft.SharePoint.Client.ClientServiceException"}}
    service.answer(FILE, Reply(412, changed))
    with pytest.raises(ServiceFailure):
        await sharepoint.remove_thumbnail(place, Size.L, '"1"')
    # It is not sent again without its version.
    assert service.paths == [DIGEST, FILE]


async def test_a_missing_file_is_requested_once(
    sharepoint: SharePointClient, service: Service, my_site: str
) -> None:
    guest = Thumbnails(my_site, "/User Photos/Profilbilder", "a#b")
    name = "/User%20Photos/Profilbilder/a%23b_LThumb.jpg"
    file = f"/_api/web/GetFileByServerRelativePath(decodedUrl='{name}')/$value"
    missing = {"odata.error": {"code": "-2147024894, System.IO.FileNotFoundException"}}
    service.answer(file, Reply(404, missing))
    assert isinstance(await sharepoint.thumbnail(guest, Size.L), NoPhoto)
    assert service.paths == [file]


async def test_a_file_that_no_form_finds_is_missing(
    sharepoint: SharePointClient, service: Service, my_site: str
) -> None:
    guest = Thumbnails(my_site, "/User Photos/Profilbilder", "a#b")
    assert isinstance(await sharepoint.thumbnail(guest, Size.L), NoPhoto)
    assert len(service.paths) == 2


async def test_a_property_is_written_on_the_admin_host(
    sharepoint: SharePointClient, other_service: Service, my_site: str
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


@pytest.mark.parametrize("seconds", [10**400, float("inf"), float("nan"), -1, "long", None, True])
async def test_a_digest_without_a_lifetime_is_not_cached(
    sharepoint: SharePointClient,
    service: Service,
    place: Thumbnails,
    time: FakeTime,
    seconds: object,
) -> None:
    service.answer(DIGEST, Reply(body={**INFO, "FormDigestTimeoutSeconds": seconds}))
    service.answer(ADD, Reply(body={}))
    for _ in range(2):
        await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
        time.now += 1
    assert service.paths == [DIGEST, ADD, DIGEST, ADD]


async def test_a_digest_that_fits_no_header_is_not_sent(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body={**INFO, "FormDigestValue": "0xABC\r\nX-Other: x"}))
    service.answer(ADD, Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert "X-RequestDigest" not in service.asked[1].headers


async def test_a_digest_is_cached_until_it_ages(
    sharepoint: SharePointClient, service: Service, place: Thumbnails, time: FakeTime
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(ADD, Reply(body={}))
    for _ in range(2):
        await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    time.now += 1800
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert service.paths == [DIGEST, ADD, ADD, DIGEST, ADD]


async def test_a_digest_that_is_refused_is_replaced_once(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(ADD, Reply(403, STALE), Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert service.paths == [DIGEST, ADD, DIGEST, ADD]


@pytest.mark.parametrize("number", ["-2130575251", "-2130575252"])
async def test_a_digest_that_is_refused_in_another_language_is_replaced_too(
    sharepoint: SharePointClient, service: Service, place: Thumbnails, number: str
) -> None:
    words = {"value": "Die Sicherheitsüberprüfung für diese Seite ist ungültig."}
    stale = {
        "odata.error": {"code": f"{number}, Microsoft.SharePoint.SPException", "message": words}
    }
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(ADD, Reply(403, stale), Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert service.paths == [DIGEST, ADD, DIGEST, ADD]


async def test_a_site_without_digests_gets_the_write_with_a_token_alone(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(ADD, Reply(body={}))
    await sharepoint.write_thumbnail(place, Size.L, b"jpeg")
    assert service.paths == [DIGEST, ADD]
    assert "X-RequestDigest" not in service.asked[1].headers


async def test_a_write_that_is_refused_names_the_permission(
    sharepoint: SharePointClient, service: Service, other_service: Service, place: Thumbnails
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
    sharepoint: SharePointClient, tokens: FakeTokens
) -> None:
    with pytest.raises(ServiceFailure) as refusal:
        await sharepoint.write_property("https://evil.test", UPN, "PictureURL", "x")
    assert refusal.value.code == "host_not_allowed"
    assert tokens.scopes == []
