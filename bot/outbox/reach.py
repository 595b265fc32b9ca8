"""Reach people who have no chat with the bot: install the app for them, where that is granted.

1. Nothing is installed for a message that would not be sent now: its kind is asked first.
2. The row is written before Graph is asked, so that what Teams then tells of the installation
   greets nobody, in whatever process (`bot.behaviours.small_talk.behaviour`).
3. Teams tells the bot of the chat, mostly within a second. Where it does not, or where the app was
   installed already, the channel is asked to open it. (Graph knows it by another id than presses
   carry: docs/teams.md, "Installing the app for a person".)

The message is begun only afterwards. A process that dies in between leaves it queued, and whoever
takes it up finds the chat.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.surface import PASSING, UNCONFIRMED, Channel, NotDelivered
from bot.core.clock import Now, Sleep
from bot.outbox.backoff import THROTTLED
from bot.outbox.message import Message
from bot.outbox.ports import Gate, GateClosed, NotYet, Priority

# Why somebody can't be reached, for good (docs/teams.md, "Installing the app for a person").
# Throttling and failures that pass have the names of those of the channel.
NO_CONVERSATION = "no_conversation"
INSTALL_NOT_GRANTED = "install_not_granted"
DECLINED = "declined"
APP_NOT_IN_CATALOG = "app_not_in_catalog"
CATALOG_NOT_READABLE = "catalog_not_readable"
APP_OF_ANOTHER = "app_of_another_registration"
APP_BLOCKED = "app_blocked_by_policy"
NO_TEAMS = "no_teams_license"
NO_SUCH_PERSON = "no_such_person"
INSTALL_REFUSED = "install_refused"
CHAT_NOT_KNOWN = "chat_not_known"
UNAVAILABLE = "unavailable"
# Those of people without a chat, who can be written to once they have one.
NO_CHAT = frozenset(
    {
        NO_CONVERSATION,
        INSTALL_NOT_GRANTED,
        DECLINED,
        APP_NOT_IN_CATALOG,
        CATALOG_NOT_READABLE,
        APP_OF_ANOTHER,
        APP_BLOCKED,
        NO_TEAMS,
        INSTALL_REFUSED,
        CHAT_NOT_KNOWN,
    }
)

# Graph's limit for the application in the tenant (docs/teams.md, "Rates").
INSTALLS_PER_SECOND = 30
# Teams tells of an installation mostly within a second. What comes later is the person's own.
TOLD_WITHIN = timedelta(hours=1)
# How long the chat is waited for before the channel is asked to open it.
LOOKS, LOOK_SECONDS = 6, 0.5
# Seconds that all wait after a 429 without a time of its own.
THROTTLED_SECONDS = 2.0

# Raises Withdrawn or NotYet where a message would not be sent now.
Wanted = Callable[[Message], Awaitable[None]]

_log = structlog.get_logger(__name__)


class Installer(Protocol):
    """Installs the app; raises NotDelivered with why a person can't be reached."""

    async def is_granted(self) -> bool:
        """Tell whether the bot's own registration may install it."""

    async def install(self, person_id: str) -> bool:
        """Install the app for a person; False where it is installed already."""


class InstallationStore(Protocol):
    """The rows of whom the app is installed for, and of who does not want it."""

    async def begin(self, person_id: str, now: datetime) -> bool:
        """Note that the app is about to be installed for a person; False where they declined."""

    async def take_back(self, person_id: str) -> None:
        """Note that it was surely not installed."""

    async def decline(self, person_id: str, now: datetime) -> None:
        """Note that a person does not want the app."""

    async def added(self, person_id: str, latest: datetime) -> bool:
        """Note that a person has the app; tell whether the bot asked for that after `latest`."""


@dataclass(frozen=True)
class Reach:
    """The way to people without a chat.

    Attributes:
        wanted: by kind of message, what raises where it would not be sent now. For messages of
            other kinds nothing is installed.
        channel: opens chats, at the priority of unasked messages.
        bot: a reference to nobody's chat, which says where the bot's chats are; without a service
            URL only Teams can tell of a chat.
        gate: keeps installations below Graph's rate, across processes.
    """

    wanted: Mapping[str, Wanted]
    installations: InstallationStore
    installer: Installer
    chats: ConversationStore
    channel: Channel
    bot: ConversationReference
    gate: Gate
    now: Now
    sleep: Sleep

    async def __call__(self, message: Message) -> ConversationReference:
        """Install the app for the reader of a message, and return their chat.

        Raises NotDelivered with why they can't be reached, Withdrawn and NotYet where the message
        would not be sent now or has to wait for the rate, GateClosed and BudgetUnreachable.
        """
        person = message.reader
        wanted = self.wanted.get(message.kind)
        if wanted is None:
            raise NotDelivered(NO_CONVERSATION)
        if not await self.installer.is_granted():
            raise NotDelivered(INSTALL_NOT_GRANTED)
        await wanted(message)
        if not await self.installations.begin(person, self.now()):
            raise NotDelivered(DECLINED)
        try:
            await self.gate.enter(Priority.UNASKED)
        except GateClosed as closed:
            raise NotYet(self.now() + timedelta(seconds=closed.seconds)) from None
        is_new = await self._install(person)
        _log.info("app_installed_for_person", kind=message.kind, is_new=is_new)
        for look in range(LOOKS if is_new else 1):
            if look:
                await self.sleep(LOOK_SECONDS)
            if where := await self.chats.of_person(person):
                return where
        return await self.chats.remember(await self._opened(person))

    async def _install(self, person: str) -> bool:
        try:
            return await self.installer.install(person)
        except NotDelivered as refusal:
            if refusal.reason == THROTTLED:
                # The limit is the application's, so everybody waits.
                await self.gate.close(refusal.retry_after or THROTTLED_SECONDS)
            if refusal.reason not in PASSING:
                await self.installations.take_back(person)
            raise

    async def _opened(self, person: str) -> ConversationReference:
        if not self.bot.service_url:
            raise NotDelivered(CHAT_NOT_KNOWN)
        # The channel takes the object id; its own id of the person comes with their first activity.
        where = replace(self.bot, person_id=person, user_id=person)
        try:
            return await self.channel.open(where)
        except NotDelivered as refusal:
            if refusal.reason == UNCONFIRMED:
                # Nothing was sent, and a chat that is there already is opened again.
                raise NotDelivered(UNAVAILABLE, refusal.status) from None
            raise
