"""Builds the bot that Teams calls, and serves it."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Hashable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial

from aiohttp import web
from cachetools import TTLCache

from bot.app.infrastructure import Infrastructure, open_infrastructure
from bot.app.services import services_of
from bot.app.sign_in import SignInParts, open_sign_in
from bot.app.worker import working_with
from bot.behaviours import (
    check,
    clear_caches,
    explain,
    guide,
    interview,
    language,
    messages,
    recheck,
    remove,
    replace,
    sign_in,
    small_talk,
    status,
    sync,
    tell_helpdesk,
    undo,
)
from bot.behaviours.check.behaviour import finish_orphans
from bot.chat.dispatcher import Dispatcher
from bot.chat.language import load_languages
from bot.chat.privacy import Privacy
from bot.chat.router import Router
from bot.config.settings import Settings
from bot.core.background import Background, repeat, running
from bot.core.clock import utc_now
from bot.core.failures import ServiceFailure
from bot.core.single_flight import SingleFlight
from bot.http.jwks import Keys
from bot.intents import load_intents
from bot.services import Services
from bot.teams.adapter import PATH, HttpAnswer, PhotobotAdapter
from bot.teams.authentication import Authentication
from bot.teams.connectors import PooledConnectors
from bot.teams.handler import PhotobotHandler
from bot.teams.settings import ChannelSettings
from bot.texts.general import apology, guest_message
from bot.web.health import HealthCheck
from bot.web.server import application, serving

BEHAVIOURS = (
    check,
    sync,
    replace,
    remove,
    undo,
    guide,
    interview,
    clear_caches,
    explain,
    status,
    recheck,
    messages,
    tell_helpdesk,
    language,
    small_talk,
)
# Behaviours get this long to end at a stop; another process finishes the cards of the rest.
STOP_SECONDS = 15.0
EXPIRE_EVERY_SECONDS = 30.0
ORPHANS_EVERY_SECONDS = 5.0
# A repeated delivery gets the answer to the first (docs/teams.md, "Deliveries"). Five minutes are
# ample: clients were seen to repeat a press for 15 seconds.
MAX_DELIVERIES = 2000
DELIVERY_SECONDS = 300.0
OWN_CHAT = "https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}"


@asynccontextmanager
async def serve(settings: Settings, *, with_worker: bool = True) -> AsyncIterator[str]:
    """Serve the bot while the context is open, and yield its address."""
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(open_infrastructure(settings, writing=with_worker))
        if with_worker:
            await stack.enter_async_context(working_with(parts))
        app = await _application(stack, parts)
        yield await stack.enter_async_context(serving(app, settings.host, settings.port))


def behaviours_of(*, with_sign_in: bool) -> Router[Services]:
    """Compose the routers of all behaviours."""
    packages = (*BEHAVIOURS, sign_in) if with_sign_in else BEHAVIOURS
    return Router(*(package.behaviour for package in packages))


def dispatcher_of(services: Services, app_id: str) -> Dispatcher[Services]:
    """Build the dispatcher, which hands each turn to its behaviour."""
    return Dispatcher(
        router=behaviours_of(with_sign_in=services.sign_in is not None),
        services=services,
        recognise=load_intents().recognise,
        languages=services.languages,
        chats=services.chats,
        privacy=Privacy(
            services.cards.channel,
            services.chats,
            services.languages,
            OWN_CHAT.format(app_id=app_id),
        ),
        guest=guest_message,
    )


async def _application(stack: AsyncExitStack, parts: Infrastructure) -> web.Application:
    channel = ChannelSettings.of(parts.settings)
    signing = await stack.enter_async_context(open_sign_in(parts, load_languages()))
    # Turns that a stop waits for may use people's own rights, which are closed after them.
    background = Background()
    stack.push_async_callback(background.close, STOP_SECONDS)
    services = services_of(parts, signing.for_behaviours if signing else None)
    keys = Keys(parts.session, channel.openid_metadata, clock=time.monotonic, sleep=asyncio.sleep)
    connectors = PooledConnectors(parts.connector)
    deliveries: TTLCache[Hashable, HttpAnswer] = TTLCache(
        MAX_DELIVERIES, DELIVERY_SECONDS, time.monotonic
    )
    adapter = PhotobotAdapter(
        Authentication(channel, keys, connectors, time.time), SingleFlight(deliveries)
    )
    handler = PhotobotHandler(
        channel,
        dispatcher_of(services, channel.app_id),
        apology=apology,
        languages=services.languages,
        connector=parts.connector,
        background=background,
        now=utc_now,
        clock=time.monotonic,
        sign_in=signing.invokes if signing else None,
    )

    async def messages_endpoint(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, handler)

    await stack.enter_async_context(running(*_chores(parts, services, keys, signing)))
    checks: dict[str, HealthCheck] = {"database": parts.database.is_healthy}
    if not channel.anonymous:
        checks["signing keys"] = keys.is_ready
    pages = signing.pages.routes() if signing and signing.pages else []
    return application([web.post(PATH, messages_endpoint), *pages], checks)


def _chores(
    parts: Infrastructure, services: Services, keys: Keys, signing: SignInParts | None
) -> list[Coroutine[object, object, object]]:
    """Return what runs in the background while the bot serves."""

    # Entries expire on access anyway; this frees pictures that nobody asks for again.
    async def expire() -> None:
        services.waiting.expire()
        services.overwritten.expire()

    orphans = partial(finish_orphans, services)
    chores: list[Coroutine[object, object, object]] = [
        repeat(orphans, every=ORPHANS_EVERY_SECONDS, sleep=asyncio.sleep),
        repeat(expire, every=EXPIRE_EVERY_SECONDS, sleep=asyncio.sleep),
    ]
    if not parts.settings.anonymous:
        scope = ChannelSettings.of(parts.settings).scope
        chores += [keys.keep_fresh(), _warm_up(parts, scope)]
    if signing:
        chores.append(signing.keys.keep_fresh())
    return chores


async def _warm_up(parts: Infrastructure, scope: str) -> None:
    """Fill the caches of tokens and tenant, so that the first answer is as fast as later ones."""
    await parts.use_cases.capabilities.granted()
    await parts.use_cases.check.microsoft_365.tenant()
    with suppress(ServiceFailure):
        await parts.tokens.token(scope)
