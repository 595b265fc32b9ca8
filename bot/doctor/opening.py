"""Opens what the doctor asks with: one session, and tokens of each application."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.config.settings import Settings
from bot.doctor.asked_once import AskedOnce
from bot.doctor.sign_in import Applicant
from bot.http.retry import Bounds, Retries
from bot.http.session import open_session
from bot.m365.http import Http
from bot.m365.registration import AppRegistration, Certificate
from bot.m365.settings import M365Settings, bot_registration
from bot.m365.tokens import open_tokens

CERTIFICATE = "PHOTOBOT_CERTIFICATE_FILE"
WRITER_CERTIFICATE = "PHOTOBOT_WRITER_CERTIFICATE_FILE"
# Who looks for faults wants to see them.
ONCE = Retries(Bounds(attempts=1))


@dataclass(frozen=True)
class Opened:
    """What is open while the doctor looks; without a writer, the reader does both."""

    session: aiohttp.ClientSession
    m365: M365Settings
    http: Http
    reader: Applicant
    writer: Applicant | None
    bot: Applicant

    @property
    def applicants(self) -> list[Applicant]:
        """Whoever signs in."""
        return [each for each in (self.reader, self.writer, self.bot) if each]


@asynccontextmanager
async def opened(settings: Settings, ca_file: Path | None) -> AsyncIterator[Opened]:
    """Open it for these settings, trusting this file."""
    m365, writes = M365Settings.of(settings), M365Settings.of_writer(settings)
    bot = bot_registration(settings)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session(ca_file))

        async def tokens(registration: AppRegistration) -> AskedOnce:
            opening = open_tokens(
                registration, ca_file, needs_certificate=m365.is_only_sharepoint, retries=ONCE
            )
            return AskedOnce(await stack.enter_async_context(opening))

        read = await tokens(m365.registration)
        yield Opened(
            session,
            m365,
            Http(session, read, ONCE, allowed=m365.is_ours),
            _reader(settings, read, m365.registration),
            _writer(settings, await tokens(writes.registration), writes) if writes else None,
            Applicant(await tokens(bot), bot, settings.tenant_id, *_bot_names(settings)),
        )


def _reader(settings: Settings, tokens: AskedOnce, registration: AppRegistration) -> Applicant:
    client = "PHOTOBOT_CLIENT_ID" if settings.client_id else "MicrosoftAppId"
    _, credential = _bot_names(settings)
    if settings.certificate_file:
        credential = CERTIFICATE
    elif settings.client_secret:
        credential = "PHOTOBOT_CLIENT_SECRET"
    return Applicant(tokens, registration, settings.tenant_id, client, credential)


def _writer(settings: Settings, tokens: AskedOnce, m365: M365Settings) -> Applicant:
    names = ("PHOTOBOT_WRITER_CLIENT_ID", WRITER_CERTIFICATE)
    return Applicant(tokens, m365.registration, settings.tenant_id, *names)


def _bot_names(settings: Settings) -> tuple[str, str]:
    """The settings that hold the bot's id and its credential."""
    kind = bot_registration(settings).credential
    credential = CERTIFICATE if isinstance(kind, Certificate) else "MicrosoftAppPassword"
    return "MicrosoftAppId", credential
