"""Photo and account come from one round trip, and no photo is told from one that is not known."""

import asyncio
import base64
from typing import Any

import pytest

from bot.core.failures import FailureReason
from bot.m365.graph import Graph
from bot.photos.readings import Account, NoAccount, NoPhoto, NotRead, Photo
from tests.m365.fakes import Reply, Service
from tests.m365.graph_batches import (
    ACCOUNT,
    ADA,
    BATCH,
    FACTS,
    PHOTO,
    PICTURE,
    SELECT,
    USER,
    WHOLE,
    batch,
    part,
    picture_part,
)
from tests.m365.pictures import jpeg
from tests.use_cases.no_threads import NoThreads

ONE_PIXEL = {
    "@odata.mediaContentType": "image/gif",
    "@odata.mediaEtag": "",
    "id": "1x1",
    "width": 1,
    "height": 1,
}


def error(name: str, status: int, code: str) -> dict[str, Any]:
    return part(name, status, {"error": {"code": code, "message": ""}})


NO_PICTURE = error("picture", 404, "ImageNotFound")
NO_PHOTO = error("photo", 404, "ImageNotFound")


async def test_photo_and_account_come_from_one_round_trip(graph: Graph, service: Service) -> None:
    service.answer(BATCH, batch(picture_part(), PHOTO, ACCOUNT))
    reading = await graph.read(ADA)
    assert isinstance(reading.account, Account)
    assert (reading.account.id, reading.account.has_mailbox) == (ADA.id, True)
    assert isinstance(reading.photo, Photo)
    assert (reading.photo.data, reading.photo.etag) == (PICTURE, 'W/"7"')
    assert service.paths == [BATCH]
    assert service.asked[0].headers["Content-Type"] == "application/json"
    assert [asked["url"] for asked in service.asked[0].json["requests"]] == [
        f"/users/{ADA.id}?{SELECT}",
        f"/users/{ADA.id}/photo",
        f"/users/{ADA.id}/photos/240x240/$value",
    ]


@pytest.mark.parametrize("status", [400, 401])
async def test_a_photo_that_graph_refuses_to_give_is_not_waited_for(
    graph: Graph, service: Service, status: int
) -> None:
    code = "AuthenticationError"
    refused = (error("photo", status, code), error("picture", status, code))
    service.answer(BATCH, batch(ACCOUNT, *refused))
    reading = await graph.read(ADA)
    assert reading.photo == NotRead(FailureReason.REJECTED, code=code)
    assert isinstance(reading.account, Account)
    assert service.paths == [BATCH]


async def test_a_photo_is_not_read_where_others_wait_for_a_thread(
    graph: Graph, service: Service
) -> None:
    asyncio.get_running_loop().set_default_executor(NoThreads())
    service.answer(BATCH, batch(picture_part(), PHOTO, ACCOUNT))
    assert isinstance((await graph.read(ADA)).photo, Photo)


@pytest.mark.parametrize("metadata", [NO_PHOTO, part("photo", body=ONE_PIXEL)])
async def test_both_shapes_of_no_photo(
    graph: Graph, service: Service, metadata: dict[str, Any]
) -> None:
    service.answer(BATCH, batch(ACCOUNT, metadata, NO_PICTURE))
    assert (await graph.read(ADA)).photo == NoPhoto("ImageNotFound")
    assert service.paths == [BATCH]


@pytest.mark.parametrize("metadata", [NO_PHOTO, part("photo", body=ONE_PIXEL), part("photo", 204)])
@pytest.mark.parametrize("picture", [part("picture", 204), part("picture", 200)])
async def test_no_content_is_no_photo_where_none_is_announced(
    graph: Graph, service: Service, metadata: dict[str, Any], picture: dict[str, Any]
) -> None:
    service.answer(BATCH, batch(ACCOUNT, metadata, picture))
    assert isinstance((await graph.read(ADA)).photo, NoPhoto)


@pytest.mark.parametrize("status", [200, 204])
async def test_no_content_in_place_of_a_photo_that_is_announced_is_not_no_photo(
    graph: Graph, service: Service, status: int
) -> None:
    service.answer(BATCH, batch(ACCOUNT, PHOTO, part("picture", status)))
    service.answer(WHOLE, Reply(404))
    service.answer(f"{USER}?{SELECT}", Reply(body=FACTS))
    assert not isinstance((await graph.read(ADA)).photo, NoPhoto)


