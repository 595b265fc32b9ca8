"""Proxies, .netrc logins, and managed identities."""

import asyncio
import gzip
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
import requests
from aiohttp import web
from yarl import URL

from bot.http.session import open_session, proxy_for
from bot.m365 import blocking_http
from bot.m365.registration import AppRegistration, ManagedIdentity
from bot.m365.tokens import open_tokens
from tests.m365.fakes import Handler, Reply, Service

GRAPH = URL("https://graph.microsoft.com/v1.0")


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text("default login somebody password something\n")
    monkeypatch.setenv("NETRC", str(file))


def test_the_environments_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.test:8080")
    monkeypatch.setenv("no_proxy", "login.microsoftonline.com,.sharepoint.com")
    assert proxy_for(GRAPH) == "http://proxy.test:8080"
    assert proxy_for(URL("https://contoso-my.sharepoint.com/")) is None
    assert proxy_for(URL("http://graph.microsoft.com")) is None


@pytest.mark.usefixtures("netrc")
async def test_a_netrc_login_is_never_sent(service: Service) -> None:
    service.answer("/", Reply())
    bearer = {"Authorization": "Bearer token"}
    async with open_session() as session, session.get(service.address, headers=bearer):
        pass
    with blocking_http.session(None) as blocking:
        await asyncio.to_thread(blocking.post, service.address, {"client_secret": "s"})
    assert service.asked[0].headers["Authorization"] == "Bearer token"
    assert "Authorization" not in service.asked[1].headers


async def test_every_request_carries_the_user_agent(service: Service) -> None:
    async with open_session() as session, session.get(service.address):
        pass
    assert service.asked[0].headers["User-Agent"].startswith("NONISV|Photobot|Photobot/")


async def test_cookies_are_not_kept(service: Service) -> None:
    service.answer("/", Reply(headers={"Set-Cookie": "who=somebody"}))
    # No client keeps the cookies of a bare IP address.
    address = service.address.replace("127.0.0.1", "localhost")
    async with open_session() as session:
        for _ in range(2):
            async with session.get(address):
                pass
    with blocking_http.session(None) as blocking:
        for _ in range(2):
            await asyncio.to_thread(blocking.get, address)
    assert [each for each in service.asked if "Cookie" in each.headers] == []
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    ("identity", "query"),
    [
        (ManagedIdentity(), ""),
        (ManagedIdentity("an-id"), "&client_id=an-id"),
    ],
)
async def test_a_managed_identity_gives_tokens_for_a_resource(
    service: Service, monkeypatch: pytest.MonkeyPatch, identity: ManagedIdentity, query: str
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{service.address}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header-of-the-machine")
    monkeypatch.setenv("http_proxy", "http://proxy.test:8080")
    path = "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com" + query
    answer = {"access_token": "token", "expires_on": "32503680000", "token_type": "Bearer"}
    service.answer(path, Reply(body=answer))
    async with open_tokens(AppRegistration("app", "", identity)) as tokens:
        assert await tokens.token("https://graph.microsoft.com/.default") == "token"
    assert service.asked[0].headers["X-IDENTITY-HEADER"] == "header-of-the-machine"


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" " * 65536)


async def dripping(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "9"})
    await response.prepare(request)
    for _ in range(9):
        await response.write(b" ")
        await asyncio.sleep(0)
    return response


BOMB = Reply(body=gzip.compress(b" " * (2 << 20)), headers={"Content-Encoding": "gzip"})


def always_now() -> float:
    return 0.0


@pytest.mark.parametrize(
    ("answer", "clock"),
    [(endless, always_now), (BOMB, always_now), (dripping, count(0, 31).__next__)],
)
async def test_an_endless_login_response_is_cut_off(
    service: Service,
    answer: Handler,
    clock: Callable[[], float],
) -> None:
    service.answer("/", answer)
    with (
        blocking_http.session(None, clock=clock) as session,
        pytest.raises(requests.ConnectionError),
    ):
        await asyncio.to_thread(session.get, service.address)


async def test_a_compressed_login_response_is_read_completely(service: Service) -> None:
    plain = b"x" * (1 << 20)
    packed = Reply(body=gzip.compress(plain), headers={"Content-Encoding": "gzip"})
    service.answer("/", Reply(body=plain), packed)
    with blocking_http.session(None) as session:
        for _ in range(2):
            answer = await asyncio.to_thread(session.get, service.address)
            assert answer.content == plain


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_credential_follows_no_redirect(
    service: Service, other_service: Service, status: int
) -> None:
    service.answer("/", Reply(status, headers={"Location": other_service.address}))
    with blocking_http.session(None) as session:
        answer = await asyncio.to_thread(session.post, service.address, {"client_secret": "s"})
    assert answer.status_code == status
    assert other_service.asked == []
