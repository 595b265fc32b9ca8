"""Pictures are fetched from where Teams keeps them, with a token for the connector alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.pictures import NotFetched
from bot.chat.turn import PictureKind, PictureReference
from bot.core.failures import FailureReason, ServiceFailure
from bot.teams.pictures import ChatPictures
from bot.teams.settings import ChannelSettings

MOST = 1000
Reason = NotFetched.Reason


@dataclass
class Host:
    """Keeps one picture, and notes with which key it was asked for."""

    body: bytes = b"picture"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    keys: list[str | None] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"{self.origin}/picture"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def answer(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("Authorization"))
        return web.Response(status=self.status, body=self.body, headers=self.headers)


class Tokens:
    async def token(self, scope: str) -> str:
        return f"token for {scope}"

    def forget(self, token: str) -> None:
        raise AssertionError(token)


class NoTokens(Tokens):
    async def token(self, scope: str) -> str:
        raise ServiceFailure("entra", FailureReason.UNAVAILABLE)


@pytest_asyncio.fixture
async def host() -> AsyncIterator[Host]:
    host = Host()
    app = web.Application()
    app.router.add_get("/{any:.*}", host.answer)
    async with TestServer(app, host="127.0.0.1") as server:
        assert server.port
        host.port = server.port
        yield host


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def pictures(
    session: aiohttp.ClientSession,
    host: Host,
    tokens: Tokens | None = None,
    is_sharepoint: Callable[[str], bool] | None = None,
) -> ChatPictures:
    """The connector and SharePoint are one host here; they differ by kind."""
    settings = ChannelSettings(
        app_id="app",
        tenant_id="tenant",
        issuer="issuer",
        openid_metadata="https://login.example",
        allowed_service_hosts=(f"127.0.0.1:{host.port}",),
        scope="scope",
        anonymous=False,
    )
    knows = is_sharepoint or host.origin.__eq__
    return ChatPictures(session, tokens or Tokens(), settings, knows, MOST)


def inline(address: str) -> PictureReference:
    return PictureReference(PictureKind.INLINE, address)


def uploaded(address: str) -> PictureReference:
    return PictureReference(PictureKind.UPLOADED, address)


async def test_the_bots_token_goes_to_the_connector(
    host: Host, session: aiohttp.ClientSession
) -> None:
    assert await pictures(session, host).fetch(inline(host.address)) == b"picture"
    assert host.keys == ["Bearer token for scope"]


async def test_no_token_goes_to_sharepoint(host: Host, session: aiohttp.ClientSession) -> None:
    address = f"{host.address}?tempauth=x%2By"
    assert await pictures(session, host).fetch(uploaded(address)) == b"picture"
    assert host.keys == [None]


@pytest.mark.parametrize(
    "picture",
    [
        inline("https://evil.example/picture"),
        inline("http://smba.trafficmanager.net/picture"),
        inline("file:///etc/passwd"),
        inline("no address"),
        uploaded("https://evil.example/picture"),
        uploaded("https://contoso-my.sharepoint.com.evil.example/picture"),
        uploaded("http://contoso-my.sharepoint.com/picture"),
        uploaded("no address"),
        uploaded(""),
        PictureReference(PictureKind.OTHER, "https://contoso-my.sharepoint.com/file"),
    ],
)
async def test_no_other_host_is_asked(
    picture: PictureReference, host: Host, session: aiohttp.ClientSession
) -> None:
    with pytest.raises(NotFetched) as refused:
        await pictures(session, host).fetch(picture)
    assert refused.value.reason is Reason.NOT_ALLOWED
    assert host.keys == []


async def test_an_uploaded_picture_is_fetched_over_https_only(
    host: Host, session: aiohttp.ClientSession
) -> None:
    knows_all = pictures(session, host, is_sharepoint=lambda _: True)
    with pytest.raises(NotFetched) as refused:
        await knows_all.fetch(uploaded("http://contoso-my.sharepoint.com/picture"))
    assert refused.value.reason is Reason.NOT_ALLOWED


async def test_an_address_with_a_user_name_is_not_fetched(
    host: Host, session: aiohttp.ClientSession
) -> None:
    address = host.address.replace("http://", "http://user:password@")
    for picture in (inline(address), uploaded(address)):
        with pytest.raises(NotFetched):
            await pictures(session, host).fetch(picture)
    assert host.keys == []


@pytest.mark.parametrize(
    "path", ["/a b", "/\x00", "/\r\nX-Header: x", "/ä", "/%", "/%zz", "//evil.example", "/\ud800"]
)
async def test_an_address_of_any_letters_is_fetched_or_not_and_breaks_nothing(
    path: str, host: Host, session: aiohttp.ClientSession
) -> None:
    for kind in (inline, uploaded):
        with suppress(NotFetched):
            assert await pictures(session, host).fetch(kind(host.origin + path)) == b"picture"


async def test_a_redirect_is_not_followed(host: Host, session: aiohttp.ClientSession) -> None:
    host.status, host.headers = 302, {"Location": "/other"}
    with pytest.raises(NotFetched) as refused:
        await pictures(session, host).fetch(uploaded(host.address))
    assert refused.value.reason is Reason.UNAVAILABLE
    assert len(host.keys) == 1


@pytest.mark.parametrize(("size", "fits"), [(MOST, True), (MOST + 1, False)])
async def test_a_picture_is_read_up_to_the_largest_size(
    size: int, fits: bool, host: Host, session: aiohttp.ClientSession
) -> None:
    host.body = b"x" * size
    if fits:
        assert len(await pictures(session, host).fetch(inline(host.address))) == MOST
        return
    with pytest.raises(NotFetched) as refused:
        await pictures(session, host).fetch(inline(host.address))
    assert refused.value.reason is Reason.TOO_LARGE


async def test_without_a_token_an_inline_picture_is_unavailable(
    host: Host, session: aiohttp.ClientSession
) -> None:
    with pytest.raises(NotFetched) as refused:
        await pictures(session, host, NoTokens()).fetch(inline(host.address))
    assert refused.value.reason is Reason.UNAVAILABLE
