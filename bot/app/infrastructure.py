"""The connections that bot, worker and commands share: database, Microsoft 365, connector."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

import aiohttp
from procrastinate import App

from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.http.retry import Retries
from bot.http.session import CONNECTIONS, open_session
from bot.jobs.queue import open_queue
from bot.m365.services import Microsoft365Services, open_services
from bot.m365.settings import M365Settings, bot_registration
from bot.m365.tokens import AppTokens, open_tokens
from bot.outbox.gate import TenantGate
from bot.outbox.ports import Priority
from bot.storage.database import Database, open_database
from bot.storage.effects import Effects
from bot.storage.gate import Slots
from bot.storage.writer_grants import WriterGrants
from bot.teams.connector import Connector
from bot.teams.settings import ChannelSettings
from bot.use_cases.audit import EffectAudit
from bot.use_cases.authorizer import Act, Actor, Authorizer
from bot.use_cases.by_rights import Combined, UseCases
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.sync import Sync
from bot.use_cases.writer import Grants, ReaderAndWriter, WriterElsewhere

POSTGRES = "postgres"


@dataclass(frozen=True)
class Infrastructure:
    """Open connections, and what is built on them alone.

    Attributes:
        use_cases: what can be done about photos with the app's own rights.
        session: the HTTP session for the channel: connector, signing keys, pictures in chats.
        tokens: tokens of the bot's registration, for the connector.
        gate: the rate limit of the tenant, which everything that is sent passes.
        queue: the jobs.
    """

    settings: Settings
    database: Database
    use_cases: UseCases
    session: aiohttp.ClientSession
    tokens: AppTokens
    gate: TenantGate
    connector: Connector
    queue: App

    @property
    def retention(self) -> timedelta:
        """How long rows are kept."""
        return timedelta(days=self.settings.retention_days)


@asynccontextmanager
async def open_infrastructure(
    settings: Settings, *, writing: bool = True
) -> AsyncIterator[Infrastructure]:
    """Open all connections; they are closed in the opposite order.

    With `writing` this process writes photos, with the writer's registration if there is one.
    Without it, a worker may: which rights that one has is read from the database.
    """
    channel = ChannelSettings.of(settings)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        database = await enter(open_storage(settings))
        grants = None if writing else WriterGrants(database)
        use_cases = await enter(open_use_cases(settings, grants))
        # Nearly all requests go to the one host of the connector.
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
        yield Infrastructure(settings, database, use_cases, session, tokens, gate, connector, queue)


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Database]:
    """Open the database that the settings name, or Photobot's own."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    async with open_database(url, settings.folder / POSTGRES) as database:
        yield database


@asynccontextmanager
async def open_audit(settings: Settings, actor: Actor, act: Act) -> AsyncIterator[EffectAudit]:
    """Open the audit of one command, which needs the database and nothing else."""
    retention = timedelta(days=settings.retention_days)
    async with open_storage(settings) as database:
        yield EffectAudit(
            Effects(database), Authorizer(), actor, act, None, utc_now, uuid4, retention
        )


@asynccontextmanager
async def open_use_cases(
    settings: Settings, grants: Grants | None = None
) -> AsyncIterator[UseCases]:
    """Open Microsoft 365, and build the use cases on it.

    With `grants` this process does not write; they tell whether a worker can.
    """
    async with AsyncExitStack() as stack:
        reader = await stack.enter_async_context(open_services(M365Settings.of(settings)))
        if grants is not None:
            elsewhere = WriterElsewhere(reader.capabilities, grants, utc_now)
            yield _use_cases(reader, reader, elsewhere)
            return
        own = M365Settings.of_writer(settings)
        writer = await stack.enter_async_context(open_services(own)) if own else reader
        yield _use_cases(reader, writer)


def _use_cases(
    reader: Microsoft365Services,
    writer: Microsoft365Services,
    elsewhere: WriterElsewhere | None = None,
) -> UseCases:
    """Build use cases that read with the one registration, and write with the other."""
    capabilities = ReaderAndWriter(reader.capabilities, elsewhere or writer.capabilities)
    check = Check(reader.graph, reader.sharepoint, capabilities, utc_now)
    cloud = Combined(reader.graph, writer.graph)
    sync = Sync(check, cloud, writer.sharepoint, asyncio.sleep)
    return UseCases(People(reader.graph), check, sync, capabilities, elsewhere)
