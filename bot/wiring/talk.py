"""The conversation, and what it remembers."""

from functools import partial
from uuid import uuid4

from bot.conversation.assemble import Conversation
from bot.conversation.door import Door
from bot.conversation.handed_over import Elsewhere
from bot.conversation.own_pictures import KeptPictures
from bot.conversation.recover import Recover
from bot.intents import load_intents
from bot.jobs.queue import Queue
from bot.outbox.outbox import Outbox
from bot.storage.conversations import Conversations
from bot.storage.effects import Effects
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from bot.teams.messenger import TeamsMessenger
from bot.wiring.desk import audit_of_card, desk
from bot.wiring.ground import Ground, now
from bot.wiring.pictures import chat_pictures
from bot.wiring.sign_in import Signing

OWN_CHAT = "https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}"


def talk(ground: Ground, signing: Signing | None = None) -> tuple[Door, Recover, KeptPictures]:
    """Who answers people, who finishes what was left unanswered, and what is in memory for them."""
    settings, database, speech = ground.settings, ground.database, ground.speech
    messenger = TeamsMessenger(ground.connector)
    examine = signing.examine(ground) if signing else ground.examine
    conversations = Conversations(database)
    work, kept = desk(ground), KeptPictures.none_yet(now)
    door = Conversation(
        desk=work,
        examine=examine,
        speech=speech,
        intents=load_intents(),
        audit=partial(audit_of_card, database, settings),
        forget=signing.forgetting(conversations.forget) if signing else conversations.forget,
        history=Effects(database),
        preferences=Preferences(database),
        outbox=Outbox(Messages(database), now, uuid4, ground.retention),
        drain=Queue(ground.queue).drain,
        look_again_after=settings.look_again_after,
        chats=conversations,
        messenger=messenger,
        elsewhere=_elsewhere(ground),
        own_chat=OWN_CHAT.format(app_id=settings.app_id),
        pictures=chat_pictures(ground),
        kept=kept,
        sign_in=signing.talk if signing else None,
    ).door
    return door, Recover(work, examine, speech, conversations), kept


def _elsewhere(ground: Ground) -> Elsewhere | None:
    """The worker that repairs what this process may not."""
    writer = ground.practice.elsewhere
    return Elsewhere(writer, Queue(ground.queue).sync) if writer else None
