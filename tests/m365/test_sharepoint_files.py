"""Thumbnails, and the folder that holds them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.sharepoint import SharePointClient
from bot.photos.library import Thumbnails
from bot.photos.readings import FileReading, NoPhoto, NotRead, Photo, Size, StoredFile
from tests.m365.fakes import FakeTokens, Reply, Service
from tests.m365.pictures import jpeg

FOLDERS = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos')/Folders"
FOLDER = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos/Profilbilder')"
FILE = "/_api/web/GetFileByServerRelativeUrl('/User%20Photos/Profilbilder/x_LThumb.jpg')/$value"
NOT_SERVED = {"odata.error": {"code": "-1, Microsoft.SharePoint.Client.ResourceNotFoundException"}}
NO_FILE = {"odata.error": {"code": "-2130575338, SPException"}}
DENIED = {"odata.error": {"code": "-2147024891, System.UnauthorizedAccessException"}}


def names(*found: str) -> Reply:
    return Reply(body={"value": [{"Name": name} for name in found]})


async def test_a_thumbnail_is_read(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(FILE, Reply(body=jpeg(200)))
    reading = await sharepoint.thumbnail(place, Size.L)
    assert isinstance(reading, Photo)
    assert reading.data == jpeg(200)


@pytest.mark.parametrize(
    ("said", "stored_at"),
    [
        ("Mon, 31 Aug 2026 09:25:00 GMT", datetime(2026, 8, 31, 9, 25, tzinfo=UTC)),
        ("31 August", None),
        ("", None),
    ],
)
async def test_when_a_file_was_written_is_read_where_it_is_said(
    sharepoint: SharePointClient,
    service: Service,
    place: Thumbnails,
    said: str,
    stored_at: datetime | None,
) -> None:
    service.answer(FILE, Reply(body=jpeg(200), headers={"Last-Modified": said}))
    reading = await sharepoint.thumbnail(place, Size.L)
    assert isinstance(reading, Photo)
    assert reading.stored_at == stored_at


async def test_a_file_that_is_not_there_is_no_photo(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    code = "-2130575338, Microsoft.SharePoint.SPException"
    service.answer(FILE, Reply(404, {"odata.error": {"code": code}}))
    assert await sharepoint.thumbnail(place, Size.L) == NoPhoto(code)


async def test_an_address_that_is_not_served_is_not_a_missing_file(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(FILE, Reply(404, NOT_SERVED))
    assert await sharepoint.thumbnail(place, Size.L) == NotRead(FailureReason.UNEXPECTED)


async def test_a_file_that_we_may_not_read_names_the_permission(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(FILE, Reply(403, DENIED))
    reading = await sharepoint.thumbnail(place, Size.L)
    assert reading == NotRead(FailureReason.NOT_PERMITTED, "Sites.Read.All (SharePoint)")


async def test_a_picture_elsewhere_is_never_asked_for(
    sharepoint: SharePointClient, tokens: FakeTokens
) -> None:
    place = Thumbnails("https://contoso-my.sharepoint.com.evil.test", "/User Photos/x", "x")
    assert await sharepoint.thumbnail(place, Size.L) == NotRead(FailureReason.UNEXPECTED)
    assert tokens.scopes == []


@pytest.mark.parametrize(
    ("reply", "stored"),
    [
        (Reply(body={"Exists": True, "ETag": '"{5C1B},2"'}), StoredFile('"{5C1B},2"')),
        (Reply(body={"Exists": True}), StoredFile()),
        (Reply(body={"ETag": 2}), StoredFile()),
        (Reply(body={"ETag": '"1"\r\nIf-Match: *'}), StoredFile()),
        (Reply(body={"ETag": "1" * 201}), StoredFile()),
        (Reply(body=b"<html>"), StoredFile()),
        (Reply(404, NO_FILE), NoPhoto("-2130575338, SPException")),
        (Reply(403, DENIED), NotRead(FailureReason.NOT_PERMITTED, "Sites.Read.All (SharePoint)")),
        (Reply(404, NOT_SERVED), NotRead(FailureReason.UNEXPECTED)),
    ],
)
async def test_the_version_of_a_file_is_read_without_its_content(
    sharepoint: SharePointClient,
    service: Service,
    my_site: str,
    reply: Reply,
    stored: FileReading,
) -> None:
    service.answer("/_api/web/GetFileByServerRelativeUrl('/User%20Photos/x.jpg')", reply)
    found = await sharepoint.file(my_site, "/User Photos/x.jpg")
    assert found == stored


@pytest.mark.parametrize(
    "folders", [["Profilbilder"], ["Forms", "Profilbilder"], ["_t", "_w", "forms", "Profilbilder"]]
)
async def test_the_only_folder_of_pictures(
    sharepoint: SharePointClient, service: Service, my_site: str, folders: list[str]
) -> None:
    service.answer(FOLDERS, names(*folders))
    assert await sharepoint.library_folder(my_site) == "Profilbilder"
    assert service.paths == [FOLDERS]


@pytest.mark.parametrize("wrap", [lambda v: {"d": {"results": v}}, lambda v: {"d": v}])
async def test_folders_in_verbose_json(
    sharepoint: SharePointClient, service: Service, my_site: str, wrap: Any
) -> None:
    service.answer(FOLDERS, Reply(body=wrap([{"Name": "Profilbilder"}])))
    assert await sharepoint.library_folder(my_site) == "Profilbilder"


async def test_of_several_folders_it_is_the_one_with_thumbnails(
    sharepoint: SharePointClient, service: Service, my_site: str
) -> None:
    first = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos/Alt')"
    query = "/Files?$select=Name&$top=100"
    service.answer(FOLDERS, names("Alt", "Profilbilder"))
    service.answer(first + query, names("readme.txt"))
    service.answer(FOLDER + query, names("a_LThumb.jpg", "a_MThumb.jpg"))
    assert await sharepoint.library_folder(my_site) == "Profilbilder"


async def test_of_several_folders_with_thumbnails_it_is_the_fullest(
    sharepoint: SharePointClient, service: Service, my_site: str
) -> None:
    counted = [
        {"Name": "Profielafbeeldingen", "ItemCount": 3},
        {"Name": "Profilbilder", "ItemCount": 3000},
    ]
    service.answer(FOLDERS, Reply(body={"value": counted}))
    service.answer(FOLDER + "/Files?$select=Name&$top=100", names("a_MThumb.jpg"))
    assert await sharepoint.library_folder(my_site) == "Profilbilder"


async def test_a_single_pixel_is_no_picture(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(FILE, Reply(body=jpeg(1)))
    assert await sharepoint.thumbnail(place, Size.L) == NoPhoto("1x1")


@pytest.mark.parametrize("answer", [names(), names("Forms"), Reply(body={"d": None})])
async def test_a_library_without_pictures_is_a_failure(
    sharepoint: SharePointClient, service: Service, my_site: str, answer: Reply
) -> None:
    service.answer(FOLDERS, answer)
    with pytest.raises(ServiceFailure) as failure:
        await sharepoint.library_folder(my_site)
    assert failure.value.code == "no_picture_folder"
