"""The conversation, and what it remembers."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from bot.care.journal import EffectJournal
from bot.conversation.assemble import conversation
from bot.conversation.desk import Desk
from bot.conversation.door import Door
from bot.conversation.intents import load_intents
from bot.conversation.recover import Recover
from bot.settings import Settings
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.storage.preferences import Preferences
from bot.teams.messenger import TeamsMessenger
from bot.wiring.ground import Ground, now
from bot.wiring.jobs import promises_of

OWN_CHAT = "https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}"


def talk(ground: Ground) -> tuple[Door, Recover]:
    """Who answers people, and who finishes what was left unanswered."""
    settings, database, speech = ground.settings, ground.database, ground.speech
    messenger, examine = TeamsMessenger(ground.connector), ground.examine
    conversations = Conversations(database)
    desk = Desk(
        Cards(database),
        messenger,
        now,
        asyncio.sleep,
        uuid4,
        owner=str(uuid4()),
        retention=ground.retention,
    )
    door = conversation(
        desk=desk,
        examine=examine,
        speech=speech,
        intents=load_intents(),
        journal=partial(journal, database, settings, "person"),
        forget=conversations.forget,
        history=Effects(database),
        preferences=Preferences(database),
        promises=promises_of(ground),
        look_again_after=settings.look_again_after,
        chats=conversations,
        messenger=messenger,
        own_chat=OWN_CHAT.format(app_id=settings.app_id),
    )
    return door, Recover(desk, examine, speech, conversations)


def journal(
    database: Database, settings: Settings, actor: str, card_id: UUID | None
) -> EffectJournal:
    """The audit of what is done for one card, or by one command."""
    retention = timedelta(days=settings.retention_days)
    return EffectJournal(Effects(database), card_id, actor, now, uuid4, retention)
