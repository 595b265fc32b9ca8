"""Fetches the pictures that people send, from the hosts where Teams keeps them only."""

from collections.abc import Callable, Mapping

import aiohttp
from yarl import URL

from bot.chat.pictures import NotFetched
from bot.chat.turn import PictureKind, PictureReference
from bot.core.failures import ServiceFailure
from bot.http.body import TooLarge, read_capped
from bot.http.hosts import is_allowed, is_loopback
from bot.http.session import proxy_for
from bot.http.tokens import TokenSource
from bot.teams.settings import ChannelSettings

# What aiohttp raises for a failing host; ValueError is for an address that it can't send.
LOST = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class ChatPictures:
    """Implements bot.chat.pictures.Pictures.

    An inline picture is at the connector, which takes the bot's token. An uploaded one is in the
    person's OneDrive; its address grants access by itself, and no token is sent there
    (docs/teams.md, "Pictures in chats").
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: TokenSource | None,
        settings: ChannelSettings,
        is_sharepoint: Callable[[str], bool],
        max_bytes: int,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._settings = settings
        self._is_sharepoint = is_sharepoint
        self.max_bytes = max_bytes

    async def fetch(self, picture: PictureReference) -> bytes:
        """Fetch the bytes, which may not be a picture at all; raises NotFetched."""
        # The address comes from a message, so an unlisted host is never asked.
        if not self._is_allowed(picture):
            raise NotFetched(NotFetched.Reason.NOT_ALLOWED)
        try:
            return await self._get(URL(picture.address, encoded=True), await self._headers(picture))
        except TooLarge:
            raise NotFetched(NotFetched.Reason.TOO_LARGE) from None
        except (*LOST, ServiceFailure):
            raise NotFetched(NotFetched.Reason.UNAVAILABLE) from None

    def _is_allowed(self, picture: PictureReference) -> bool:
        match picture.kind:
            case PictureKind.INLINE:
                return is_allowed(picture.address, self._settings.allowed_service_hosts)
            case PictureKind.UPLOADED:
                return self._is_one_drive(picture.address)
        return False

    def _is_one_drive(self, address: str) -> bool:
        try:
            url = URL(address, encoded=True)
            host = str(url.origin())
        except ValueError:
            return False
        # Loopback needs no TLS. A user name in an address is a trick to make it look like ours.
        is_encrypted = url.scheme == "https" or is_loopback(url.host or "")
        return is_encrypted and url.user is None and self._is_sharepoint(host)

    async def _headers(self, picture: PictureReference) -> Mapping[str, str]:
        if picture.kind is not PictureKind.INLINE or self._tokens is None:
            return {}
        return {"Authorization": f"Bearer {await self._tokens.token(self._settings.scope)}"}

    async def _get(self, url: URL, headers: Mapping[str, str]) -> bytes:
        async with self._session.get(
            url, headers=headers, allow_redirects=False, proxy=proxy_for(url)
        ) as response:
            if response.status != 200:
                raise NotFetched(NotFetched.Reason.UNAVAILABLE)
            return await read_capped(response.content, self.max_bytes)
