"""Somebody whose photo changed, over real rows, with as many workers as a test wants."""

import asyncio
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg.rows import dict_row

from bot.behaviours.nudge.behaviour import look_at_cards
from bot.behaviours.nudge.send import SendNudge
from bot.behaviours.recheck.behaviour import SendRecheck
from bot.chat.surface import Card
from bot.nudges.decider import Decider
from bot.nudges.policy import Audience, Policy
from bot.nudges.ports import NUDGE
from bot.nudges.reference import new_reference
from bot.outbox.delivery import Delivery
from bot.outbox.outbox import Outbox
from bot.outbox.reach import Installer, Reach
from bot.outbox.sender import Sender
from bot.services import Nudging, Services
from bot.storage.addressees import Addressees
from bot.storage.changes import ChangeRows
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.installations import Installations
from bot.storage.nudges import NudgeRows
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from bot.storage.presses import Presses
from bot.storage.watch_hold import WatchHold
from bot.use_cases.authorizer import COMMAND, Act
from bot.use_cases.service import Found
from tests.behaviours.bot_in_memory import RETENTION
from tests.behaviours.fakes import CHAT
from tests.behaviours.stage import Stage
from tests.outbox.fakes import Channel, OpenGate

ME = CHAT.person_id
# Teams alone tells of chats.
NOWHERE = replace(CHAT, person_id="", conversation_id="", user_id="", service_url="")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
EVERY = timedelta(hours=6)

PERSON: LiteralString = """
insert into watched_person (subject, enabled, guest, generation, etag)
values (%s, %s, %s, 1, 'etag') on conflict (subject) do update
set enabled = excluded.enabled, guest = excluded.guest
"""
CHANGE: LiteralString = """
insert into photo_change (id, subject, kind, noticed_at, etag, not_before, expires_at)
values (%(id)s, %(subject)s, %(kind)s, %(at)s, 'new', %(at)s, %(at)s + interval '30 days')
on conflict (subject) where state = 'open' do update set
    id = excluded.id, kind = excluded.kind, noticed_at = excluded.noticed_at, nudges = 0,
    not_before = excluded.not_before, outcome = null, because = null, decided_at = null,
    lease_owner = null, lease_until = null
"""


class KeptStage(Stage):
    """The stage, with the rows of chats, preferences and messages in Postgres."""

    database: Database

    @property
    def services(self) -> Services:
        outbox = Outbox(Messages(self.database), self.clock, uuid4, RETENTION)
        services, chats = super().services, Conversations(self.database)
        return replace(
            services,
            chats=chats,
            cards=replace(services.cards, chats=chats),
            preferences=Preferences(self.database),
            installations=Installations(self.database),
            outbox=outbox,
            cases=self.cases_of(outbox),
            presses=Presses(self.database),
        )


@dataclass
class Posted(Channel):
    """A channel that keeps the cards, too."""

    cards: list[Card] = field(default_factory=list)

    async def post(self, where: Any, card: Card, summary: str, enter: Any) -> str:
        sent_as = await super().post(where, card, summary, enter)
        self.cards.append(card)
        return sent_as


@dataclass
class Office:
    """One company's policy, and the person it is about."""

    database: Database
    policy: Policy = field(default_factory=lambda: Policy(Audience.ON))
    groups: str = ""
    limit: int = 100
    stage: KeptStage = field(default_factory=KeptStage)
    channel: Posted = field(default_factory=Posted)
    installer: Installer | None = None

    def __post_init__(self) -> None:
        self.stage.database = self.database
        self.use(self.policy)

    def use(self, policy: Policy, groups: str | None = None) -> None:
        """Let the administrator choose another policy, upon which processes start again."""
        self.policy, self.groups = policy, self.groups if groups is None else groups
        addressees = Addressees(self.groups, policy.is_shadow, 2 * EVERY, self.stage.clock)
        self.stage.nudging = Nudging(
            policy,
            ChangeRows(self.database, addressees),
            NudgeRows(self.database, addressees),
            WatchHold(self.database),
            lambda: new_reference(random.choice),
        )

    @property
    def now(self) -> datetime:
        return self.stage.clock.now

    async def open(self) -> None:
        """The person has used the bot, and the watch knows them."""
        await Conversations(self.database).remember(CHAT)
        await self.knows(ME)

    async def knows(self, *subjects: str, enabled: bool = True, guest: bool = False) -> None:
        for subject in subjects:
            await self.database.change(PERSON, (subject, enabled, guest))

    async def changed(self, subject: str = ME, kind: str = "changed") -> UUID:
        """A sweep notices that somebody's photo changed."""
        change = uuid4()
        values = {"id": change, "subject": subject, "kind": kind, "at": self.now}
        await self.database.change(CHANGE, values)
        return change

    def decider(self) -> Decider:
        services = self.stage.services
        return Decider(
            services.nudging.changes,
            services.nudging.hold,
            services.photo_services,
            services.outbox,
            self.policy,
            self.limit,
            self.stage.clock,
            asyncio.sleep,
            uuid4,
            services.nudging.new_reference,
            RETENTION,
        )

    async def check_in_turn(self, subject: str) -> Found:
        """The check of a campaign, whose turn comes at once."""
        return await self.stage.services.photo_services.of(COMMAND, subject).check()

    def sender(self) -> Sender:
        services, clock = self.stage.services, self.stage.clock
        rows, nudge = Messages(self.database), SendNudge(services, self.check_in_turn)
        delivery = Delivery(
            rows,
            services.chats,
            {NUDGE: nudge, Act.RECHECK: SendRecheck(services)},
            self.channel,
            OpenGate(),
            clock,
            asyncio.sleep,
            lambda: 0.0,
            reach=self.reach(nudge),
        )
        return Sender(rows, delivery, clock, asyncio.sleep, lambda: str(uuid4()))

    def reach(self, nudge: SendNudge) -> Reach | None:
        """How people without a chat are reached, where a test installs the app."""
        if self.installer is None:
            return None
        services, clock = self.stage.services, self.stage.clock
        return Reach(
            {NUDGE: nudge.raise_unless_wanted},
            services.installations,
            self.installer,
            services.chats,
            services.cards.channel,
            NOWHERE,
            OpenGate(),
            clock,
            asyncio.sleep,
        )

    async def work(self, workers: int = 1) -> None:
        """Let workers decide, send and look at cards until nothing is due."""
        await asyncio.gather(*(self.decider().drain() for _ in range(workers)))
        await asyncio.gather(*(self.sender().drain() for _ in range(workers)))
        await look_at_cards(self.stage.services, EVERY)

    async def passes(self, time: timedelta, step: timedelta = HOUR) -> None:
        """Let time pass, while workers work."""
        end = self.now + time
        while self.now < end:
            self.stage.clock.now = min(self.now + step, end)
            await self.work()

    async def change(self, subject: str = ME) -> dict[str, Any]:
        """The latest change of somebody."""
        query: LiteralString = "select * from photo_change where subject = %s order by noticed_at"
        return (await self.database.rows(query, (subject,), dict_row))[-1]

    async def became(self, subject: str = ME) -> tuple[str, str, str | None]:
        """What became of the latest change of somebody."""
        change = await self.change(subject)
        return change["state"], change["outcome"], change["because"]

    async def messages(self) -> list[dict[str, Any]]:
        return await self.database.rows("select * from outbox order by created_at", (), dict_row)

    async def nudges(self) -> list[dict[str, Any]]:
        return await self.database.rows("select * from nudge order by created_at", (), dict_row)
