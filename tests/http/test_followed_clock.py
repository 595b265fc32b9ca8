"""The clock at an address: followed after it is set, and never back by a few milliseconds."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.core.clock import utc_now
from bot.core.failures import StartRefused
from bot.http.followed_clock import FollowedClock, open_clock

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Tenant:
    """A clock that is so far ahead of the machine's."""

    ahead: timedelta = DAY
    answer: dict[str, str] = field(default_factory=dict)

    async def read(self) -> datetime:
        return NOON + self.ahead

    async def serve(self, _request: web.Request) -> web.Response:
        return web.json_response(self.answer or {"now": (utc_now() + self.ahead).isoformat()})


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


@pytest.fixture
async def address(tenant: Tenant) -> AsyncIterator[str]:
    application = web.Application()
    application.add_routes([web.get("/clock", tenant.serve)])
    async with TestServer(application) as server:
        yield str(server.make_url("/clock"))


async def test_a_clock_that_is_set_is_followed_one_look_later(tenant: Tenant) -> None:
    clock = FollowedClock(tenant.read, lambda: NOON)
    await clock.look()
    assert clock.now() == NOON
    await clock.look()
    assert clock.now() == NOON + DAY
    tenant.ahead = -DAY
    await clock.look()
    assert clock.now() == NOON + DAY
    await clock.look()
    assert clock.now() == NOON - DAY


async def test_time_does_not_go_back_because_an_answer_came_late(tenant: Tenant) -> None:
    clock = FollowedClock(tenant.read, lambda: NOON)
    for late in (0, 900, 10):
        tenant.ahead = DAY - timedelta(milliseconds=late)
        await clock.look()
    assert clock.now() == NOON + DAY


async def test_the_clock_at_an_address_is_read_before_anything_starts(address: str) -> None:
    async with open_clock(address) as now:
        assert abs(now() - utc_now() - DAY) < timedelta(seconds=30)


async def test_without_an_address_it_is_the_clock_of_this_machine() -> None:
    async with open_clock(None) as now:
        assert now is utc_now


@pytest.mark.parametrize("answer", [{"time": "now"}, {"now": "noon"}, {"now": "2026-05-04T12:00"}])
async def test_a_start_without_a_readable_clock_is_refused(
    tenant: Tenant, address: str, answer: dict[str, str]
) -> None:
    tenant.answer = answer
    with pytest.raises(StartRefused, match="PHOTOBOT_CLOCK"):
        async with open_clock(address):
            pass


async def test_a_start_with_no_clock_at_the_address_is_refused(address: str) -> None:
    with pytest.raises(StartRefused, match="PHOTOBOT_CLOCK"):
        async with open_clock(f"{address}/no/such/clock"):
            pass
