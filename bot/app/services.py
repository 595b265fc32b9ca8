"""Builds the services that every behaviour is given."""

import asyncio
import time
from datetime import timedelta
from uuid import uuid4

from bot.app.cases import cases_of
from bot.app.infrastructure import Infrastructure, changes_of
from bot.app.nudges import nudging_of
from bot.app.pictures import picture_in_card
from bot.app.policy import authorizer_of
from bot.chat.card_sessions import CardSessions
from bot.chat.language import load_languages
from bot.core.expiring_store import ExpiringStore
from bot.core.lease import new_owner
from bot.helpdesk.cases import Cases
from bot.helpdesk.finding import CaseFinder
from bot.helpdesk.looks import AgentLooks
from bot.intents import load_intents
from bot.jobs.queue import Queue, WritesQueue
from bot.m365.settings import M365Settings
from bot.outbox.outbox import Outbox
from bot.photos.portrait import Portrait
from bot.results.plain_view import PlainViews
from bot.results.sign_in_offer import SignInOffer
from bot.results.view import ResultViews
from bot.services import Helpdesk, Services, SignIn
from bot.storage.agent_acts import AgentActs
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.effects import Effects
from bot.storage.installations import Installations
from bot.storage.looks import Looks
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from bot.storage.presses import Presses
from bot.storage.targeted import TargetedMessages
from bot.teams.pictures import ChatPictures
from bot.teams.settings import ChannelSettings
from bot.teams.surfaces import TeamsChannel
from bot.texts.general import apology
from bot.texts.links import Links
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
    overwritten: ExpiringStore[Undoable] = ExpiringStore(parts.now, UNDO_WITHIN)
    waiting: ExpiringStore[Portrait] = ExpiringStore(parts.now, ANSWER_WITHIN)
    elsewhere = parts.use_cases.elsewhere
    authorizer = authorizer_of(settings, parts.helpdesk.agents)
    cases = cases_of(settings, database, parts.helpdesk, parts.now)
    photo_services = PhotoServices(
        parts.use_cases,
        changes_of(settings, database, authorizer, parts.now),
        authorizer,
        own_rights=sign_in.rights if sign_in else None,
        metrics=parts.metrics,
        follower=cases.notes,
    )
    looks = Looks(database)
    return Services(
        cards=CardSessions(
            Cards(database),
            Conversations(database),
            TargetedMessages(database),
            TeamsChannel(parts.connector),
            languages,
            apology,
            now=parts.now,
            sleep=asyncio.sleep,
            new_id=uuid4,
            # New at each start: leases of an earlier run of this process are somebody else's.
            owner=new_owner(),
            retention=parts.retention,
        ),
        photo_services=photo_services,
        results=ResultViews(
            PlainViews(picture_in_card(settings), links, parts.picture_addresses),
            overwritten,
            SignInOffer(sign_in.rights) if sign_in else None,
        ),
        languages=languages,
        intents=load_intents(),
        links=links,
        chats=Conversations(database),
        preferences=Preferences(database),
        effects=Effects(database),
        looks=looks,
        agent_acts=AgentActs(database),
        people_names=parts.helpdesk.names,
        outbox=Outbox(Messages(database), parts.now, uuid4, parts.retention),
        installations=Installations(database),
        presses=Presses(database),
        nudging=nudging_of(settings, database, parts.now),
        cases=cases,
        pictures=ChatPictures(
            parts.session,
            None if settings.anonymous else parts.tokens,
            ChannelSettings.of(settings),
            is_sharepoint=m365.geos.know if m365.geos else _nowhere,
            max_bytes=settings.largest_picture,
        ),
        waiting=waiting,
        overwritten=overwritten,
        threads=parts.threads,
        now=parts.now,
        recheck_after=settings.look_again_after,
        retention=parts.retention,
        writes=WritesQueue(Queue(parts.queue), elsewhere) if elsewhere else None,
        sign_in=sign_in,
        helpdesk=_helpdesk(parts, photo_services, looks, cases),
    )


def _helpdesk(
    parts: Infrastructure, photo_services: PhotoServices, looks: Looks, cases: Cases
) -> Helpdesk | None:
    """Build what agents need; None where nobody can be one."""
    if parts.helpdesk.agents is None:
        return None
    agent_looks = AgentLooks(
        photo_services,
        looks,
        parts.now,
        uuid4,
        parts.retention,
        with_pictures=parts.settings.helpdesk_sees == "pictures",
        clock=time.monotonic,
    )
    finder = CaseFinder(
        cases.store, cases.authorizer, photo_services.usual.people, parts.helpdesk.names
    )
    return Helpdesk(parts.helpdesk.agents, agent_looks, finder, asyncio.sleep)


def _nowhere(_address: str) -> bool:
    # Without SharePoint's addresses no uploaded picture is fetched.
    return False
