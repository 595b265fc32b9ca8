"""What the bot and the worker both stand on: the database, Microsoft 365, and the way out."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import aiohttp
from procrastinate import App

from bot.chat.language import load_languages
from bot.config.settings import Settings
from bot.conversation.examine import Examine
from bot.conversation.speech import Speech
from bot.http.retry import Retries
from bot.http.session import CONNECTIONS, open_session
from bot.jobs.queue import open_queue
from bot.m365.services import Microsoft365Services, open_services
from bot.m365.settings import M365Settings, bot_registration
from bot.m365.tokens import AppTokens, open_tokens
from bot.outbox.gate import TenantGate
from bot.outbox.ports import Priority
from bot.parts import channel_settings, links
from bot.results.pictures import hidden, inline
from bot.results.view import Presenter
from bot.storage.database import Database, open_database
from bot.storage.gate import Slots
from bot.storage.writer_grants import WriterGrants
from bot.teams.connector import Connector
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.practice import Practice
from bot.use_cases.practices import Combined, SamePractice
from bot.use_cases.sync import Sync
from bot.use_cases.writer import Grants, ReaderAndWriter, WriterElsewhere

POSTGRES = "postgres"


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ground:
    """Parts that are open; `gate` is the tenant's, for everything that is sent."""

    settings: Settings
    database: Database
    practice: Practice
    session: aiohttp.ClientSession
    tokens: AppTokens
    gate: TenantGate
    connector: Connector
    queue: App
    speech: Speech

    @property
    def retention(self) -> timedelta:
        """For how long rows are kept."""
        return timedelta(days=self.settings.retention_days)

    @property
    def examine(self) -> Examine:
        """Checks and repairs, and the cards that show them."""
        picture = inline if self.settings.pictures == "inline" else hidden
        presenter = Presenter(picture, links(self.settings))
        return Examine(SamePractice(self.practice), presenter, self.speech)


@asynccontextmanager
async def open_ground(settings: Settings, *, writing: bool = True) -> AsyncIterator[Ground]:
    """Open everything that is shared; it is closed in the opposite order.

    `writing` is for those who work: they may have an application of their own to write with.
    """
    channel = channel_settings(settings)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        database = await enter(open_storage(settings))
        grants = None if writing else WriterGrants(database)
        practice = await enter(open_practice(settings, grants))
        # All of the channel is one host.
        session = await enter(open_session(settings.ca_file, connections_per_host=CONNECTIONS))
        tokens = await enter(open_tokens(bot_registration(settings), settings.ca_file))
        gate = TenantGate(
            Slots(database), settings.sends_per_second, clock=time.monotonic, sleep=asyncio.sleep
        )
        connector = Connector(
            session,
            None if channel.anonymous else tokens,
            channel,
            Retries(),
            partial(gate.enter, Priority.INTERACTIVE),
        )
        queue = await enter(open_queue(database.url))
        speech = Speech(load_languages())
        yield Ground(settings, database, practice, session, tokens, gate, connector, queue, speech)


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Database]:
    """The database that the settings name, or Photobot's own."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    async with open_database(url, settings.folder / POSTGRES) as database:
        yield database


@asynccontextmanager
async def open_practice(
    settings: Settings, grants: Grants | None = None
) -> AsyncIterator[Practice]:
    """Everything that can be done about one person's photo, connected to Microsoft 365.

    With `grants` this process holds no power to write, and a worker may have it.
    """
    async with AsyncExitStack() as stack:
        reader = await stack.enter_async_context(open_services(M365Settings.of(settings)))
        if grants is not None:
            elsewhere = WriterElsewhere(reader.capabilities, grants, now)
            yield _practice(reader, reader, elsewhere)
            return
        apart = M365Settings.of_writer(settings)
        writer = await stack.enter_async_context(open_services(apart)) if apart else reader
        yield _practice(reader, writer)


def _practice(
    reader: Microsoft365Services,
    writer: Microsoft365Services,
    elsewhere: WriterElsewhere | None = None,
) -> Practice:
    """Check as the one application, and write as the other."""
    capabilities = ReaderAndWriter(reader.capabilities, elsewhere or writer.capabilities)
    check = Check(reader.graph, reader.sharepoint, capabilities, now)
    cloud = Combined(reader.graph, writer.graph)
    sync = Sync(check, cloud, writer.sharepoint, asyncio.sleep)
    return Practice(People(reader.graph), check, sync, capabilities, elsewhere)
