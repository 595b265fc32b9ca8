"""Builds the way to people who have no chat with the bot yet."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from bot.app.infrastructure import Infrastructure
from bot.chat.conversation import ConversationReference
from bot.config.settings import Settings
from bot.http.retry import Bounds, Retries
from bot.m365.installer import open_installer
from bot.outbox.gate import TenantGate
from bot.outbox.ports import Priority
from bot.outbox.reach import INSTALLS_PER_SECOND, Reach, Wanted
from bot.services import Services
from bot.storage.gate import Slots
from bot.teams.connector import Connector
from bot.teams.settings import ChannelSettings
from bot.teams.surfaces import TeamsChannel

# What is tried again is tried by the outbox.
ONCE = Retries(Bounds(attempts=1))


@asynccontextmanager
async def open_reach(
    parts: Infrastructure, services: Services, wanted: Mapping[str, Wanted]
) -> AsyncIterator[Reach | None]:
    """Open what installs the app for people; None in anonymous use, where there is no token."""
    settings = parts.settings
    if settings.anonymous:
        yield None
        return
    channel = ChannelSettings.of(settings)
    # A chat is opened for a message that nobody waits for.
    enter = partial(parts.gate.enter, Priority.UNASKED)
    connector = Connector(parts.session, parts.tokens, channel, ONCE, enter)
    async with open_installer(parts.tokens, settings) as installer:
        yield Reach(
            wanted,
            services.installations,
            installer,
            services.chats,
            TeamsChannel(connector),
            _nowhere(channel, settings),
            TenantGate(
                Slots(parts.database, "install_gate"),
                INSTALLS_PER_SECOND,
                clock=time.monotonic,
                sleep=asyncio.sleep,
            ),
            parts.now,
            asyncio.sleep,
        )


def _nowhere(channel: ChannelSettings, settings: Settings) -> ConversationReference:
    """Return a reference to nobody's chat, which says where the bot's chats are."""
    return ConversationReference(
        person_id="",
        conversation_id="",
        service_url=settings.service_url or settings.cloud.service_url or "",
        tenant_id=channel.tenant_id,
        bot_id=f"28:{channel.app_id}",
        user_id="",
        locale=None,
    )
