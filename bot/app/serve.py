"""Builds the bot that Teams calls, and serves it."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Hashable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from aiohttp import web
from cachetools import TTLCache

from bot.about.pages import about_routes
from bot.app.infrastructure import Infrastructure, open_infrastructure
from bot.app.services import services_of
from bot.app.sign_in import SignInParts, open_sign_in
from bot.app.worker import working_with
from bot.behaviours import (
    case,
    cases,
    check,
    check_photo,
    clear_caches,
    explain,
    follow_case,
    guide,
    interview,
    language,
    messages,
    nudge,
    privacy,
    recheck,
    remove,
    remove_former,
    replace,
    send_photo_help,
    sign_in,
    small_talk,
    status,
    sync,
    tell_helpdesk,
    undo,
    verify,
    who_looked,
)
from bot.behaviours.case.texts import CaseLookButton
from bot.behaviours.cases.texts import SharedCaseButton
from bot.behaviours.nudge.texts import NudgeLookButton
from bot.behaviours.orphans import finish_orphans
from bot.behaviours.recheck.missed import tell_missed
from bot.chat.dispatcher import Dispatcher
from bot.chat.extension import ExtensionRouter
from bot.chat.extension_dispatcher import ExtensionDispatcher
from bot.chat.language import load_languages
from bot.chat.privacy import Privacy
from bot.chat.router import Router
from bot.config.settings import Settings
from bot.core.background import Background, repeat, running
from bot.core.failures import ServiceFailure
from bot.core.lease import LOOK_SECONDS
from bot.core.single_flight import SingleFlight
from bot.http.jwks import Keys
from bot.intents.language import LanguageRecogniser, load_vocabularies
from bot.m365.tokens import AppTokens
from bot.pictures.reader import PictureReader
from bot.pictures.routes import picture_routes
from bot.services import Services
from bot.storage.read_receipts import ReadReceiptRows
from bot.storage.readiness import why_it_takes_no_writes
from bot.teams.adapter import PATH, HttpAnswer, PhotobotAdapter
from bot.teams.authentication import Authentication
from bot.teams.connectors import PooledConnectors
from bot.teams.extensions import ExtensionInvokes
from bot.teams.handler import PhotobotHandler
from bot.teams.read_receipts import ReadReceipts
from bot.teams.settings import ChannelSettings
from bot.teams.turn_runner import TurnRunner
from bot.texts.extensions import (
    failed_command,
    guest_command,
    late_command,
    unavailable_command,
)
from bot.texts.general import apology, guest_message, takes_longer
from bot.web.health import HealthCheck
from bot.web.server import application, serving

BEHAVIOURS = (
    check,
    sync,
    replace,
    remove,
    remove_former,
    undo,
    guide,
    interview,
    clear_caches,
    explain,
    status,
    recheck,
    nudge,
    case,
    cases,
    follow_case,
    messages,
    verify,
    who_looked,
    privacy,
    tell_helpdesk,
    language,
    small_talk,
)
# Verbs of buttons on cards that people put into conversations by the message extension.
ON_SHARED_CARDS = frozenset({SharedCaseButton.verb})
# Behaviours get this long to end at a stop; another process finishes the cards of the rest.
STOP_SECONDS = 15.0
EXPIRE_EVERY_SECONDS = 30.0
# A repeated delivery gets the answer to the first (docs/teams.md, "Deliveries"). Five minutes are
# ample: clients were seen to repeat a press for 15 seconds.
MAX_DELIVERIES = 2000
DELIVERY_SECONDS = 300.0
# A failed sign-in is repeated after this long, however often somebody asks for `/readyz`.
SIGN_IN_KEPT_SECONDS = 10.0


@asynccontextmanager
async def serve(settings: Settings, *, with_worker: bool = True) -> AsyncIterator[str]:
    """Serve the bot while the context is open, and yield its address."""
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(open_infrastructure(settings, writing=with_worker))
        if with_worker:
            await stack.enter_async_context(working_with(parts))
        app = await _application(stack, parts)
        address = await stack.enter_async_context(serving(app, settings.host, settings.port))
        # Behaviours that wait for a large picture are given up first, as there can be many.
        stack.callback(parts.threads.stop)
        yield address


def behaviours_of(*, with_sign_in: bool) -> Router[Services]:
    """Compose the routers of all behaviours."""
    packages = (*BEHAVIOURS, sign_in) if with_sign_in else BEHAVIOURS
    return Router(*(package.behaviour for package in packages))


def dispatcher_of(services: Services) -> Dispatcher[Services]:
    """Build the dispatcher, which hands each turn to its behaviour."""
    return Dispatcher(
        router=behaviours_of(with_sign_in=services.sign_in is not None),
        services=services,
        recognise=services.intents.recognise,
        languages=services.languages,
        chats=services.chats,
        preferences=services.preferences,
        privacy=Privacy(
            services.cards.channel,
            services.chats,
            services.cards.targeted,
            services.languages,
            services.links.photobot,
            apology,
            on_shared_cards=ON_SHARED_CARDS,
        ),
        guest=guest_message,
        tell_missed=tell_missed,
        presses=services.presses,
        refreshes={NudgeLookButton.verb, CaseLookButton.verb},
    )


def extension_dispatcher_of(services: Services) -> ExtensionDispatcher[Services]:
    """Build the dispatcher of the message extension, which hands each command to its handler."""
    return ExtensionDispatcher(
        ExtensionRouter(check_photo.commands, send_photo_help.commands, cases.commands),
        services,
        services.languages,
        services.chats,
        guest_command,
        unavailable_command,
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
        TurnRunner(dispatcher_of(services), apology, takes_longer, background),
        ExtensionInvokes(
            extension_dispatcher_of(services),
            failed_command,
            late_command,
            services.languages,
            background,
            parts.now,
        ),
        languages=services.languages,
        language_of=LanguageRecogniser(
            services.intents.features, load_vocabularies().languages
        ).recognise,
        connector=parts.connector,
        receipts=ReadReceipts(ReadReceiptRows(parts.database), parts.now),
        background=background,
        now=parts.now,
        clock=time.monotonic,
        sign_in=signing.invokes if signing else None,
        on_shared_cards=ON_SHARED_CARDS,
    )

    async def messages_endpoint(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, handler)

    pictures = PictureReader(parts.use_cases.check, time.monotonic)
    await stack.enter_async_context(running(*_chores(parts, services, keys, signing, pictures)))
    pages = signing.pages.routes() if signing and signing.pages else []
    about = about_routes(parts.settings, services.links, services.languages)
    routes = [web.post(PATH, messages_endpoint), *pages, *about]
    if parts.picture_addresses:
        routes += picture_routes(parts.picture_addresses, pictures)
    return application(routes, _health_checks(parts, channel, keys, signing))


def _health_checks(
    parts: Infrastructure, channel: ChannelSettings, keys: Keys, signing: SignInParts | None
) -> dict[str, HealthCheck]:
    """Return what must work for the bot to be ready; in anonymous use that is the database."""
    checks = {"database": HealthCheck(partial(why_it_takes_no_writes, parts.database))}
    if not channel.anonymous:
        checks["signing keys"] = HealthCheck(keys.why_not_ready, seconds_kept=0)
        look = partial(_why_no_token, parts.tokens, channel.scope)
        checks["sign-in"] = HealthCheck(look, SIGN_IN_KEPT_SECONDS)
    if signing:
        checks["single sign-on keys"] = HealthCheck(signing.keys.why_not_ready, seconds_kept=0)
    return checks


async def _why_no_token(tokens: AppTokens, scope: str) -> str | None:
    """Return a code for why the bot gets no token to answer with; None where it has one.

    One that has none asks for one, so that the bot gets ready also where nobody writes to it.
    """
    try:
        await tokens.token(scope)
    except ServiceFailure as failure:
        return failure.code or failure.why.value
    return None


def _chores(
    parts: Infrastructure,
    services: Services,
    keys: Keys,
    signing: SignInParts | None,
    pictures: PictureReader,
) -> list[Coroutine[object, object, object]]:
    """Return what runs in the background while the bot serves."""

    # Entries expire on access anyway; this frees pictures that nobody asks for again.
    async def expire() -> None:
        services.waiting.expire()
        services.overwritten.expire()
        pictures.expire()
        if services.helpdesk:
            services.helpdesk.looks.expire()

    orphans = partial(finish_orphans, services)
    chores: list[Coroutine[object, object, object]] = [
        repeat(orphans, every=LOOK_SECONDS, sleep=asyncio.sleep),
        repeat(expire, every=EXPIRE_EVERY_SECONDS, sleep=asyncio.sleep),
    ]
    if not parts.settings.anonymous:
        chores += [keys.keep_fresh(), _warm_up(parts)]
    if signing:
        chores.append(signing.keys.keep_fresh())
    return chores


async def _warm_up(parts: Infrastructure) -> None:
    """Fill the caches of rights and tenant, so that the first answer is as fast as later ones."""
    await parts.use_cases.capabilities.granted()
    await parts.use_cases.check.microsoft_365.tenant()
