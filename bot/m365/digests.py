"""Request digests, with which SharePoint guards writes against forgery, kept for each site.

Source: docs/photo-sync.md, "SharePoint REST".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.http.numbers import MAX_LIFETIME_SECONDS, seconds
from bot.m365 import rest
from bot.m365.http import Http, Request, Response

# Digests are renewed this long before they age; a site without digests is asked again after it.
_MARGIN_SECONDS = 60.0
# The message of an English site, and the error numbers that it has in every language.
_DIGEST_REFUSED = (b"security validation for this page is invalid", b"-2130575251", b"-2130575252")
# Answers of a site that issues no digests; it is sent the write with the token alone.
_STATUSES_WITHOUT_DIGEST = frozenset({400, 404, 405, 501})


@dataclass(frozen=True)
class _Digest:
    value: str
    until: float


class Digests:
    """Sends writes with a digest, and once more with a new one where it was refused."""

    def __init__(self, http: Http, clock: Callable[[], float]) -> None:
        self._http = http
        self._clock = clock
        self._digests: dict[str, _Digest] = {}

    async def write(self, site: str, request: Request) -> None:
        """Send one write; raises ServiceFailure."""
        response = await self.send(site, request)
        if not response.ok:
            raise response.failure(request)

    async def send(self, site: str, request: Request) -> Response:
        """Send one write and return the response; raises ServiceFailure where there was none."""
        response = await self._http.send(await self._signed(site, request))
        if response.status == 403 and any(words in response.body for words in _DIGEST_REFUSED):
            self._digests.pop(site, None)
            response = await self._http.send(await self._signed(site, request))
        return response

    async def _signed(self, site: str, request: Request) -> Request:
        digest = self._digests.get(site)
        if digest is None or self._clock() >= digest.until:
            digest = self._digests[site] = await self._new(site, request.needs)
        headers = {"X-RequestDigest": digest.value} if digest.value else {}
        return replace(request, headers={**request.headers, **headers})

    async def _new(self, site: str, needs: str | None) -> _Digest:
        request = Request(
            "sharepoint",
            rest.context_info(site),
            method="POST",
            headers={"Accept": rest.JSON},
            needs=needs,
        )
        response = await self._http.send(request)
        if response.status in _STATUSES_WITHOUT_DIGEST:
            return _Digest("", self._clock() + _MARGIN_SECONDS)
        if not response.ok:
            raise response.failure(request)
        return _digest(response.json(request), self._clock())


def _digest(info: Mapping[str, Any], now: float) -> _Digest:
    """Read `{FormDigestValue, …}`, also inside `{d: {GetContextWebInformation: …}}`."""
    for name in ("d", "GetContextWebInformation"):
        inner = info.get(name)
        info = inner if isinstance(inner, dict) else info
    value, lasts = info.get("FormDigestValue"), info.get("FormDigestTimeoutSeconds")
    # What is not printable can't be sent as a header.
    sendable = value if isinstance(value, str) and value.isprintable() else ""
    good_for = seconds(lasts, MAX_LIFETIME_SECONDS) or 0.0
    return _Digest(sendable, now + good_for - min(_MARGIN_SECONDS, good_for / 4))
