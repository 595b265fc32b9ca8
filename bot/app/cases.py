"""Builds the cases of the helpdesk."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from uuid import uuid4

from bot.app.helpdesk import HelpdeskParts
from bot.app.policy import authorizer_of
from bot.behaviours.follow_case.card import update_cards
from bot.behaviours.follow_case.synced_for import tell_people
from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import Now, utc_now
from bot.core.lease import new_owner
from bot.helpdesk.cases import Cases
from bot.helpdesk.following import Followings
from bot.helpdesk.messages import CaseMessages
from bot.helpdesk.upkeep import CaseUpkeep
from bot.nudges.reference import new_reference
from bot.outbox.outbox import Outbox
from bot.services import Services
from bot.storage.cases import CaseRows
from bot.storage.database import Database
from bot.storage.following import FollowingRows
from bot.storage.outbox import Messages

# How often a worker queues what a process left that died, and lets old cases expire.
SETTLE_SECONDS = 5.0
# How often it looks for agents' cards that show an earlier state.
CARD_SECONDS = 2.0


def cases_of(
    settings: Settings, database: Database, helpdesk: HelpdeskParts, now: Now = utc_now
) -> Cases:
    """Build the cases of a database."""
    retention = timedelta(days=settings.retention_days)
    outbox = Outbox(Messages(database), now, uuid4, retention)
    followings = Followings(FollowingRows(database), outbox, now, asyncio.sleep, uuid4, new_owner)
    return Cases(
        CaseRows(database),
        CaseMessages(outbox, now),
        authorizer_of(settings, helpdesk.agents),
        now,
        uuid4,
        partial(new_reference, secrets.choice),
        followings,
        retention,
    )


@asynccontextmanager
async def following(services: Services) -> AsyncIterator[None]:
    """Keep agents' cards true, and tell people who synced for them, while the context is open."""
    async with running(
        repeat(partial(update_cards, services), every=CARD_SECONDS, sleep=asyncio.sleep),
        repeat(partial(tell_people, services), every=SETTLE_SECONDS, sleep=asyncio.sleep),
    ):
        yield


@asynccontextmanager
async def settling(upkeep: CaseUpkeep) -> AsyncIterator[None]:
    """Settle cases while the context is open."""
    async with running(repeat(upkeep.settle, every=SETTLE_SECONDS, sleep=asyncio.sleep)):
        yield
