"""Who signed in: tokens and services of people, in memory, until their sign-in ends."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from requests import Session

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import USUAL_RETRIES, Retries
from bot.http.session import open_session
from bot.m365 import blocking_http
from bot.m365.absent import NoSharePoint
from bot.m365.delegated import (
    GRAPH_ASKED,
    GRAPH_SCOPES,
    SHAREPOINT_ASKED,
    SHAREPOINT_SCOPES,
    given,
)
from bot.m365.geos import default_scope, origin
from bot.m365.graph import Graph
from bot.m365.http import Http
from bot.m365.on_behalf import Exchange, PersonTokens, exchange_with
from bot.m365.own_sharepoint import OwnSharePoint
from bot.m365.registration import AppRegistration
from bot.m365.settings import M365Settings
from bot.m365.sharepoint import SharePoint
from bot.m365.signin import SERVICE
from bot.photos.capabilities import Capability
from bot.use_cases.own import OwnServices, Standing
from bot.use_cases.ports import SharePoint as SharePointPort

MOST_REMEMBERED = 5_000


@dataclass(frozen=True)
class _SignedIn:
    tokens: PersonTokens
    services: OwnServices


class SignedInPeople:
    """Implements bot.use_cases.own.OwnRights; `now` in seconds since 1970."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        exchange: Exchange,
        settings: M365Settings,
        retries: Retries,
        *,
        now: Callable[[], float],
        most: int = MOST_REMEMBERED,
    ) -> None:
        self._session = session
        self._exchange = exchange
        self._settings = settings
        self._retries = retries
        self._now = now
        self._most = most
        self._people: OrderedDict[str, _SignedIn | Standing] = OrderedDict()

    async def begin(self, person_id: str, token: str, expires_at: float) -> None:
        """Act for a person with the token that they gave, until it expires.

        Raises ServiceFailure where it can't be exchanged for anything: `NOT_PERMITTED` where
        Entra ID wants to hear from the person, such as for their consent.
        """
        tokens = PersonTokens(token, expires_at, self._exchange, self._now)
        capabilities = await _capabilities(tokens, self._settings)
        self._remember(person_id, _SignedIn(tokens, self._services(tokens, capabilities)))

    def standing(self, person_id: str) -> Standing:
        """How this person stands to it now."""
        known = self._people.get(person_id, Standing.SIGNED_OUT)
        if isinstance(known, Standing):
            return known
        if not known.tokens.expired:
            return Standing.SIGNED_IN
        self._people[person_id] = Standing.EXPIRED
        return Standing.EXPIRED

    def services(self, person_id: str) -> OwnServices | None:
        """What this person may use; None where they are not signed in."""
        if self.standing(person_id) is not Standing.SIGNED_IN:
            return None
        known = self._people[person_id]
        return known.services if isinstance(known, _SignedIn) else None

    def decline(self, person_id: str) -> None:
        """Note that this person does not want it."""
        self._remember(person_id, Standing.DECLINED)

    def end(self, person_id: str) -> bool:
        """Forget this person's tokens; whether there were any."""
        signed_in = self.standing(person_id) is Standing.SIGNED_IN
        self._people.pop(person_id, None)
        return signed_in

    def _remember(self, person_id: str, what: _SignedIn | Standing) -> None:
        self._people.pop(person_id, None)
        self._people[person_id] = what
        while len(self._people) > self._most:
            self._people.popitem(last=False)

    def _services(self, tokens: PersonTokens, capabilities: frozenset[Capability]) -> OwnServices:
        geos = self._settings.geos
        http = Http(self._session, tokens, self._retries, allowed=self._settings.is_ours)
        sharepoint: SharePointPort = SharePoint(http, geos) if geos else NoSharePoint()
        return OwnServices(
            Graph(http, self._settings.graph),
            sharepoint,
            OwnSharePoint(http, geos) if geos else NoSharePoint(),
            capabilities,
        )


async def _capabilities(tokens: PersonTokens, settings: M365Settings) -> frozenset[Capability]:
    """What the exchanged tokens give: a service that gives nothing takes nothing from the others.

    Raises ServiceFailure where none gives anything.
    """
    asked = {default_scope(settings.graph): GRAPH_SCOPES}
    if settings.geos:
        asked[default_scope(settings.geos.default.root)] = SHAREPOINT_SCOPES
    capabilities, failures = frozenset[Capability](), list[ServiceFailure]()
    for scope, table in asked.items():
        try:
            capabilities |= given(await tokens.scopes(scope), table)
        except ServiceFailure as failure:
            failures.append(failure)
    if not capabilities:
        raise next(
            iter(failures), ServiceFailure(SERVICE, FailureReason.NOT_PERMITTED, code="no_scope")
        )
    return capabilities


@asynccontextmanager
async def open_own_rights(
    settings: M365Settings, registration: AppRegistration, retries: Retries = USUAL_RETRIES
) -> AsyncIterator[tuple[SignedInPeople, Session]]:
    """Sign-in for people, and the session that msal uses; closed at the end.

    `registration` is that of the bot: tokens of people are for it.
    """
    blocking = await asyncio.to_thread(blocking_http.session, settings.ca_file)
    with blocking:
        async with open_session(settings.ca_file) as session:
            exchange = exchange_with(registration, blocking)
            people = SignedInPeople(session, exchange, settings, retries, now=time.time)
            yield people, blocking


def asked_scopes(settings: M365Settings) -> tuple[str, ...]:
    """What people are asked to consent to, by the names that Entra ID knows."""
    asked = [f"{origin(settings.graph)}/{scope}" for scope in GRAPH_ASKED]
    if settings.geos:
        root = origin(settings.geos.default.root)
        asked += [f"{root}/{scope}" for scope in SHAREPOINT_ASKED]
    return tuple(asked)
