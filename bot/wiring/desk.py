"""Where the work of cards is done, in the bot as in the worker, and its audit."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from bot.chat.stores import CardRow
from bot.config.settings import Settings
from bot.conversation.desk import Desk
from bot.conversation.handed_over import SyncByWorker
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.teams.messenger import TeamsMessenger
from bot.use_cases.audit import EffectAudit
from bot.use_cases.authorizer import Act, Actor, Authorizer
from bot.wiring.ground import Ground, now


def desk(ground: Ground) -> Desk:
    """A desk of this process."""
    return Desk(
        Cards(ground.database),
        TeamsMessenger(ground.connector),
        now,
        asyncio.sleep,
        uuid4,
        owner=str(uuid4()),
        retention=ground.retention,
    )


def sync_by_worker(ground: Ground) -> SyncByWorker:
    """The worker's part of a sync that was asked for elsewhere."""
    return SyncByWorker(
        ground.practice.capabilities,
        desk(ground),
        ground.examine,
        ground.speech,
        Conversations(ground.database),
        Authorizer(),
        partial(audit_of_card, ground.database, ground.settings),
    )


def audit_of_card(database: Database, settings: Settings, row: CardRow, act: Act) -> EffectAudit:
    """The audit of an act that a card asks for."""
    return audit(database, settings, row.actor, act, row.id)


def audit(
    database: Database, settings: Settings, actor: Actor, act: Act, card_id: UUID | None = None
) -> EffectAudit:
    """The audit of one act."""
    retention = timedelta(days=settings.retention_days)
    effects = Effects(database)
    return EffectAudit(effects, Authorizer(), actor, act, card_id, now, uuid4, retention)
