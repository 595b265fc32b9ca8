"""Services that send anything in place of a number: a reading or a ServiceFailure, no other end."""

import asyncio
import json
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import aiohttp
import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.failures import ServiceFailure
from bot.http.retry import Retries
from bot.m365 import blocking_http
from bot.m365.batch import _part
from bot.m365.digests import _digest
from bot.m365.graph import Graph
from bot.m365.http import Http, Request, Response
from bot.m365.on_behalf import PersonTokens
from bot.m365.photo import is_one_pixel
from bot.m365.profile import properties
from bot.m365.signin import sign_in
from bot.m365.tokens import AppTokens, roles_of
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person
from tests.m365.fakes import FakeTime, FakeTokens, Reply, Service
from tests.m365.test_login_answers import GRAPH, METADATA, REGISTRATION, Login, Said, said

DAY = 86_400.0
numbers = st.one_of(
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.text(max_size=9),
    st.integers().map(str),
    st.sampled_from([10**400, -(10**400), math.inf, math.nan, 1e300, "9" * 5000, "1_000"]),
)
any_answer = st.recursive(
    numbers, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner)
)
with_fixtures = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ASKED = Request("sharepoint", "https://contoso.sharepoint.com/x")
PERSON = Person("2fb2b6d0-0d4c-4b6a-9d5c-6d9a14b1a0f1", "a@contoso.com")


@with_fixtures
@given(lifetime=any_answer)
async def test_no_token_is_kept_for_more_than_a_day(lifetime: Any, retries: Retries) -> None:
    asked: list[str] = []

    def acquire(scope: str) -> dict[str, object]:
        asked.append(scope)
        return {"access_token": "t", "expires_in": lifetime}

    time = FakeTime()
    app = AppTokens(lambda: acquire, retries=Retries(clock=time.clock, sleep=time.sleep))
    person = PersonTokens("a", 9 * DAY, lambda _, scope: acquire(scope), time.clock)
    for tokens in (app, person):
        assert await tokens.token(GRAPH) == "t"
    time.now += DAY
    for tokens in (app, person):
        await tokens.token(GRAPH)
    assert len(asked) == 4


@pytest.mark.parametrize(
    "number",
    ["1e999", "-1e999", "NaN", "true", "null", "9" * 5000, '"soon"', "1" + "0" * 400, "-1"],
)
@pytest.mark.parametrize("name", ["expires_in", "refresh_in", "ext_expires_in", "expires_on"])
async def test_odd_lifetimes_of_the_login_host_are_a_token_or_a_failure(
    name: str, number: str, retries: Retries
) -> None:
    answer = Said(
        b'{"access_token": "t", "token_type": "Bearer", "%s": %s}'
        % (name.encode(), number.encode())
    )
    with Login(said(METADATA), answer) as login:
        tokens = AppTokens(partial(sign_in, REGISTRATION, login), retries=retries)
        with suppress(ServiceFailure):
            assert await tokens.token(GRAPH) == "t"


@given(status=any_answer, header=any_answer, body=any_answer)
def test_a_part_of_a_batch_has_a_status_or_is_missing(status: Any, header: Any, body: Any) -> None:
    part = _part({"status": status, "headers": {"Retry-After": header}, "body": body}, "")
    assert part.status == 0 or 100 <= part.status <= 599
    failure = part.failure(ASKED)
    assert failure.retry_after is None or 0 <= failure.retry_after <= 3600


@given(lasts=any_answer, value=any_answer)
def test_a_digest_is_kept_for_a_day_at_most(lasts: Any, value: Any) -> None:
    digest = _digest({"FormDigestValue": value, "FormDigestTimeoutSeconds": lasts}, 0.0)
    assert 0 <= digest.until <= DAY


