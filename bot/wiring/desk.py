"""Where the work of cards is done, in the bot as in the worker, and its audit."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from bot.config.settings import Settings
from bot.conversation.desk import Desk
from bot.conversation.handed_over import RepairHandedOver
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.teams.messenger import TeamsMessenger
from bot.use_cases.journal import EffectJournal
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


def repair_handed_over(ground: Ground) -> RepairHandedOver:
    """The worker's part of a repair that was asked for elsewhere."""
    return RepairHandedOver(
        ground.practice.capabilities,
        desk(ground),
        ground.examine,
        ground.speech,
        Conversations(ground.database),
        partial(journal, ground.database, ground.settings, "person"),
    )


def journal(
    database: Database, settings: Settings, actor: str, card_id: UUID | None
) -> EffectJournal:
    """The audit of what is done for one card, or by one command."""
    retention = timedelta(days=settings.retention_days)
    return EffectJournal(Effects(database), card_id, actor, now, uuid4, retention)
