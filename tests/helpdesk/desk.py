"""A helpdesk over real rows: Amara and Bea are agents, Ben has a photo, Oskar is an executive."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any, LiteralString
from uuid import uuid4

from psycopg.rows import dict_row

from bot.core.lease import Lease
from bot.helpdesk.agents import Agents
from bot.helpdesk.case import Case
from bot.helpdesk.cases import Cases
from bot.helpdesk.following import Followings, FollowingStore
from bot.helpdesk.messages import CaseMessages
from bot.helpdesk.upkeep import CaseUpkeep
from bot.outbox.message import Message, MessageState
from bot.outbox.outbox import Outbox
from bot.photos.diagnose import diagnose
from bot.storage.cases import CaseRows
from bot.storage.database import Database
from bot.storage.following import FollowingRows
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import Act, Authorizer
from bot.use_cases.check import CheckResult
from tests.behaviours.fakes import FakeClock
from tests.cards.every_card import FOUND, PERSON
from tests.helpdesk.fakes import AMARA, BEN, HELPDESK, FakeMemberships, agents_of
from tests.photos.examples import EVERYTHING

BEA = "0f8fad5b-d9cb-469f-a165-70867728950d"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
RETENTION = timedelta(days=30)


def in_order(numbers: Iterator[int]) -> Callable[[], str]:
    return lambda: f"PB-{next(numbers):07}"


def followings_of(rows: FollowingStore, outbox: Outbox) -> Followings:
    """The followings of a process, by the clock of its outbox."""
    return Followings(rows, outbox, outbox.now, asyncio.sleep, uuid4, lambda: str(uuid4()))


@dataclass
class Desk:
    """What agents do; `reference` makes references, one after the other."""

    database: Database
    clock: FakeClock = field(default_factory=FakeClock)
    directory: FakeMemberships = field(default_factory=FakeMemberships)
    reference: Callable[[], str] = field(default_factory=lambda: in_order(count(1)))

    def __post_init__(self) -> None:
        self.directory.members[HELPDESK] |= {BEA}

    @property
    def cases(self) -> Cases:
        return Cases(
            CaseRows(self.database),
            CaseMessages(self.outbox, self.clock),
            Authorizer(agents=self.agents),
            self.clock,
            uuid4,
            self.reference,
            followings_of(FollowingRows(self.database), self.outbox),
            RETENTION,
        )

    @property
    def upkeep(self) -> CaseUpkeep:
        return CaseUpkeep(self.cases, self.agents)

    @property
    def agents(self) -> Agents:
        # Nobody's answer is remembered, so that a test may change groups at any time.
        return agents_of(self.directory)

    @property
    def outbox(self) -> Outbox:
        return Outbox(Messages(self.database), self.clock, uuid4, RETENTION)

    async def opened(self, agent: str = AMARA, subject: str = BEN) -> Case:
        return (await self.cases.open(agent, subject)).case

    async def again(self, case: Case) -> Case:
        """The case as it is by now."""
        found = await self.cases.store.get(case.id)
        assert found
        return found

    async def messages(self, kind: str = Act.CASE) -> list[dict[str, Any]]:
        """Those to people of cases, or of another kind."""
        query: LiteralString = "select * from outbox where kind = %s order by created_at"
        return await self.database.rows(query, (kind,), dict_row)

    async def sends(
        self, state: MessageState = MessageState.DELIVERED, reason: str | None = None
    ) -> Message:
        """A worker sends what is due, a minute later, and it ends so."""
        rows = Messages(self.database)
        self.clock.now += MINUTE
        lease = Lease("worker", self.clock.now + MINUTE)
        [claimed] = await rows.claim([Act.CASE], lease, self.clock.now, 9)
        if state is not MessageState.WITHDRAWN:
            assert await rows.begin(claimed, self.clock.now)
        await rows.end(claimed, state, self.clock.now, reason=reason)
        return claimed

    def passes(self, time: timedelta = MINUTE) -> None:
        self.clock.now += time


def result(name: str, desk: Desk) -> CheckResult:
    """What a check finds at this moment."""
    found = replace(FOUND[name], read_at=desk.clock.now)
    return CheckResult(PERSON, found, diagnose(found, EVERYTHING), EVERYTHING)
