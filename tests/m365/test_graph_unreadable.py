"""What is throttled, broken or no picture is not known, rather than missing."""

import base64

import pytest

from bot.core.failures import FailureReason
from bot.m365.graph import Graph
from bot.photos.readings import Account, Broken, NoPhoto, NotRead, Photo
from tests.m365.fakes import FakeTime, Reply, Service
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


async def test_only_throttled_parts_are_requested_again(
    graph: Graph, service: Service, time: FakeTime
) -> None:
    busy = part("picture", 429, {"error": {"code": "TooManyRequests"}}, **{"retry-after": "6"})
    service.answer(BATCH, batch(ACCOUNT, PHOTO, busy), batch(picture_part()))
    assert isinstance((await graph.read(ADA)).photo, Photo)
    assert time.slept == [6.5]
    assert [asked["id"] for asked in service.asked[1].json["requests"]] == ["picture"]


async def test_a_retry_after_date_in_a_part_is_relative_to_the_date_of_the_batch(
    graph: Graph, service: Service, time: FakeTime
) -> None:
    moment = {"Retry-After": "Mon, 04 May 2026 12:00:06 GMT"}
    busy = part("picture", 429, {"error": {"code": "TooManyRequests"}}, **moment)
    throttled = {"responses": [ACCOUNT, PHOTO, busy]}
    dated = Reply(body=throttled, headers={"Date": "Mon, 04 May 2026 12:00:00 GMT"})
    service.answer(BATCH, dated, batch(picture_part()))
    assert isinstance((await graph.read(ADA)).photo, Photo)
    assert time.slept == [6.5]


async def test_a_part_that_stays_throttled_is_not_known(graph: Graph, service: Service) -> None:
    busy = part("picture", 429, {"error": {"code": "TooManyRequests"}}, **{"Retry-After": "1"})
    service.answer(BATCH, batch(ACCOUNT, PHOTO, busy))
    reading = await graph.read(ADA)
    assert isinstance(reading.account, Account)
    assert reading.photo == NotRead(FailureReason.THROTTLED)
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    "answer",
    [
        Reply(body={}),
        Reply(body={"responses": None}),
        Reply(body={"responses": ["what"]}),
        batch(ACCOUNT, PHOTO),
        batch(ACCOUNT, PHOTO, part("picture", 200, "@@ not base64 @@")),
        batch(ACCOUNT, PHOTO, {"id": "picture", "status": "none"}),
        batch(ACCOUNT, PHOTO, {"id": "picture", "status": float("inf")}),
    ],
)
async def test_a_part_that_cannot_be_read_is_not_known(
    graph: Graph, service: Service, answer: Reply
) -> None:
    service.answer(BATCH, answer)
    assert (await graph.read(ADA)).photo == NotRead(FailureReason.UNEXPECTED)


@pytest.mark.parametrize(
    "answer", [Reply(body=b"<html>"), Reply(body=["what"]), Reply(body=b"[" * 50_000)]
)
async def test_an_answer_that_is_not_a_batch_is_not_known(
    graph: Graph, service: Service, answer: Reply
) -> None:
    service.answer(BATCH, answer)
    reading = await graph.read(ADA)
    assert reading.account == reading.photo == NotRead(FailureReason.UNEXPECTED)


async def test_bytes_that_are_no_picture_are_broken(graph: Graph, service: Service) -> None:
    junk = base64.b64encode(b"not a picture at all").decode()
    service.answer(BATCH, batch(ACCOUNT, PHOTO, part("picture", 200, junk)))
    assert isinstance((await graph.read(ADA)).photo, Broken)


async def test_a_web_page_in_place_of_a_photo_is_not_known(graph: Graph, service: Service) -> None:
    service.answer(WHOLE, Reply(200, b"<html>", {"Content-Type": "text/html; charset=utf-8"}))
    assert await graph.largest_photo(ADA) == NotRead(FailureReason.UNEXPECTED)


@pytest.mark.parametrize("kind", ["application/json", "application/xhtml+xml"])
async def test_a_message_in_place_of_a_photo_is_not_known(
    graph: Graph, service: Service, kind: str
) -> None:
    service.answer(WHOLE, Reply(200, b"{}", {"Content-Type": kind}))
    assert await graph.largest_photo(ADA) == NotRead(FailureReason.UNEXPECTED)


async def test_a_picture_counts_whatever_its_content_type(graph: Graph, service: Service) -> None:
    service.answer(WHOLE, Reply(200, PICTURE, {"Content-Type": "text/html"}))
    assert isinstance(await graph.largest_photo(ADA), Photo)


async def test_the_largest_photo_is_missing_only_of_somebody_who_exists(
    graph: Graph, service: Service
) -> None:
    assert isinstance(await graph.largest_photo(ADA), NotRead)
    service.answer(f"{USER}?{SELECT}", Reply(body=FACTS))
    assert await graph.largest_photo(ADA) == NoPhoto()
