"""Builds the services that every behaviour is given."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from bot.app.infrastructure import Infrastructure
from bot.chat.card_sessions import CardSessions
from bot.chat.language import load_languages
from bot.core.clock import utc_now
from bot.core.expiring_store import ExpiringStore
from bot.jobs.queue import Queue, WritesQueue
from bot.m365.settings import M365Settings
from bot.outbox.outbox import Outbox
from bot.photos.readings import Photo
from bot.results.pictures import hidden, inline
from bot.results.plain_view import PlainViews
from bot.results.sign_in_offer import SignInOffer
from bot.results.view import ResultViews
from bot.services import Services, SignIn
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.effects import Effects
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from bot.teams.pictures import ChatPictures
from bot.teams.settings import ChannelSettings
from bot.teams.surfaces import TeamsChannel
from bot.texts.general import apology
from bot.texts.links import Links
from bot.use_cases.authorizer import Authorizer
from bot.use_cases.service import PhotoServices
from bot.use_cases.undo import Undoable

# How long a picture waits in memory for a yes, and what was overwritten for an undo.
ANSWER_WITHIN = timedelta(minutes=10)
UNDO_WITHIN = timedelta(hours=1)


def services_of(parts: Infrastructure, sign_in: SignIn | None = None) -> Services:
    """Build the services of a bot or a worker."""
    settings, database = parts.settings, parts.database
    m365 = M365Settings.of(settings)
    links = Links.of(settings, m365.one_drive)
    languages = load_languages()
    overwritten: ExpiringStore[Undoable] = ExpiringStore(utc_now, UNDO_WITHIN)
    waiting: ExpiringStore[Photo] = ExpiringStore(utc_now, ANSWER_WITHIN)
    elsewhere = parts.use_cases.elsewhere
    return Services(
        cards=CardSessions(
            Cards(database),
            TeamsChannel(parts.connector),
            languages,
            apology,
            now=utc_now,
            sleep=asyncio.sleep,
            new_id=uuid4,
            # New at each start: leases of an earlier run of this process are somebody else's.
            owner=str(uuid4()),
            retention=parts.retention,
        ),
        photo_services=PhotoServices(
            parts.use_cases,
            Effects(database),
            Authorizer(),
            now=utc_now,
            new_id=uuid4,
            retention=parts.retention,
            own_rights=sign_in.rights if sign_in else None,
        ),
        results=ResultViews(
            PlainViews(inline if settings.pictures == "inline" else hidden, links),
            overwritten,
            SignInOffer(sign_in.rights) if sign_in else None,
        ),
        languages=languages,
        links=links,
        chats=Conversations(database),
        preferences=Preferences(database),
        effects=Effects(database),
        outbox=Outbox(Messages(database), utc_now, uuid4, parts.retention),
        jobs=Queue(parts.queue),
        pictures=ChatPictures(
            parts.session,
            None if settings.anonymous else parts.tokens,
            ChannelSettings.of(settings),
            is_sharepoint=m365.geos.know if m365.geos else _nowhere,
            max_bytes=settings.largest_picture,
        ),
        waiting=waiting,
        overwritten=overwritten,
        now=utc_now,
        recheck_after=settings.look_again_after,
        retention=parts.retention,
        writes=WritesQueue(Queue(parts.queue), elsewhere) if elsewhere else None,
        sign_in=sign_in,
    )


def _nowhere(_address: str) -> bool:
    # Without SharePoint's addresses no uploaded picture is fetched.
    return False
