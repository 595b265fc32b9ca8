"""Parts of a batch whose bodies are encoded in any way, or are no JSON, and batches that break."""

import base64

import pytest
from aiohttp import web

from bot.core.failures import FailureReason
from bot.m365.graph import Graph
from bot.photos.readings import Account, NoPhoto, NotRead, Photo
from tests.m365.fakes import Reply, Service
from tests.m365.graph_batches import (
    ACCOUNT,
    ADA,
    BATCH,
    FACTS,
    METADATA,
    PHOTO,
    PICTURE,
    SELECT,
    USER,
    batch,
    part,
    picture_part,
)


@pytest.mark.parametrize(
    "body",
    [
        base64.urlsafe_b64encode(PICTURE).decode(),
        base64.urlsafe_b64encode(PICTURE).decode().rstrip("="),
        base64.b64encode(PICTURE).decode().rstrip("="),
        base64.encodebytes(PICTURE).decode(),
        base64.encodebytes(PICTURE).decode().replace("\n", "\r\n"),
    ],
)
async def test_every_encoding_of_a_picture_is_read(
    graph: Graph, service: Service, body: str
) -> None:
    service.answer(BATCH, batch(ACCOUNT, PHOTO, picture_part(body)))
    photo = (await graph.read(ADA)).photo
    assert isinstance(photo, Photo)
    assert photo.data == PICTURE


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "kind", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "text/html"}]
)
@pytest.mark.parametrize("body", ["Busy", "Too many requests", "<html>Try later.</html>", "太忙了"])
async def test_a_part_that_is_throttled_in_words_is_requested_again(
    graph: Graph, service: Service, status: int, kind: dict[str, str], body: str
) -> None:
    service.answer(
        BATCH, batch(ACCOUNT, PHOTO, part("picture", status, body, **kind)), batch(picture_part())
    )
    assert isinstance((await graph.read(ADA)).photo, Photo)
    assert len(service.asked) == 2


@pytest.mark.parametrize("status", [200, 206])
@pytest.mark.parametrize("body", ["Please sign in.", "<html>Sign in</html>", "@@ not base64 @@"])
async def test_words_in_place_of_a_picture_are_not_a_broken_one(
    graph: Graph, service: Service, status: int, body: str
) -> None:
    for kind in ({}, {"Content-Type": "image/jpeg"}, {"Content-Type": "text/html"}):
        service.answer(BATCH, batch(ACCOUNT, PHOTO, part("picture", status, body, **kind)))
        assert (await graph.read(ADA)).photo == NotRead(FailureReason.UNEXPECTED)


async def test_a_code_is_found_in_an_error_that_came_as_text(
    graph: Graph, service: Service
) -> None:
    said = '{"error": {"code": "ErrorItemNotFound", "message": "The photo wasn\'t found."}}'
    xml = "<error><code>ErrorItemNotFound</code></error>"
    for body in (said, xml, base64.b64encode(said.encode()).decode()):
        service.answer(BATCH, batch(ACCOUNT, part("photo", 404, body), part("picture", 404, body)))
        assert (await graph.read(ADA)).photo == NoPhoto("ErrorItemNotFound")


@pytest.mark.parametrize(
    "answer", [Reply(body=b"<html>"), Reply(400, {"error": {"code": "BadRequest"}})]
)
async def test_what_breaks_a_batch_is_read_singly(
    graph: Graph, service: Service, answer: Reply
) -> None:
    service.answer(BATCH, answer)
    service.answer(f"{USER}?{SELECT}", Reply(body=FACTS))
    service.answer(f"{USER}/photo", Reply(body=METADATA))
    service.answer(f"{USER}/photos/240x240/$value", Reply(body=PICTURE))
    reading = await graph.read(ADA)
    assert isinstance(reading.account, Account)
    assert isinstance(reading.photo, Photo)
    assert reading.photo.etag == 'W/"7"'


async def test_a_part_that_breaks_also_by_itself_leaves_the_others(
    graph: Graph, service: Service
) -> None:
    async def resets(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    service.answer(BATCH, Reply(body=b"<html>"))
    service.answer(f"{USER}?{SELECT}", Reply(body=FACTS))
    service.answer(f"{USER}/photo", Reply(body=METADATA))
    service.answer(f"{USER}/photos/240x240/$value", resets)
    reading = await graph.read(ADA)
    assert isinstance(reading.account, Account)
    assert reading.photo == NotRead(FailureReason.UNEXPECTED)


async def test_a_batch_that_is_refused_is_not_asked_for_singly(
    graph: Graph, service: Service
) -> None:
    service.answer(BATCH, Reply(403, {"error": {"code": "Authorization_RequestDenied"}}))
    await graph.read(ADA)
    assert service.paths == [BATCH]
