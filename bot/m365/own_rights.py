"""Hold the tokens and services of people who signed in, in memory, until the sign-in expires."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from cachetools import LRUCache
from requests import Session

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import USUAL_RETRIES, Retries
from bot.http.session import open_session
from bot.m365 import blocking_http, permissions
from bot.m365.geos import default_scope, origin
from bot.m365.graph import Graph
from bot.m365.http import Http
from bot.m365.login_threads import LoginThreads
from bot.m365.no_sharepoint import NoSharePoint
from bot.m365.on_behalf import PersonTokens, TokenExchange, exchange_with
from bot.m365.own_sharepoint import OwnSharePoint
from bot.m365.registration import AppRegistration
from bot.m365.settings import M365Settings
from bot.m365.sharepoint import SharePointClient
from bot.m365.signin import SERVICE
from bot.photos.capabilities import Capability
from bot.use_cases.own_sync import OwnServices, SignInState
from bot.use_cases.picture_threads import PictureThreads

# The least recently used sign-in beyond this is forgotten, which bounds the memory.
MAX_PEOPLE = 5_000


@dataclass(frozen=True)
class _SignedIn:
    tokens: PersonTokens
    services: OwnServices


class SignedInPeople:
    """Implements bot.use_cases.own_sync.OwnRights; `now` in seconds since 1970."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        exchange: TokenExchange,
        settings: M365Settings,
        retries: Retries,
        pictures: PictureThreads,
        *,
        now: Callable[[], float],
        max_people: int = MAX_PEOPLE,
    ) -> None:
        self._session = session
        self._exchange = exchange
        self._settings = settings
        self._retries = retries
        self._pictures = pictures
        self._now = now
        self._threads = LoginThreads()
        self._people: LRUCache[str, _SignedIn | SignInState] = LRUCache(max_people)

    async def begin(self, person_id: str, token: str, expires_at: float) -> None:
        """Act for a person with the token that they gave, until it expires.

        Raises ServiceFailure where it can't be exchanged for anything: `NOT_PERMITTED` where
        Entra ID has to hear from the person, such as for their consent.
        """
        tokens = PersonTokens(token, expires_at, self._exchange, self._now, self._threads)
        capabilities = await _capabilities(tokens, self._settings)
        http = Http(self._session, tokens, self._retries, allowed=self._settings.is_ours)
        geos = self._settings.geos
        services = OwnServices(
            Graph(http, self._settings.graph, self._pictures),
            SharePointClient(http, geos, self._pictures) if geos else NoSharePoint(),
            OwnSharePoint(http, geos) if geos else NoSharePoint(),
            capabilities,
        )
        self._people[person_id] = _SignedIn(tokens, services)

    def state(self, person_id: str) -> SignInState:
        """Tell whether this person is signed in, or how an earlier sign-in ended."""
        known = self._people.get(person_id, SignInState.SIGNED_OUT)
        if isinstance(known, SignInState):
            return known
        if not known.tokens.expired:
            return SignInState.SIGNED_IN
        # The tokens are dropped, but the state is kept, so that the card says why it asks again.
        self._people[person_id] = SignInState.EXPIRED
        return SignInState.EXPIRED

    def services(self, person_id: str) -> OwnServices | None:
        """Return services that act with this person's rights; None if they are not signed in."""
        if self.state(person_id) is not SignInState.SIGNED_IN:
            return None
        known = self._people[person_id]
        return known.services if isinstance(known, _SignedIn) else None

    def decline(self, person_id: str) -> None:
        """Note that this person does not want to sign in."""
        self._people[person_id] = SignInState.DECLINED

    def end(self, person_id: str) -> bool:
        """Forget this person's tokens; tells whether there were any."""
        signed_in = self.state(person_id) is SignInState.SIGNED_IN
        self._people.pop(person_id, None)
        return signed_in


async def _capabilities(tokens: PersonTokens, settings: M365Settings) -> frozenset[Capability]:
    """Collect what the exchanged tokens give; one service without consent does not hide the other.

    Raises ServiceFailure where none gives anything.
    """
    tables = {default_scope(settings.graph): permissions.GRAPH_SCOPES}
    if settings.geos:
        tables[default_scope(settings.geos.default.root)] = permissions.SHAREPOINT_SCOPES
    capabilities, failures = frozenset[Capability](), list[ServiceFailure]()
    # At the same time, as Teams waits for the answer.
    scopes = await asyncio.gather(*map(tokens.scopes, tables), return_exceptions=True)
    for found, table in zip(scopes, tables.values(), strict=True):
        if isinstance(found, ServiceFailure):
            failures.append(found)
        elif isinstance(found, BaseException):
            raise found
        else:
            capabilities |= permissions.of_scopes(found, table)
    if not capabilities:
        no_scope = ServiceFailure(SERVICE, FailureReason.NOT_PERMITTED, code="no_scope")
        raise next(iter(failures), no_scope)
    return capabilities


@asynccontextmanager
async def open_own_rights(
    settings: M365Settings,
    registration: AppRegistration,
    threads: PictureThreads,
    retries: Retries = USUAL_RETRIES,
) -> AsyncIterator[tuple[SignedInPeople, Session]]:
    """Open the sign-in of people and msal's session, and close both at the end.

    `registration` is that of the bot, which people's tokens are issued for.
    """
    blocking = await asyncio.to_thread(blocking_http.session, settings.ca_file)
    with blocking:
        async with open_session(settings.ca_file) as session:
            exchange = exchange_with(registration, blocking)
            people = SignedInPeople(session, exchange, settings, retries, threads, now=time.time)
            yield people, blocking


def requested_scopes(settings: M365Settings) -> tuple[str, ...]:
    """Return the full names of the scopes that people are asked to consent to."""
    graph = origin(settings.graph)
    scopes = [f"{graph}/{scope}" for scope in permissions.REQUESTED_GRAPH_SCOPES]
    if settings.geos:
        root = origin(settings.geos.default.root)
        scopes += [f"{root}/{scope}" for scope in permissions.REQUESTED_SHAREPOINT_SCOPES]
    return tuple(scopes)
