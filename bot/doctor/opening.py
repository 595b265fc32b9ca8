"""Opens what the doctor asks with: one session, and tokens of each application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.doctor.asked_once import AskedOnce
from bot.doctor.sign_in import Applicant
from bot.m365.geos import origin
from bot.m365.http import Http
from bot.m365.registration import AppRegistration, Certificate, ManagedIdentity
from bot.m365.services import M365Settings
from bot.m365.tokens import RenewableTokens, open_tokens
from bot.outgoing.retry import Bounds, Retries
from bot.outgoing.session import open_session
from bot.parts import bot_registration, m365_settings
from bot.settings import Settings

# Who looks for faults wants to see them.
ONCE = Retries(Bounds(attempts=1))


@dataclass(frozen=True)
class Opened:
    """What is open while the doctor looks."""

    session: aiohttp.ClientSession
    m365: M365Settings
    http: Http
    roles: AskedOnce
    reader: Applicant
    bot: Applicant


@asynccontextmanager
async def opened(settings: Settings, ca_file: Path | None) -> AsyncIterator[Opened]:
    """Open it for these settings, trusting this file."""
    m365 = m365_settings(settings)
    geos, graph = m365.geos, origin(m365.graph)

    def is_sharepoint(address: str) -> bool:
        return geos is not None and geos.know(address) and origin(address) != graph

    def is_ours(address: str) -> bool:
        return address == graph or is_sharepoint(address)

    of_bot = bot_registration(settings)
    async with (
        open_session(ca_file) as session,
        open_tokens(
            m365.registration, ca_file, needs_certificate=is_sharepoint, retries=ONCE
        ) as tokens,
        open_tokens(of_bot, ca_file, retries=ONCE) as bot_tokens,
    ):
        asked = AskedOnce(tokens)
        yield Opened(
            session,
            m365,
            Http(session, asked, ONCE, allowed=is_ours),
            asked,
            _applicant(settings, asked, m365.registration, _reader_credential(settings)),
            _applicant(settings, AskedOnce(bot_tokens), of_bot, _bot_credential(settings)),
        )


def _applicant(
    settings: Settings, tokens: RenewableTokens, registration: AppRegistration, credential: str
) -> Applicant:
    own = settings.app_id == registration.client_id and not settings.client_id
    client = "MicrosoftAppId" if own else "PHOTOBOT_CLIENT_ID"
    return Applicant(tokens, registration, settings.tenant_id, client, credential)


def _reader_credential(settings: Settings) -> str:
    if settings.certificate_file:
        return "PHOTOBOT_CERTIFICATE_FILE"
    return "PHOTOBOT_CLIENT_SECRET" if settings.client_secret else _bot_credential(settings)


def _bot_credential(settings: Settings) -> str:
    kind = bot_registration(settings).credential
    if isinstance(kind, ManagedIdentity):
        return "MicrosoftAppId"
    return "PHOTOBOT_CERTIFICATE_FILE" if isinstance(kind, Certificate) else "MicrosoftAppPassword"
