"""Pictures as a client gets them: with which status, headers and log lines."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.photos.readings import Size
from bot.pictures.routes import CHECK_AGAIN, picture_routes
from bot.web.server import AccessLog, application
from tests.core.logged import logged
from tests.photos.examples import ACCOUNT, photo, thumbnails_of
from tests.pictures.sealing import PUBLIC, Replica, replica
from tests.pictures.test_reader import Stored
from tests.use_cases.fakes import FakeMicrosoft365

Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def serving(there: Replica, stored: Stored | None = None) -> AsyncIterator[Client]:
    """A client of a bot that serves these addresses."""
    routes = picture_routes(there.addresses, (stored or Stored()).reader)
    server = TestServer(application(routes, {}))
    async with TestClient(server) as client:
        yield client


def path_of(there: Replica, size: Size | None = None, subject: str = ACCOUNT.id) -> str:
    shown = photo() if size is None else thumbnails_of(1)[size]
    address = there.addresses(subject, size, shown)
    assert address
    return address.removeprefix(PUBLIC)


def assert_not_kept(answer: ClientResponse) -> None:
    """No client and no proxy may keep it, or take it for anything but a picture."""
    wanted = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    assert answer.history == ()


@pytest.mark.parametrize("size", [None, *Size])
async def test_an_address_gives_the_picture_that_the_card_showed(size: Size | None) -> None:
    there = await replica()
    async with serving(there) as client, client.get(path_of(there, size)) as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        assert_not_kept(answer)
        with Image.open(io.BytesIO(await answer.read())) as image:
            assert (image.format, max(image.size) <= 1024) == ("JPEG", True)


async def test_a_forged_address_is_404_and_nothing_is_read() -> None:
    there, stored = await replica(), Stored()
    path = path_of(there)
    other = path_of(await replica())
    forged = (
        other,
        path[:-1],
        f"{path}AAAA",
        f"{path}/x",
        "/pictures/2026-05-04/" + "A" * 140,
        "/pictures/2026-05-04/" + "A" * 4000,
        "/pictures/2026-05-04/",
        "/pictures/",
        "/pictures/2026-99-99/" + "A" * 140,
        "/pictures/2999-01-01/" + "A" * 140,
        "/pictures/%32%30/" + "A" * 140,
    )
    async with serving(there, stored) as client:
        for each in forged:
            async with client.get(each) as answer:
                assert (answer.status, each) == (404, each)
                assert await answer.json() == {"error": "not_found", "message": "Not Found."}
    assert stored.microsoft_365.asked == []


async def test_an_expired_address_says_to_check_again_and_nothing_is_read() -> None:
    there, stored = await replica(), Stored()
    path = path_of(there)
    async with serving(there, stored) as client:
        # An hour later; days later, when its key is there no more.
        for seconds in (3600, 4 * 24 * 3600):
            there.clock.advance(seconds)
            await there.keys.renew()
            async with client.get(path) as answer:
                assert (answer.status, answer.content_type) == (200, "image/png")
                assert await answer.read() == CHECK_AGAIN
                assert_not_kept(answer)
    assert stored.microsoft_365.asked == []


async def test_a_photo_that_changed_since_says_to_check_again() -> None:
    there = await replica()
    changed = Stored(FakeMicrosoft365(picture=photo(2)))
    async with serving(there, changed) as client, client.get(path_of(there)) as answer:
        assert (answer.status, await answer.read()) == (200, CHECK_AGAIN)


async def test_the_log_has_neither_the_address_nor_the_person() -> None:
    there = await replica()
    path = path_of(there)
    routes = picture_routes(there.addresses, Stored().reader)
    with logged() as lines:
        server = TestServer(application(routes, {}))
        await server.start_server(access_log_class=AccessLog)
        async with TestClient(server) as client:
            for each in (path, path[:-1], "/pictures/nothing"):
                async with client.get(each):
                    pass
        told = lines.getvalue()
    token = path.rpartition("/")[2]
    assert [json.loads(line)["status"] for line in told.splitlines()] == [200, 404, 404]
    assert not any(each in told for each in (token[:20], token[-20:], ACCOUNT.id, ACCOUNT.upn))


def test_the_picture_that_says_to_check_again_is_one_that_teams_takes() -> None:
    with Image.open(io.BytesIO(CHECK_AGAIN)) as image:
        assert (image.format, image.size) == ("PNG", (240, 240))
    assert len(CHECK_AGAIN) < 16 * 1024
