"""Facts of the whole tenant: read once, cached, and never waited for long."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.core.failures import FailureReason
from bot.m365.graph import Graph
from bot.m365.http import Http
from bot.m365.tenant import SECONDS_KEPT, SECONDS_KEPT_UNREAD, TenantFacts
from bot.photos.readings import NotRead, PhotoSource, PhotoUpdates
from bot.use_cases.picture_threads import PictureThreads
from tests.m365.fakes import FakeTime, Reply, Service

SETTINGS = "/beta/admin/people/photoUpdateSettings"
PRINCIPALS = (
    "/v1.0/servicePrincipals?$filter=appId%20eq%20'00000002-0000-0ff1-ce00-000000000000'"
    "&$select=accountEnabled"
)
FORBIDDEN = Reply(403, {"error": {"code": "Forbidden", "message": ""}})
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"


@pytest.fixture
def graph(http: Http, service: Service) -> Graph:
    return Graph(http, service.address, PictureThreads())


def settings(source: str | None, roles: Any = None) -> Reply:
    return Reply(body={"source": source, "allowedRoles": roles})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (settings(None), PhotoUpdates(PhotoSource.BOTH)),
        (settings("cloud", []), PhotoUpdates(PhotoSource.CLOUD)),
        (settings("onPremises"), PhotoUpdates(PhotoSource.ON_PREMISES)),
        (settings("unknownFutureValue"), PhotoUpdates(PhotoSource.UNKNOWN)),
        (Reply(body={"source": ["cloud"]}), PhotoUpdates(PhotoSource.UNKNOWN)),
        (
            settings("cloud", [USER_ADMINISTRATOR]),
            PhotoUpdates(PhotoSource.CLOUD, frozenset({USER_ADMINISTRATOR})),
        ),
        (Reply(body={}), NotRead(FailureReason.UNEXPECTED)),
        (Reply(body={"value": []}), NotRead(FailureReason.UNEXPECTED)),
        (settings("cloud", "everybody"), NotRead(FailureReason.UNEXPECTED)),
        (FORBIDDEN, NotRead(FailureReason.NOT_PERMITTED, "PeopleSettings.Read.All")),
    ],
)
async def test_photo_update_settings_are_read(
    graph: Graph, service: Service, answer: Reply, expected: PhotoUpdates | NotRead
) -> None:
    service.answer(SETTINGS, answer)
    assert (await graph.tenant()).photo_updates == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Reply(body={"value": [{"accountEnabled": True}]}), True),
        (Reply(body={"value": [{"accountEnabled": False}]}), False),
        (Reply(body={"value": []}), NotRead(FailureReason.UNEXPECTED)),
        (Reply(body={"value": [{}]}), NotRead(FailureReason.UNEXPECTED)),
        (FORBIDDEN, NotRead(FailureReason.NOT_PERMITTED, "Application.Read.All")),
    ],
)
async def test_whether_exchange_online_may_work_here(
    graph: Graph, service: Service, answer: Reply, expected: bool | NotRead
) -> None:
    service.answer(PRINCIPALS, answer)
    assert (await graph.tenant()).exchange_enabled == expected


async def test_concurrent_callers_share_one_reading(graph: Graph, service: Service) -> None:
    service.answer(SETTINGS, settings("cloud"))
    service.answer(PRINCIPALS, FORBIDDEN)
    found = await asyncio.gather(*(graph.tenant() for _ in range(20)))
    assert len(set(found)) == 1
    assert sorted(service.paths) == sorted([SETTINGS, PRINCIPALS])


async def test_a_fact_is_read_again_when_it_has_aged(
    graph: Graph, service: Service, time: FakeTime
) -> None:
    service.answer(SETTINGS, settings("cloud"))
    await graph.tenant()
    service.answer(SETTINGS, settings("onPremises"))
    time.now = SECONDS_KEPT - 1
    assert (await graph.tenant()).photo_updates == PhotoUpdates(PhotoSource.CLOUD)
    time.now = SECONDS_KEPT
    assert (await graph.tenant()).photo_updates == PhotoUpdates(PhotoSource.ON_PREMISES)


async def test_a_failed_reading_is_repeated_sooner(
    graph: Graph, service: Service, time: FakeTime
) -> None:
    service.answer(SETTINGS, FORBIDDEN)
    await graph.tenant()
    service.answer(SETTINGS, settings("cloud"))
    time.now = SECONDS_KEPT_UNREAD - 1
    assert isinstance((await graph.tenant()).photo_updates, NotRead)
    time.now = SECONDS_KEPT_UNREAD
    assert (await graph.tenant()).photo_updates == PhotoUpdates(PhotoSource.CLOUD)


async def test_a_slow_reading_times_out(http: Http, service: Service) -> None:
    async def never(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    service.answer(SETTINGS, never)
    service.answer(PRINCIPALS, Reply(body={"value": [{"accountEnabled": True}]}))
    tenant = await TenantFacts(http, service.address, timeout=1.0).read()
    assert tenant.photo_updates == NotRead(FailureReason.TIMED_OUT)
    assert tenant.exchange_enabled is True
