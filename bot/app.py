"""Wires the parts together; the only place that knows them all."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import aiohttp
from aiohttp import web

from bot.care.check import Check
from bot.care.failures import ServiceFailure
from bot.care.journal import EffectJournal
from bot.care.people import People
from bot.care.practice import Practice
from bot.care.sync import Sync
from bot.conversation.assemble import conversation
from bot.conversation.desk import Desk
from bot.conversation.door import Door
from bot.conversation.examine import Examine
from bot.conversation.intents import load_intents
from bot.conversation.notices import SpokenNotices
from bot.conversation.pictures import hidden, inline
from bot.conversation.present import Presenter
from bot.conversation.recover import Recover
from bot.conversation.speech import Speech
from bot.m365.services import open_services
from bot.m365.tokens import Tokens, open_tokens
from bot.outgoing.retry import Retries
from bot.outgoing.session import CONNECTIONS, open_session
from bot.parts import bot_registration, channel_settings, links, m365_settings
from bot.settings import Settings
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.database import Database, open_database
from bot.storage.effects import Effects
from bot.storage.preferences import Preferences
from bot.storage.retention import sweep
from bot.talk.language import load_languages
from bot.teams.adapter import TeamsAdapter
from bot.teams.authenticate import Authenticator
from bot.teams.background import Background
from bot.teams.bot import Bot
from bot.teams.connector import Connector
from bot.teams.deliveries import Deliveries
from bot.teams.endpoint import PATH, Endpoint
from bot.teams.keys import Keys
from bot.teams.messenger import TeamsMessenger
from bot.web.application import application
from bot.web.chores import repeat, running
from bot.web.health import Check as HealthCheck
from bot.web.serving import serving

PATIENCE_AT_STOP = 15.0
RECOVERY_SECONDS = 5.0
SWEEP_SECONDS = 3600.0
POSTGRES = "postgres"
OWN_CHAT = "https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}"


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_practice(settings: Settings) -> AsyncIterator[Practice]:
    """Everything that can be done about one person's photo, connected to Microsoft 365."""
    async with open_services(m365_settings(settings)) as services:
        check = Check(services.graph, services.sharepoint, services.capabilities, now)
        yield Practice(
            People(services.graph),
            check,
            Sync(check, services.graph, services.sharepoint, asyncio.sleep),
            services.capabilities,
        )


@asynccontextmanager
async def open_journal(settings: Settings, actor: str) -> AsyncIterator[EffectJournal]:
    """The audit of one command."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    async with open_database(url, settings.folder / POSTGRES) as database:
        yield _journal(database, settings, actor, None)


@asynccontextmanager
async def serve(settings: Settings) -> AsyncIterator[str]:
    """Serve the bot while the context lasts, and give its address."""
    async with AsyncExitStack() as stack:
        url = settings.database_url.get_secret_value() if settings.database_url else None
        database = await stack.enter_async_context(open_database(url, settings.folder / POSTGRES))
        practice = await stack.enter_async_context(open_practice(settings))
        # All of the channel is one host.
        session = await stack.enter_async_context(
            open_session(settings.ca_file, connections_per_host=CONNECTIONS)
        )
        app = await _application(stack, settings, database, practice, session)
        yield await stack.enter_async_context(serving(app, settings.host, settings.port))


async def _application(
    stack: AsyncExitStack,
    settings: Settings,
    database: Database,
    practice: Practice,
    session: aiohttp.ClientSession,
) -> web.Application:
    channel = channel_settings(settings)
    tokens = await stack.enter_async_context(
        open_tokens(bot_registration(settings), settings.ca_file)
    )
    background = Background()
    stack.push_async_callback(background.close, PATIENCE_AT_STOP)
    connector = Connector(session, None if channel.anonymous else tokens, channel, Retries())
    messenger = TeamsMessenger(connector)
    conversations, speech = Conversations(database), Speech(load_languages())
    door, recover = _conversation(settings, database, practice, messenger, speech)
    bot = Bot(door, conversations, messenger, SpokenNotices(speech))
    adapter = TeamsAdapter(channel, bot, connector, now=now, clock=time.monotonic)
    keys = Keys(session, channel.openid_metadata, clock=time.monotonic, sleep=asyncio.sleep)
    endpoint = Endpoint(
        channel,
        Authenticator(channel, keys, time.time),
        adapter,
        Deliveries(time.monotonic),
        background,
    )
    chores = [
        repeat(recover.once, every=RECOVERY_SECONDS, sleep=asyncio.sleep),
        repeat(lambda: sweep(database, now()), every=SWEEP_SECONDS, sleep=asyncio.sleep),
    ]
    checks: dict[str, HealthCheck] = {"database": database.is_healthy}
    if not channel.anonymous:
        chores += [keys.keep_fresh(), _sign_in(practice, tokens, channel.scope)]
        checks["signing keys"] = _ready(keys)
    await stack.enter_async_context(running(*chores))
    return application([web.post(PATH, endpoint.handle)], checks)


async def _sign_in(practice: Practice, tokens: Tokens, scope: str) -> None:
    """Sign in before anybody asks, so that the first answer is as fast as the next."""
    await practice.capabilities.granted()
    with suppress(ServiceFailure):
        await tokens.token(scope)


def _ready(keys: Keys) -> HealthCheck:
    async def ready() -> bool:
        return keys.ready

    return ready


def _conversation(
    settings: Settings,
    database: Database,
    practice: Practice,
    messenger: TeamsMessenger,
    speech: Speech,
) -> tuple[Door, Recover]:
    picture = inline if settings.pictures == "inline" else hidden
    presenter = Presenter(picture, links(settings))
    examine = Examine(practice.people, practice.check, practice.sync, presenter, speech)
    conversations = Conversations(database)
    desk = Desk(
        Cards(database),
        messenger,
        now,
        asyncio.sleep,
        uuid4,
        owner=str(uuid4()),
        retention=timedelta(days=settings.retention_days),
    )
    door = conversation(
        desk=desk,
        examine=examine,
        speech=speech,
        intents=load_intents(),
        journal=partial(_journal, database, settings, "person"),
        forget=conversations.forget,
        preferences=Preferences(database),
        chats=conversations,
        messenger=messenger,
        own_chat=OWN_CHAT.format(app_id=settings.app_id),
    )
    return door, Recover(desk, examine, speech, conversations)


def _journal(
    database: Database, settings: Settings, actor: str, card_id: UUID | None
) -> EffectJournal:
    retention = timedelta(days=settings.retention_days)
    return EffectJournal(Effects(database), card_id, actor, now, uuid4, retention)
