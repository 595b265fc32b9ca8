"""HTTP requests that fail on their way, and what is retried."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import Retries
from bot.m365.http import Http, Request
from tests.m365.fakes import FakeTime, FakeTokens, Reply, Service

BUSY = Reply(429, headers={"Retry-After": "3"})


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def cut_short(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"ten bytes.")
    assert request.transport is not None
    request.transport.close()
    return response


async def stall(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


@pytest.fixture
async def impatient(tokens: FakeTokens, retries: Retries) -> AsyncIterator[Http]:
    """Gives a stalled request up soon."""
    timeout = aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield Http(session, tokens, retries, allowed=lambda _: True, max_body_bytes=100_000)


def ask(service: Service, path: str = "/photo") -> Request:
    return Request("graph", service.address + path)


async def test_a_request_carries_the_token_of_its_host(
    http: Http, service: Service, tokens: FakeTokens
) -> None:
    service.answer("/photo", Reply(body=b"jpeg"))
    assert (await http.send(ask(service))).body == b"jpeg"
    assert tokens.scopes == [f"{service.address}/.default"]
    assert service.asked[0].headers["Authorization"] == "Bearer token-1"


async def test_a_url_is_sent_with_its_own_encoding(http: Http, service: Service) -> None:
    path = "/_api/web/x('a%27%27b%23c')?@v='i%3A0%23.f%7Cmembership%7Ca%40b'"
    await http.send(ask(service, path))
    assert service.paths == [path]


async def test_a_token_goes_to_no_host_that_is_not_ours(
    session: aiohttp.ClientSession, service: Service, tokens: FakeTokens, retries: Retries
) -> None:
    http = Http(session, tokens, retries, allowed=lambda origin: origin == "https://ours.test")
    with pytest.raises(ServiceFailure) as refusal:
        await http.send(ask(service))
    assert refusal.value.code == "host_not_allowed"
    assert service.asked == []
    assert tokens.scopes == []


async def test_a_throttled_request_waits_for_retry_after(
    http: Http, service: Service, time: FakeTime
) -> None:
    service.answer("/photo", BUSY, Reply(body=b"jpeg"))
    assert (await http.send(ask(service))).body == b"jpeg"
    assert time.slept == [3.5]


async def test_a_service_that_stays_busy_is_given_up_within_the_bounds(
    http: Http, service: Service
) -> None:
    service.answer("/photo", BUSY)
    request = ask(service)
    answer = await http.send(request)
    assert len(service.asked) == 4
    assert answer.failure(request).why is FailureReason.THROTTLED
    assert answer.failure(request).retry_after == 3.0


@pytest.mark.parametrize("trouble", [Reply(502), Reply(503), Reply(504), reset, cut_short])
async def test_a_transient_failure_is_retried(http: Http, service: Service, trouble: Reply) -> None:
    service.answer("/photo", trouble, Reply(body=b"jpeg"))
    assert (await http.send(ask(service))).body == b"jpeg"
    assert len(service.asked) == 2


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 501])
async def test_a_lasting_failure_is_not_retried(http: Http, service: Service, status: int) -> None:
    service.answer("/photo", Reply(status))
    assert (await http.send(ask(service))).status == status
    assert len(service.asked) == 1


async def test_a_lost_connection_is_a_named_failure(http: Http, service: Service) -> None:
    service.answer("/photo", reset)
    with pytest.raises(ServiceFailure) as failure:
        # aiohttp itself repeats a GET once on a connection that was kept.
        await http.send(Request("graph", service.address + "/photo", method="POST"))
    assert (failure.value.why, failure.value.code) == (FailureReason.UNAVAILABLE, "no_connection")
    assert len(service.asked) == 4


async def test_a_stalled_request_is_retried(impatient: Http, service: Service) -> None:
    service.answer("/photo", stall, Reply(body=b"jpeg"))
    assert (await impatient.send(ask(service))).body == b"jpeg"
    assert len(service.asked) > 1


async def test_a_stalled_service_is_a_named_failure(impatient: Http, service: Service) -> None:
    service.answer("/photo", stall)
    with pytest.raises(ServiceFailure) as failure:
        await impatient.send(ask(service))
    assert failure.value.why is FailureReason.TIMED_OUT


async def test_an_address_where_nothing_listens_is_a_named_failure(http: Http) -> None:
    with pytest.raises(ServiceFailure) as failure:
        await http.send(Request("graph", "http://127.0.0.1:1/photo"))
    assert failure.value.why is FailureReason.UNAVAILABLE


async def test_a_token_that_is_refused_is_replaced_once(
    http: Http, service: Service, tokens: FakeTokens
) -> None:
    service.answer("/photo", Reply(401), Reply(body=b"jpeg"))
    assert (await http.send(ask(service))).body == b"jpeg"
    assert tokens.forgotten == ["token-1"]
    assert service.asked[1].headers["Authorization"] == "Bearer token-2"


async def test_a_second_refusal_is_final(http: Http, service: Service) -> None:
    service.answer("/photo", Reply(401))
    assert (await http.send(ask(service))).status == 401
    assert len(service.asked) == 2


async def test_a_missing_permission_causes_no_new_token(
    http: Http, service: Service, tokens: FakeTokens
) -> None:
    refusal = {"odata.error": {"code": "-2147024891, System.UnauthorizedAccessException"}}
    service.answer("/photo", Reply(401, refusal))
    await http.send(ask(service))
    assert tokens.forgotten == []


async def test_an_endless_body_is_cut_off(http: Http, service: Service) -> None:
    service.answer("/photo", Reply(body=b"x" * 100_001))
    with pytest.raises(ServiceFailure) as failure:
        await http.send(ask(service))
    assert failure.value.code == "too_large"
    assert len(service.asked) == 1


async def test_a_redirect_is_not_followed(
    http: Http, service: Service, other_service: Service
) -> None:
    service.answer("/photo", Reply(302, headers={"Location": other_service.address}))
    assert (await http.send(ask(service))).status == 302
    assert other_service.asked == []
