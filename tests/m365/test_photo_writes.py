"""The Microsoft 365 photo is written and removed, and so are SharePoint's files."""

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.graph import Graph
from bot.m365.sharepoint import SharePointClient
from bot.photos.library import Thumbnails
from bot.photos.readings import Size
from tests.m365.fakes import Reply, Service
from tests.m365.graph_batches import ADA, WHOLE
from tests.m365.pictures import jpeg
from tests.m365.test_sharepoint_writes import DIGEST, INFO

FILE = "/_api/web/GetFileByServerRelativeUrl('/User%20Photos/Profilbilder/x_LThumb.jpg')"


def said(code: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code, "message": ""}}


async def test_a_photo_is_written_as_a_jpeg(graph: Graph, service: Service) -> None:
    service.answer(WHOLE, Reply(200))
    await graph.write_photo(ADA, jpeg(648))
    [asked] = service.asked
    assert (asked.method, asked.body) == ("PUT", jpeg(648))
    assert asked.headers["Content-Type"] == "image/jpeg"


async def test_a_refused_photo_names_the_permission_that_may_be_missing(
    graph: Graph, service: Service
) -> None:
    service.answer(WHOLE, Reply(403, said("ErrorAccessDenied")))
    with pytest.raises(ServiceFailure) as refused:
        await graph.write_photo(ADA, jpeg(648))
    assert refused.value.why is FailureReason.NOT_PERMITTED
    assert refused.value.permission == "ProfilePhoto.ReadWrite.All"


async def test_a_photo_is_removed(graph: Graph, service: Service) -> None:
    service.answer(WHOLE, Reply(204))
    await graph.remove_photo(ADA)
    assert [asked.method for asked in service.asked] == ["DELETE"]


async def test_removing_a_missing_photo_succeeds(graph: Graph, service: Service) -> None:
    service.answer(WHOLE, Reply(404, said("ImageNotFound")))
    await graph.remove_photo(ADA)


async def test_a_refused_removal_is_a_failure(graph: Graph, service: Service) -> None:
    service.answer(WHOLE, Reply(403, said("ErrorAccessDenied")))
    with pytest.raises(ServiceFailure):
        await graph.remove_photo(ADA)


@pytest.mark.parametrize("status", [200, 404])
async def test_a_file_is_deleted_with_a_digest_whatever_its_version(
    status: int, sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(FILE, Reply(status))
    await sharepoint.remove_thumbnail(place, Size.L)
    asked = service.asked[-1]
    assert asked.method == "DELETE"
    assert (asked.headers["X-RequestDigest"], asked.headers["If-Match"]) == ("0xABC", "*")


async def test_a_file_that_may_not_be_deleted_is_a_failure(
    sharepoint: SharePointClient, service: Service, place: Thumbnails
) -> None:
    service.answer(DIGEST, Reply(body=INFO))
    service.answer(FILE, Reply(403))
    with pytest.raises(ServiceFailure) as refused:
        await sharepoint.remove_thumbnail(place, Size.L)
    assert refused.value.permission == "Sites.FullControl.All (SharePoint)"