async def test_a_photo_that_is_announced_and_empty_is_not_known(
    graph: Graph, service: Service
) -> None:
    service.answer(BATCH, batch(ACCOUNT, PHOTO, part("picture", 200)))
    service.answer(WHOLE, Reply(200))
    assert (await graph.read(ADA)).photo == NotRead(FailureReason.UNEXPECTED)


async def test_a_web_page_without_a_content_type_is_not_known(
    graph: Graph, service: Service
) -> None:
    page = base64.b64encode(b"\r\n<!DOCTYPE html><html>").decode()
    service.answer(BATCH, batch(ACCOUNT, PHOTO, part("picture", 200, page)))
    assert (await graph.read(ADA)).photo == NotRead(FailureReason.UNEXPECTED)


async def test_a_single_pixel_in_the_place_of_the_picture_is_no_photo(
    graph: Graph, service: Service
) -> None:
    pixel = base64.b64encode(jpeg(1)).decode()
    picture = part("picture", 200, pixel, **{"content-type": "image/gif"})
    service.answer(BATCH, batch(ACCOUNT, part("photo", body=ONE_PIXEL), picture))
    assert (await graph.read(ADA)).photo == NoPhoto("1x1")


@pytest.mark.parametrize(
    "code", ["ErrorEntityNotFound", "ErrorItemNotFound", "GetUserPhoto", "ResourceNotFound"]
)
async def test_every_documented_code_of_a_missing_photo_is_understood(
    graph: Graph, service: Service, code: str
) -> None:
    service.answer(BATCH, batch(ACCOUNT, error("photo", 404, code), error("picture", 404, code)))
    assert (await graph.read(ADA)).photo == NoPhoto(code)


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize(
    "code", ["MailboxNotHostedInExchangeOnline", "MailboxNotEnabledForRESTAPI"]
)
async def test_a_mailbox_code_of_graph_is_kept(
    graph: Graph, service: Service, status: int, code: str
) -> None:
    service.answer(BATCH, batch(ACCOUNT, NO_PHOTO, error("picture", status, code)))
    reading = await graph.read(ADA)
    assert reading.photo == NoPhoto(code)
    assert isinstance(reading.account, Account)
    assert (reading.account.mailbox_code, reading.account.has_mailbox) == (code, False)


async def test_an_unknown_user_is_not_a_missing_photo(graph: Graph, service: Service) -> None:
    gone = error("account", 404, "Request_ResourceNotFound")
    service.answer(BATCH, batch(gone, NO_PHOTO, NO_PICTURE))
    reading = await graph.read(ADA)
    assert reading.account == NoAccount()
    assert isinstance(reading.photo, NotRead)


async def test_a_missing_photo_of_an_unread_account_is_not_known(
    graph: Graph, service: Service
) -> None:
    refused = error("account", 403, "Authorization_RequestDenied")
    service.answer(BATCH, batch(refused, NO_PHOTO, NO_PICTURE))
    reading = await graph.read(ADA)
    assert reading.account == NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")
    assert reading.photo == NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")


async def test_a_photo_of_an_unread_account_is_a_photo(graph: Graph, service: Service) -> None:
    refused = error("account", 403, "Authorization_RequestDenied")
    service.answer(BATCH, batch(refused, PHOTO, picture_part()))
    assert isinstance((await graph.read(ADA)).photo, Photo)


async def test_a_photo_that_lacks_the_size_is_read_at_its_largest(
    graph: Graph, service: Service
) -> None:
    service.answer(BATCH, batch(ACCOUNT, PHOTO, NO_PICTURE))
    service.answer(WHOLE, Reply(body=PICTURE))
    reading = await graph.read(ADA)
    assert isinstance(reading.photo, Photo)
    assert reading.photo.etag == 'W/"7"'
    assert service.paths == [BATCH, WHOLE]


async def test_a_photo_that_is_announced_but_nowhere_is_not_known(
    graph: Graph, service: Service
) -> None:
    service.answer(BATCH, batch(ACCOUNT, PHOTO, NO_PICTURE))
    service.answer(f"{USER}?{SELECT}", Reply(body=FACTS))
    assert (await graph.read(ADA)).photo == NotRead(FailureReason.UNEXPECTED)


async def test_a_photo_that_we_may_not_see_names_the_permission(
    graph: Graph, service: Service
) -> None:
    refused = error("picture", 403, "ErrorAccessDenied")
    service.answer(BATCH, batch(ACCOUNT, error("photo", 403, "ErrorAccessDenied"), refused))
    photo = (await graph.read(ADA)).photo
    assert photo == NotRead(FailureReason.NOT_PERMITTED, "ProfilePhoto.Read.All")
