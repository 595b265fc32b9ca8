"""The connections that bot, worker and commands share: database, Microsoft 365, connector."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

import aiohttp
import structlog
from procrastinate import App

from bot.app.helpdesk import HelpdeskParts, open_helpdesk
from bot.app.metrics import open_metrics
from bot.app.pictures import open_picture_addresses
from bot.config.settings import Settings
from bot.core.background import running
from bot.core.clock import Now, utc_now
from bot.core.failures import ServiceFailure
from bot.core.metrics import Metrics
from bot.http.followed_clock import open_clock
from bot.http.retry import USUAL_RETRIES, Retries
from bot.http.session import CONNECTIONS, open_session
from bot.jobs.queue import open_queue
from bot.m365.metering import Meter
from bot.m365.services import Microsoft365Services, open_services
from bot.m365.settings import M365Settings, bot_registration
from bot.m365.tokens import AppTokens, open_tokens
from bot.outbox.gate import TenantGate
from bot.outbox.ports import Priority
from bot.pictures.addresses import SealedAddresses
from bot.storage.database import Database, open_database
from bot.storage.effects import Effects
from bot.storage.gate import Slots
from bot.storage.own_writes import OwnWriteRows
from bot.storage.proven_files import ProvenFileRows
from bot.storage.subject_leases import SubjectLeaseRows
from bot.storage.writer_grants import WriterGrants
from bot.teams.connector import Connector
from bot.teams.settings import ChannelSettings
from bot.use_cases.authorizer import Authorizer
from bot.use_cases.by_rights import Combined, UseCases
from bot.use_cases.changes import Changes
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads, open_picture_threads
from bot.use_cases.proven_files import ProvenFiles
from bot.use_cases.subject_lease import SubjectLeases
from bot.use_cases.sync import Sync
from bot.use_cases.writer import Grants, ReaderAndWriter, WriterElsewhere

POSTGRES = "postgres"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Infrastructure:
    """Open connections, and what is built on them alone.

    Attributes:
        use_cases: what can be done about photos with the app's own rights.
        threads: where pictures are read.
        session: the HTTP session for the channel: connector, signing keys, pictures in chats.
        tokens: tokens of the bot's registration, for the connector.
        gate: the rate limit of the tenant, which everything that is sent passes.
        queue: the jobs.
        metrics: what is counted.
        now: the clock that everything here goes by.
        helpdesk: who is an agent of the helpdesk, and the names of people.
        picture_addresses: where cards' pictures are; None where cards hold them themselves.
    """

    settings: Settings
    database: Database
    use_cases: UseCases
    threads: PictureThreads
    session: aiohttp.ClientSession
    tokens: AppTokens
    gate: TenantGate
    connector: Connector
    queue: App
    metrics: Metrics
    now: Now
    helpdesk: HelpdeskParts
    picture_addresses: SealedAddresses | None

    @property
    def retention(self) -> timedelta:
        """How long rows are kept."""
        return _retention(self.settings)


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
        now = await enter(open_clock(settings.clock))
        metrics = await enter(open_metrics(os.environ, now))
        tokens = await enter(open_tokens(bot_registration(settings), settings.ca_file))
        if not channel.anonymous:
            # Sign in while the rest is opened, so that the first message does not wait for it.
            await enter(running(_sign_in(tokens, channel.scope)))
        database = await enter(open_storage(settings, create=True))
        grants = None if writing else WriterGrants(database)
        threads = stack.enter_context(open_picture_threads())
        use_cases = await enter(open_use_cases(settings, grants, threads, database, now=now))
        # Nearly all requests go to the one host of the connector.
        session = await enter(open_session(settings.ca_file, connections_per_host=CONNECTIONS))
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
        helpdesk = await enter(open_helpdesk(settings))
        picture_addresses = await enter(open_picture_addresses(settings, database, now))
        yield Infrastructure(
            settings,
            database,
            use_cases,
            threads,
            session,
            tokens,
            gate,
            connector,
            queue,
            metrics,
            now,
            helpdesk,
            picture_addresses,
        )


async def _sign_in(tokens: AppTokens, scope: str) -> None:
    try:
        await tokens.token(scope)
    except ServiceFailure as failure:
        # Whoever sends first tries again. Until then nothing else would tell of a wrong secret.
        why = failure.code or failure.why.value
        _log.warning("no_token_to_answer_with", reason=why, remedy="run python -m bot doctor")


@asynccontextmanager
async def open_storage(settings: Settings, *, create: bool = False) -> AsyncIterator[Database]:
    """Open the database that the settings name, or Photobot's own.

    Only what runs the bot may `create` one: a command would act on an empty one, and say of what
    the bot has stored elsewhere that there is none of it.
    """
    url = settings.database_url.get_secret_value() if settings.database_url else None
    async with open_database(url, settings.folder / POSTGRES, create=create) as database:
        yield database


def changes_of(
    settings: Settings, database: Database, authorizer: Authorizer, now: Now = utc_now
) -> Changes:
    """Build what every change to a photo goes through: the subject's lease, and the audit."""
    leases = SubjectLeases(SubjectLeaseRows(database), uuid4, asyncio.sleep)
    retention = _retention(settings)
    own_writes = None if settings.watch == "off" else OwnWriteRows(database)
    return Changes(Effects(database), leases, authorizer, now, uuid4, retention, own_writes)


def _retention(settings: Settings) -> timedelta:
    return timedelta(days=settings.retention_days)


@asynccontextmanager
async def open_use_cases(
    settings: Settings,
    grants: Grants | None = None,
    threads: PictureThreads | None = None,
    database: Database | None = None,
    *,
    retries: Retries = USUAL_RETRIES,
    meter: Meter | None = None,
    now: Now = utc_now,
) -> AsyncIterator[UseCases]:
    """Open Microsoft 365, and build the use cases on it.

    With `grants` this process does not write; they tell whether a worker can. Without `threads`
    it opens some of its own, as a command does. Without a `database` it knows of no earlier sync,
    and pixels alone decide. `retries` and `meter` are for what is read.
    """
    proven = ProvenFileRows(database, _retention(settings)) if database else None
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        threads = threads or stack.enter_context(open_picture_threads())
        reader = await enter(open_services(M365Settings.of(settings), threads, retries, meter))
        if grants is not None:
            elsewhere = WriterElsewhere(reader.capabilities, grants, now)
            yield _use_cases(threads, now, reader, reader, elsewhere, proven=proven)
            return
        own = M365Settings.of_writer(settings)
        writer = await enter(open_services(own, threads)) if own else reader
        yield _use_cases(threads, now, reader, writer, proven=proven)


def _use_cases(
    threads: PictureThreads,
    now: Now,
    reader: Microsoft365Services,
    writer: Microsoft365Services,
    elsewhere: WriterElsewhere | None = None,
    *,
    proven: ProvenFiles | None,
) -> UseCases:
    """Build use cases that read with the one registration, and write with the other."""
    capabilities = ReaderAndWriter(reader.capabilities, elsewhere or writer.capabilities)
    check = Check(reader.graph, reader.sharepoint, capabilities, now, threads, proven_files=proven)
    cloud = Combined(reader.graph, writer.graph)
    sync = Sync(check, cloud, writer.sharepoint, asyncio.sleep)
    return UseCases(People(reader.graph, now), check, sync, capabilities, elsewhere)
