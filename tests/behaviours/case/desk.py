"""A helpdesk that writes to somebody whose SharePoint holds an old picture, over real rows."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from psycopg.rows import dict_row

from bot.behaviours.case.send import SendCase
from bot.chat.surface import Card
from bot.helpdesk.case import Case
from bot.helpdesk.cases import Cases
from bot.nudges.reference import new_reference
from bot.outbox.delivery import Delivery
from bot.outbox.ports import Composer
from bot.outbox.reach import Installer, Reach
from bot.outbox.sender import Sender
from bot.services import Services
from bot.storage.cases import CaseRows
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.following import FollowingRows
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import Act
from tests.behaviours.bot_in_memory import NOBODY_NUDGED
from tests.behaviours.fakes import CHAT, Shown, pressed
from tests.behaviours.nudge.office import NOWHERE, KeptStage, Posted
from tests.cards.first_look import first_look
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, HELPDESK, FakeMemberships, FakeNames, agents_of
from tests.outbox.fakes import OpenGate

ME = CHAT.person_id
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Helpdesk:
    """Amara and Bea are agents; the person has used the bot before."""

    database: Database
    stage: KeptStage = field(default_factory=KeptStage)
    channel: Posted = field(default_factory=Posted)
    directory: FakeMemberships = field(default_factory=FakeMemberships)
    names: FakeNames = field(default_factory=lambda: FakeNames({AMARA: "Amara Okafor"}))
    installer: Installer | None = None

    def __post_init__(self) -> None:
        self.directory.members[HELPDESK] |= {BEA}
        self.stage.database = self.database
        self.stage.case_rows = CaseRows(self.database)
        self.stage.following_rows = FollowingRows(self.database)
        self.stage.names = self.names
        self.stage.nudging = replace(
            NOBODY_NUDGED, new_reference=lambda: new_reference(random.choice)
        )
        self.regroup()

    def regroup(self) -> None:
        """Let answers about groups that are kept become too old."""
        self.stage.agents = agents_of(self.directory)

    async def open(self) -> None:
        """The person has used the bot."""
        await Conversations(self.database).remember(CHAT)

    @property
    def cases(self) -> Cases:
        return self.stage.services.cases

    async def asks(self, agent: str = AMARA, **given: Any) -> Case:
        return (await self.cases.open(agent, ME, **given)).case

    async def case(self) -> Case:
        """The latest case of the person as it is by now."""
        query = "select id from helpdesk_case order by created_at desc limit 1"
        [row] = await self.database.rows(query, (), dict_row)
        found = await self.cases.store.get(row["id"])
        assert found
        return found

    async def messages(self) -> list[dict[str, Any]]:
        """Those to the person."""
        query = "select * from outbox where kind = 'case' order by created_at"
        return await self.database.rows(query, (), dict_row)

    def passes(self, time: timedelta = MINUTE) -> None:
        self.stage.clock.now += time

    async def work(self, workers: int = 1) -> None:
        """A minute later, workers send what is due."""
        self.passes()
        await asyncio.gather(*(self.sender().drain() for _ in range(workers)))

    def sender(self) -> Sender:
        services, clock = self.stage.services, self.stage.clock
        rows, case = Messages(self.database), SendCase(services)
        reach = None
        if self.installer:
            reach = Reach(
                {Act.CASE: case.raise_unless_wanted},
                services.installations,
                self.installer,
                services.chats,
                services.cards.channel,
                NOWHERE,
                OpenGate(),
                clock,
                asyncio.sleep,
            )
        delivery = Delivery(
            rows,
            services.chats,
            self.composers(services),
            self.channel,
            OpenGate(),
            clock,
            asyncio.sleep,
            lambda: 0.0,
            reach=reach,
        )
        return Sender(rows, delivery, clock, asyncio.sleep, lambda: str(uuid4()))

    def composers(self, services: Services) -> dict[str, Composer]:
        """What this helpdesk's workers can send."""
        return {Act.CASE: SendCase(services)}

    @property
    def card(self) -> Card:
        """The last card that was sent."""
        return self.channel.cards[-1]

    async def press(self, name: str, card: Card | None = None, **inputs: str) -> Shown | None:
        """A minute later the person presses a button of a card; inputs come with it."""
        self.passes()
        action = buttons(self.card if card is None else card)[name]
        data = {**action["data"], **inputs}
        turn = pressed(action["verb"], data, f"press {uuid4()}")
        return await self.stage.play(replace(turn, received_at=self.stage.clock.now))


def buttons(card: Card) -> dict[str, Mapping[str, Any]]:
    """The buttons of a card, and of what its buttons open, by their titles."""
    found: dict[str, Mapping[str, Any]] = {}
    for action in first_look(card).buttons:
        found[action["title"]] = action
        if action["type"] == "Action.ShowCard":
            found |= buttons(action["card"])
    return found


def said_on(card: Card) -> str:
    """All texts on a card, those of runs too."""
    texts: list[str] = []

    def walk(element: Any) -> None:
        if isinstance(element, dict):
            texts.extend(element[key] for key in ("text", "label") if key in element)
            for value in element.values():
                walk(value)
        elif isinstance(element, list):
            for each in element:
                walk(each)

    walk(card["body"])
    return "\n".join(texts)
