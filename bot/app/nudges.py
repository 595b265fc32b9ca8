"""Builds what decides about photo changes, and what sends and looks after the messages."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from uuid import uuid4

from bot.app.infrastructure import Infrastructure
from bot.app.policy import policy_of
from bot.behaviours.nudge.behaviour import look_at_cards
from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import Now, utc_now
from bot.core.lease import LOOK_SECONDS
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from bot.nudges.decider import Decider
from bot.nudges.groups import GroupReading
from bot.nudges.reference import new_reference
from bot.services import Nudging, Services
from bot.storage.addressees import Addressees, groups_text
from bot.storage.changes import ChangeRows
from bot.storage.database import Database
from bot.storage.nudges import NudgeRows
from bot.storage.policy_groups import PolicyGroupRows
from bot.storage.watch_hold import WatchHold

# How often a process finds out whether the groups are to be read.
GROUPS_SECONDS = 30.0


def nudging_of(settings: Settings, database: Database, now: Now) -> Nudging:
    """Build what behaviours need for messages about photo changes."""
    addressees = addressees_of(settings, now)
    return Nudging(
        policy_of(settings),
        ChangeRows(database, addressees),
        NudgeRows(database, addressees),
        WatchHold(database),
        partial(new_reference, secrets.choice),
    )


def addressees_of(settings: Settings, now: Now = utc_now) -> Addressees:
    """Build what reads of people whether they may be written to."""
    groups = groups_text(settings.watch_pilot_groups, settings.watch_excluded_groups)
    # A reading may be late by one interval.
    return Addressees(groups, policy_of(settings).is_shadow, 2 * settings.watch_every, now)


@asynccontextmanager
async def nudging(parts: Infrastructure, services: Services) -> AsyncIterator[None]:
    """Decide what is due, and keep cards true, unless nothing is to be watched."""
    settings = parts.settings
    if settings.watch == "off":
        yield
        return
    looks = partial(look_at_cards, services, settings.watch_every)
    async with (
        _reading_groups(settings, parts.database, parts.now),
        running(
            repeat(_decider(parts, services).drain, every=LOOK_SECONDS, sleep=asyncio.sleep),
            repeat(looks, every=LOOK_SECONDS, sleep=asyncio.sleep),
        ),
    ):
        yield


def _decider(parts: Infrastructure, services: Services) -> Decider:
    nudging = services.nudging
    return Decider(
        nudging.changes,
        nudging.hold,
        services.photo_services,
        services.outbox,
        nudging.policy,
        parts.settings.watch_blast_limit,
        parts.now,
        asyncio.sleep,
        uuid4,
        nudging.new_reference,
        parts.retention,
        metrics=parts.metrics,
    )


@asynccontextmanager
async def _reading_groups(settings: Settings, database: Database, now: Now) -> AsyncIterator[None]:
    pilot, excluded = settings.watch_pilot_groups, settings.watch_excluded_groups
    text = groups_text(pilot, excluded)
    if not text:
        yield
        return
    async with open_watched_tenant(M365Settings.of(settings)) as tenant:
        reading = GroupReading(
            tenant.groups,
            PolicyGroupRows(database),
            {"pilot": pilot, "excluded": excluded},
            text,
            settings.watch_every,
            now,
            uuid4,
        )
        every = min(GROUPS_SECONDS, settings.watch_every.total_seconds())
        async with running(repeat(reading.if_due, every=every, sleep=asyncio.sleep)):
            yield
