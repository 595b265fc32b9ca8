"""Connections to Microsoft's services with the sign-in of one app registration."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, TraceConfig

from bot.http.retry import USUAL_RETRIES, Retries
from bot.http.session import open_session
from bot.m365.http import Http
from bot.m365.settings import M365Settings
from bot.m365.tokens import AppTokens, open_tokens


@dataclass(frozen=True)
class Connections:
    """One session and one sign-in; requests go to the hosts of the settings and to no others."""

    settings: M365Settings
    tokens: AppTokens
    session: ClientSession

    def http(self, retries: Retries) -> Http:
        """Return what sends requests, and repeats them so."""
        return Http(self.session, self.tokens, retries, allowed=self.settings.is_ours)


@asynccontextmanager
async def open_connections(
    settings: M365Settings, retries: Retries = USUAL_RETRIES, traces: Sequence[TraceConfig] = ()
) -> AsyncIterator[Connections]:
    """Open connections; `retries` are those of the sign-in, and `traces` are told of requests."""
    async with (
        open_tokens(
            settings.registration,
            settings.ca_file,
            needs_certificate=settings.is_only_sharepoint,
            retries=retries,
        ) as tokens,
        open_session(settings.ca_file, traces=traces) as session,
    ):
        yield Connections(settings, tokens, session)