@given(stamp=any_answer, state=any_answer)
def test_a_profile_is_read_whatever_its_numbers_are(stamp: Any, state: Any) -> None:
    listed = [
        {"Key": "SPS-PictureTimestamp", "Value": stamp},
        {"Key": "SPS-PictureExchangeSyncState", "Value": state},
    ]
    body = json.dumps({"AccountName": "a", "UserProfileProperties": listed}).encode()
    if isinstance(stamp, list | dict) or isinstance(state, list | dict):
        with pytest.raises(ServiceFailure):
            properties(ASKED, Response(200, {}, body))
        return
    found = properties(ASKED, Response(200, {}, body))
    assert found is not None
    changed = found.as_profile("").changed_at
    # Every zone's clock can show it.
    assert changed is None or changed.astimezone().year


@pytest.mark.parametrize("one", [True, "one", 1.5, None])
def test_only_a_photo_of_one_pixel_stands_for_no_photo(one: Any) -> None:
    assert is_one_pixel({"width": 1, "height": 1})
    assert not is_one_pixel({"width": one, "height": one})


@given(claims=st.dictionaries(st.sampled_from(["exp", "nbf", "iat", "roles"]), any_answer))
def test_roles_are_read_beside_odd_numbers(claims: dict[str, Any]) -> None:
    roles_of(jwt.encode(claims | {"aud": "x"}, "k" * 32) if _encodes(claims) else "x.y.z")


def test_a_token_that_is_nested_without_end_is_opaque() -> None:
    deep = jwt.utils.base64url_encode(b'{"a":' + b"[" * 100_000).decode()
    head = jwt.utils.base64url_encode(b'{"alg":"RS256"}').decode()
    assert roles_of(f"{head}.{deep}.x") is None


def _encodes(claims: dict[str, Any]) -> bool:
    try:
        jwt.encode(claims, "k" * 32)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


@pytest.mark.parametrize(
    "metadata", [{"width": 1e300, "height": True}, {"width": -1}, {"width": "9" * 5000}]
)
async def test_a_photo_is_read_whatever_its_metadata_says(
    http: Http, service: Service, metadata: dict[str, Any]
) -> None:
    parts = [
        {"id": "photo", "status": 200, "body": metadata},
        {"id": "account", "status": "two hundred"},
        {"id": "picture", "status": 1e300},
    ]
    service.answer("/v1.0/$batch", Reply(body={"responses": parts}))
    assert await Graph(http, service.address, PictureThreads()).read(PERSON)


HEADS = (
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n{}" % length
        for length in (b"-1", b"1_0", b"9" * 30, b"9" * 5000, b"1e3", b"NaN", b"2, 3", b"\xd9\xa7")
    ]
    + [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n{}" % size
        for size in (b"-1", b"f" * 40, b"0x2", b"2_0", b"NaN")
    ]
    + [
        b"HTTP/1.1 %s OK\r\nContent-Length: 2\r\n\r\n{}" % status
        for status in (b"0", b"-200", b"99999", b"2e2", b"\xd9\xa7\xd9\xa7\xd9\xa7", b"9" * 5000)
    ]
    + [b"HTTP/9999999.1 200 OK\r\n\r\n{}", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"]
)


@asynccontextmanager
async def answering(head: bytes) -> AsyncIterator[str]:
    """A host that answers every request with these bytes, and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"


@pytest.mark.parametrize("head", HEADS, ids=lambda head: repr(head[:60]))
async def test_odd_numbers_of_http_are_an_answer_or_a_failure(
    head: bytes, session: aiohttp.ClientSession, retries: Retries
) -> None:
    async with answering(head) as address:
        http = Http(session, FakeTokens(), retries, allowed=lambda _: True)
        with suppress(ServiceFailure):
            assert (await http.send(Request("graph", address))).status


@pytest.mark.parametrize("head", HEADS, ids=lambda head: repr(head[:60]))
async def test_odd_numbers_of_the_login_host_are_a_failure(head: bytes, retries: Retries) -> None:
    async with answering(head) as address:
        registration = type(REGISTRATION)("app", address, REGISTRATION.credential)
        with blocking_http.session(None) as session:
            tokens = AppTokens(partial(sign_in, registration, session), retries=retries)
            with pytest.raises(ServiceFailure):
                await tokens.token(GRAPH)
