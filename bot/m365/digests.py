"""Request digests: SharePoint's proof that a write was meant, kept per site until they age."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.m365 import rest
from bot.m365.answer import Answer, Request
from bot.m365.http import Http

_EARLY_SECONDS = 60.0
_LONGEST_SECONDS = 86_400
# Words of an English site, and the numbers that stand for them in every language.
_REFUSED = (b"security validation for this page is invalid", b"-2130575251", b"-2130575252")
# Where a site gives out none, the token alone has to do.
_NONE_GIVEN = frozenset({400, 404, 405, 501})


@dataclass(frozen=True)
class _Held:
    value: str
    until: float


class Digests:
    """Sends writes with a digest, and once more with a new one where it was refused."""

    def __init__(self, http: Http, clock: Callable[[], float]) -> None:
        self._http = http
        self._clock = clock
        self._held: dict[str, _Held] = {}

    async def write(self, site: str, request: Request) -> None:
        """Send one write; raises ServiceFailure."""
        answer = await self.send(site, request)
        if not answer.ok:
            raise answer.failure(request)

    async def send(self, site: str, request: Request) -> Answer:
        """Give the answer to one write; raises ServiceFailure where there was none."""
        answer = await self._http.send(await self._signed(site, request))
        if answer.status == 403 and any(sign in answer.body for sign in _REFUSED):
            self._held.pop(site, None)
            answer = await self._http.send(await self._signed(site, request))
        return answer

    async def _signed(self, site: str, request: Request) -> Request:
        held = self._held.get(site)
        if held is None or self._clock() >= held.until:
            held = await self._ask(site, request.needs)
            self._held[site] = held
        headers = {"X-RequestDigest": held.value} if held.value else {}
        return replace(request, headers={**request.headers, **headers})

    async def _ask(self, site: str, needs: str | None) -> _Held:
        request = Request(
            "sharepoint",
            rest.context_info(site),
            method="POST",
            headers={"Accept": rest.JSON},
            needs=needs,
        )
        answer = await self._http.send(request)
        if answer.status in _NONE_GIVEN:
            return _Held("", self._clock() + _EARLY_SECONDS)
        if not answer.ok:
            raise answer.failure(request)
        return _held(answer.json(request), self._clock())


def _held(answer: Mapping[str, Any], now: float) -> _Held:
    """Read `{FormDigestValue, …}`, also inside `{d: {GetContextWebInformation: …}}`."""
    for name in ("d", "GetContextWebInformation"):
        inner = answer.get(name)
        answer = inner if isinstance(inner, dict) else answer
    value = answer.get("FormDigestValue")
    sendable = value if isinstance(value, str) and value.isprintable() else ""
    seconds = _seconds(answer.get("FormDigestTimeoutSeconds"))
    early = min(_EARLY_SECONDS, seconds / 4)
    return _Held(sendable, now + seconds - early)


def _seconds(lasts: object) -> float:
    if isinstance(lasts, int | float) and 0 < lasts < _LONGEST_SECONDS:
        return float(lasts)
    return 0.0
