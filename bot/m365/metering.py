"""Counts requests as they leave, repetitions too, for whoever paces them."""

from types import SimpleNamespace
from typing import Protocol

import aiohttp

from bot.http.retry import retry_after
from bot.m365.settings import M365Settings

_PROFILES = "PeopleManager"


class Meter(Protocol):
    """What is told of each request."""

    def spend(self, *, profile: bool) -> None:
        """Count one call of SharePoint; `profile` tells whether it is one of PeopleManager."""

    def throttled(self, retry_after: float | None) -> None:
        """Note that a service turned a request away, and for how many seconds, if it said so."""


def metered(meter: Meter, settings: M365Settings) -> aiohttp.TraceConfig:
    """Make what tells the meter of the requests of a session."""

    async def begun(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestStartParams,
    ) -> None:
        if settings.is_only_sharepoint(str(request.url)):
            meter.spend(profile=_PROFILES in request.url.path)

    async def ended(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        wait, status = retry_after(request.response.headers), request.response.status
        # SharePoint throttles with 503, too; without a time to wait it is only out of order.
        if status == 429 or (status == 503 and wait is not None):
            meter.throttled(wait)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begun)
    trace.on_request_end.append(ended)
    return trace
