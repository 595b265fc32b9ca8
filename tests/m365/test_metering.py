"""Every call of SharePoint is counted as it leaves, and every service's throttling is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.http.retry import Retries
from bot.http.session import open_session
from bot.m365.geos import Geo, Geos
from bot.m365.http import Http, Request
from bot.m365.metering import metered
from bot.m365.registration import AppRegistration, Secret
from bot.m365.settings import M365Settings
from tests.m365.fakes import FakeTokens, Reply, Service

PROFILE = "/_api/SP.UserProfiles.PeopleManager/GetPropertiesFor(accountName=@v)"
FILE = "/_api/web/GetFileByServerRelativeUrl('/User%20Photos/a.jpg')/$value"
THROTTLED = Reply(429, headers={"Retry-After": "17"})


@dataclass
class Told:
    """Implements Meter."""

    calls: list[str] = field(default_factory=list)
    throttled_for: list[float | None] = field(default_factory=list)

    def spend(self, *, profile: bool) -> None:
        self.calls.append("profile" if profile else "file")

    def throttled(self, retry_after: float | None) -> None:
        self.throttled_for.append(retry_after)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def http(
    service: Service, other_service: Service, tokens: FakeTokens, retries: Retries, told: Told
) -> AsyncIterator[Http]:
    """Graph is one service, SharePoint the other."""
    site = other_service.address
    registration = AppRegistration("client", "https://login.test/tenant", Secret("secret"))
    settings = M365Settings(service.address, Geos(Geo(site, site, site)), registration)
    async with open_session(traces=(metered(told, settings),)) as session:
        yield Http(session, tokens, retries, allowed=settings.is_ours)


async def test_calls_of_sharepoint_are_counted_and_those_of_graph_are_not(
    http: Http, service: Service, other_service: Service, told: Told
) -> None:
    for path in (PROFILE, FILE, FILE):
        await http.send(Request("sharepoint", other_service.address + path))
    await http.send(Request("graph", f"{service.address}/v1.0/users/ada"))
    assert told.calls == ["profile", "file", "file"]
    assert told.throttled_for == []


async def test_calls_that_are_turned_away_and_repeated_count_each(
    http: Http, other_service: Service, told: Told
) -> None:
    other_service.answer(PROFILE, THROTTLED, Reply(503, headers={"Retry-After": "5"}), Reply())
    await http.send(Request("sharepoint", other_service.address + PROFILE))
    assert told.calls == ["profile"] * 3
    assert told.throttled_for == [17, 5]


async def test_graphs_throttling_is_told_too(http: Http, service: Service, told: Told) -> None:
    service.answer("/v1.0/users/ada", Reply(429), Reply())
    await http.send(Request("graph", f"{service.address}/v1.0/users/ada"))
    assert told.throttled_for == [None]


async def test_a_service_that_is_out_of_order_is_not_taken_for_throttling(
    http: Http, other_service: Service, told: Told
) -> None:
    other_service.answer(FILE, Reply(503), Reply())
    await http.send(Request("sharepoint", other_service.address + FILE))
    assert told.throttled_for == []
