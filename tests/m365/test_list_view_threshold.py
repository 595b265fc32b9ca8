"""A library of more than 5,000 items: what can't be listed or added to, and the ways round."""

from typing import Any

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.sharepoint import SharePointClient
from bot.photos.library import Thumbnails
from bot.photos.readings import Size
from tests.m365.fakes import Reply, Service
from tests.m365.pictures import jpeg

UPN = "ada@contoso.com"
TOO_LONG = Reply(
    500,
    {"odata.error": {"code": "-2147024860, Microsoft.SharePoint.SPQueryThrottledException"}},
)
ONLY_THE_NAME = Reply(
    500, {"error": {"code": "-1, Microsoft.SharePoint.SPQueryThrottledException"}}
)
ONLY_THE_NUMBER = Reply(500, {"error": {"code": "-2147024860", "message": "…"}})
FOLDER = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos/Profilbilder')"
ADD = f"{FOLDER}/Files/add(url='x_LThumb.jpg',overwrite=true)"
FILE = "/_api/web/GetFileByServerRelativeUrl('/User%20Photos/Profilbilder/x_LThumb.jpg')/$value"
FOLDERS = "/_api/web/GetFolderByServerRelativeUrl('/User%20Photos')/Folders"
PROFILE = (
    "/_api/SP.UserProfiles.PeopleManager/GetPropertiesFor(accountName=@v)"
    "?@v='i%3A0%23.f%7Cmembership%7Cada%40contoso.com'"
)
DIGEST = "/_api/contextinfo"


def whose_picture_is(my_site: str, path: str) -> Reply:
    listed = [{"Key": "PictureURL", "Value": f"{my_site}/User%20Photos/{path}"}]
    person: dict[str, Any] = {"AccountName": UPN, "PersonalSiteHostUrl": my_site}
    return Reply(body=person | {"UserProfileProperties": listed})


@pytest.fixture(autouse=True)
def digests(service: Service) -> None:
    service.answer(DIGEST, Reply(body={"FormDigestValue": "1", "FormDigestTimeoutSeconds": 1800}))


@pytest.mark.parametrize("refusal", [TOO_LONG, ONLY_THE_NAME, ONLY_THE_NUMBER])
async def test_a_file_that_is_there_is_written_over(
    sharepoint: SharePointClient, service: Service, place: Thumbnails, refusal: Reply
) -> None:
    service.answer(ADD, refusal)
    service.answer(FILE, Reply(204))
    await sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    written = service.asked[-1]
    assert (written.method, written.path, written.body) == ("PUT", FILE, jpeg(200))
    assert written.headers["X-RequestDigest"] == "1"


@pytest.mark.parametrize("answer", [Reply(404), Reply(405), TOO_LONG])
async def test_where_no_file_can_be_written_over_the_library_is_the_reason(
    sharepoint: SharePointClient, service: Service, place: Thumbnails, answer: Reply
) -> None:
    service.answer(ADD, TOO_LONG)
    service.answer(FILE, answer)
    with pytest.raises(ServiceFailure) as failure:
        await sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    assert failure.value.why is FailureReason.LIST_TOO_LONG


async def test_a_refusal_to_write_over_a_file_is_told(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(ADD, TOO_LONG)
    service.answer(FILE, Reply(403))
    with pytest.raises(ServiceFailure) as failure:
        await sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    assert failure.value.why is FailureReason.NOT_PERMITTED


async def test_no_other_failure_is_written_around(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(ADD, Reply(500))
    with pytest.raises(ServiceFailure) as failure:
        await sharepoint.write_thumbnail(place, Size.L, jpeg(200))
    assert failure.value.why is FailureReason.UNAVAILABLE
    assert service.paths == [DIGEST, ADD]


async def test_the_folder_is_known_from_an_address_that_was_read(
    sharepoint: SharePointClient, service: Service, my_site: str
) -> None:
    service.answer(FOLDERS, TOO_LONG)
    service.answer(PROFILE, whose_picture_is(my_site, "Profilbilder/ada_contoso_com_MThumb.jpg"))
    await sharepoint.profile(UPN)
    assert await sharepoint.library_folder(my_site) == "Profilbilder"


@pytest.mark.parametrize("path", ["Elsewhere/ben_contoso_com_MThumb.jpg", "picture.jpg"])
async def test_no_folder_is_taken_from_an_address_that_is_not_ones_own(
    sharepoint: SharePointClient, service: Service, my_site: str, path: str
) -> None:
    service.answer(FOLDERS, TOO_LONG)
    service.answer(PROFILE, whose_picture_is(my_site, path))
    await sharepoint.profile(UPN)
    with pytest.raises(ServiceFailure) as failure:
        await sharepoint.library_folder(my_site)
    assert failure.value.why is FailureReason.LIST_TOO_LONG
