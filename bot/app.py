"""Wires the parts together, with `bot.wiring`; nobody else knows them all."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from aiohttp import web

from bot.config.settings import Settings
from bot.conversation.notices import SpokenNotices
from bot.core.background import Background, repeat, running
from bot.core.failures import ServiceFailure
from bot.http.jwks import Keys
from bot.jobs.worker import working
from bot.parts import channel_settings
from bot.storage.conversations import Conversations
from bot.storage.writer_grants import WriterGrants
from bot.teams.adapter import TeamsAdapter
from bot.teams.authenticate import Authenticator
from bot.teams.bot import Bot
from bot.teams.deliveries import Deliveries
from bot.teams.endpoint import PATH, Endpoint
from bot.teams.messenger import TeamsMessenger
from bot.use_cases.audit import EffectAudit
from bot.use_cases.authorizer import Act, Actor
from bot.use_cases.writer import PUBLISHED_EVERY_SECONDS, Publish
from bot.web.health import HealthCheck
from bot.web.server import application, serving
from bot.wiring.desk import audit
from bot.wiring.ground import Ground, now, open_ground, open_storage
from bot.wiring.jobs import workers
from bot.wiring.sign_in import open_sign_in
from bot.wiring.talk import talk

PATIENCE_AT_STOP = 15.0
TIDYING_SECONDS = 30.0
RECOVERY_SECONDS = 5.0


@asynccontextmanager
async def open_audit(settings: Settings, actor: Actor, act: Act) -> AsyncIterator[EffectAudit]:
    """The audit of one command."""
    async with open_storage(settings) as database:
        yield audit(database, settings, actor, act)


@asynccontextmanager
async def work(settings: Settings) -> AsyncIterator[None]:
    """Do jobs while the context lasts."""
    async with open_ground(settings) as ground, _working(ground):
        yield


@asynccontextmanager
async def serve(settings: Settings, *, with_worker: bool = True) -> AsyncIterator[str]:
    """Serve the bot while the context lasts, and give its address."""
    async with AsyncExitStack() as stack:
        ground = await stack.enter_async_context(open_ground(settings, writing=with_worker))
        if with_worker:
            await stack.enter_async_context(_working(ground))
        app = await _application(stack, ground)
        yield await stack.enter_async_context(serving(app, settings.host, settings.port))


@asynccontextmanager
async def _working(ground: Ground) -> AsyncIterator[None]:
    """Do jobs, and let those who may not write know what is written here."""
    publish = Publish(ground.practice.capabilities, WriterGrants(ground.database), now)
    chore = repeat(publish, every=PUBLISHED_EVERY_SECONDS, sleep=asyncio.sleep)
    async with running(chore), working(*workers(ground)):
        yield


async def _application(stack: AsyncExitStack, ground: Ground) -> web.Application:
    channel = channel_settings(ground.settings)
    background = Background()
    stack.push_async_callback(background.close, PATIENCE_AT_STOP)
    signing = await stack.enter_async_context(open_sign_in(ground))
    door, recover, kept = talk(ground, signing)
    messenger, notices = TeamsMessenger(ground.connector), SpokenNotices(ground.speech)
    bot = Bot(door, Conversations(ground.database), messenger, notices)
    adapter = TeamsAdapter(
        channel,
        bot,
        ground.connector,
        now=now,
        clock=time.monotonic,
        sign_in=signing.invokes if signing else None,
    )
    keys = Keys(ground.session, channel.openid_metadata, clock=time.monotonic, sleep=asyncio.sleep)
    endpoint = Endpoint(
        channel,
        Authenticator(channel, keys, time.time),
        adapter,
        Deliveries(time.monotonic),
        background,
    )
    chores = [
        repeat(recover.once, every=RECOVERY_SECONDS, sleep=asyncio.sleep),
        repeat(kept.tidy, every=TIDYING_SECONDS, sleep=asyncio.sleep),
    ]
    checks: dict[str, HealthCheck] = {"database": ground.database.is_healthy}
    if not channel.anonymous:
        chores += [keys.keep_fresh(), _sign_in(ground, channel.scope)]
        checks["signing keys"] = _ready(keys)
    if signing:
        chores.append(signing.keys.keep_fresh())
    await stack.enter_async_context(running(*chores))
    pages = signing.pages.routes() if signing and signing.pages else []
    return application([web.post(PATH, endpoint.handle), *pages], checks)


async def _sign_in(ground: Ground, scope: str) -> None:
    """Sign in, and read what is kept, so that the first answer is as fast as the next."""
    await ground.practice.capabilities.granted()
    await ground.practice.check.microsoft_365.tenant()
    with suppress(ServiceFailure):
        await ground.tokens.token(scope)


def _ready(keys: Keys) -> HealthCheck:
    async def ready() -> bool:
        return keys.ready

    return ready
