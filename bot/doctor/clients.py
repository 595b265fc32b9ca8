"""What the doctor asks with: one HTTP session, and the tokens of each app registration."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.config.settings import Settings
from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import Bounds, Retries
from bot.http.session import open_session
from bot.http.tokens import TokenSource
from bot.m365.http import Http
from bot.m365.registration import AppRegistration, Certificate, ManagedIdentity, Secret
from bot.m365.settings import M365Settings, bot_registration
from bot.m365.tokens import open_tokens, roles_of

CERTIFICATE = "PHOTOBOT_CERTIFICATE_FILE"
WRITER_CERTIFICATE = "PHOTOBOT_WRITER_CERTIFICATE_FILE"
# A retry could hide the failure that an administrator is looking for.
NO_RETRIES = Retries(Bounds(attempts=1))
# Failures of the login host, which no other scope would change.
_OF_THE_HOST = frozenset(
    {FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE, FailureReason.THROTTLED}
)


class FailureCachingTokens:
    """Implements TokenSource and RoleSource; caches failures.

    Many probes need tokens, and a login host that doesn't answer times out for one of them only.
    """

    def __init__(self, tokens: TokenSource) -> None:
        self._tokens = tokens
        self._lock = asyncio.Lock()
        self._failed: dict[str, ServiceFailure] = {}
        self._host_failed: ServiceFailure | None = None

    async def token(self, scope: str) -> str:
        """Get a token; raises ServiceFailure."""
        # One at a time: those who wait meet the failure of the first.
        async with self._lock:
            if failed := self._host_failed or self._failed.get(scope):
                raise failed
            try:
                return await self._tokens.token(scope)
            except ServiceFailure as failure:
                self._failed[scope] = failure
                if failure.why in _OF_THE_HOST or failure.code == "tls":
                    self._host_failed = failure
                raise

    async def roles(self, scope: str) -> frozenset[str] | None:
        """Get the roles of a token, None where it can't be read; raises ServiceFailure."""
        return roles_of(await self.token(scope))

    def forget(self, token: str) -> None:
        """Never return this token again."""
        self._tokens.forget(token)


@dataclass(frozen=True)
class ConfiguredApp:
    """An app registration, its tokens, and the settings that hold its id and its credential."""

    tokens: FailureCachingTokens
    registration: AppRegistration
    tenant_id: str | None
    id_setting: str
    credential_setting: str

    @property
    def is_complete(self) -> bool:
        """Whether enough is set to sign in."""
        credential = self.registration.credential
        has_credential = not isinstance(credential, Secret) or bool(credential.value)
        return bool(self.registration.client_id and self.tenant_id and has_credential)

    @property
    def is_managed_identity(self) -> bool:
        """Whether it signs in as the machine's managed identity."""
        return isinstance(self.registration.credential, ManagedIdentity)


@dataclass(frozen=True)
class Clients:
    """What is open while the doctor looks; without a writer, the reader writes too."""

    session: aiohttp.ClientSession
    m365: M365Settings
    http: Http
    reader: ConfiguredApp
    writer: ConfiguredApp | None
    bot: ConfiguredApp

    @property
    def apps(self) -> list[ConfiguredApp]:
        """The registrations that sign in."""
        return [each for each in (self.reader, self.writer, self.bot) if each]


@asynccontextmanager
async def open_clients(settings: Settings, ca_file: Path | None) -> AsyncIterator[Clients]:
    """Open the session and the tokens that the settings name, trusting `ca_file` as well."""
    m365, writes = M365Settings.of(settings), M365Settings.of_writer(settings)
    bot = bot_registration(settings)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session(ca_file))

        async def tokens(registration: AppRegistration) -> FailureCachingTokens:
            opening = open_tokens(
                registration, ca_file, needs_certificate=m365.is_only_sharepoint, retries=NO_RETRIES
            )
            return FailureCachingTokens(await stack.enter_async_context(opening))

        read = await tokens(m365.registration)
        yield Clients(
            session,
            m365,
            Http(session, read, NO_RETRIES, allowed=m365.is_ours),
            _reader(settings, read, m365.registration),
            _writer(settings, await tokens(writes.registration), writes) if writes else None,
            ConfiguredApp(await tokens(bot), bot, settings.tenant_id, *_bot_settings(settings)),
        )


def _reader(
    settings: Settings, tokens: FailureCachingTokens, registration: AppRegistration
) -> ConfiguredApp:
    app_id = "PHOTOBOT_CLIENT_ID" if settings.client_id else "MicrosoftAppId"
    _, credential = _bot_settings(settings)
    if settings.certificate_file:
        credential = CERTIFICATE
    elif settings.client_secret:
        credential = "PHOTOBOT_CLIENT_SECRET"
    return ConfiguredApp(tokens, registration, settings.tenant_id, app_id, credential)


def _writer(settings: Settings, tokens: FailureCachingTokens, m365: M365Settings) -> ConfiguredApp:
    names = ("PHOTOBOT_WRITER_CLIENT_ID", WRITER_CERTIFICATE)
    return ConfiguredApp(tokens, m365.registration, settings.tenant_id, *names)


def _bot_settings(settings: Settings) -> tuple[str, str]:
    """Return the names of the settings that hold the bot's id and credential."""
    kind = bot_registration(settings).credential
    credential = CERTIFICATE if isinstance(kind, Certificate) else "MicrosoftAppPassword"
    return "MicrosoftAppId", credential
