"""Campaigns of a database, the people on their lists, and one who claims and sends."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID, uuid4

from psycopg.rows import scalar_row

from bot.core.lease import Lease
from bot.outbox.campaign import Campaign, CampaignState
from bot.outbox.campaigns import Campaigns
from bot.outbox.message import Message, MessageState
from bot.outbox.report import CampaignReport
from bot.storage.campaigns import CampaignRows
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import COMMAND

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
MINE = Lease("mine", NOW + timedelta(minutes=1))
KIND = "nudge"
KINDS = (KIND, "recheck")
CENSUS = UUID(int=7)
PEOPLE = tuple(f"person-{number:02}" for number in range(20))


class Killed(Exception):
    """The process ends here."""


@dataclass
class People:
    """Some people in pages of four; the process dies after so many pages."""

    people: Sequence[str] = PEOPLE
    dies_after: int | None = None
    asked_after: list[str] = field(default_factory=list)

    async def pages(self, after: str) -> AsyncGenerator[Sequence[str], None]:
        self.asked_after.append(after)
        rest = [person for person in self.people if person > after]
        for number, start in enumerate(range(0, len(rest), 4)):
            if number == self.dies_after:
                raise Killed
            yield rest[start : start + 4]


@dataclass
class Office:
    """The campaigns of a database, and one who claims and sends."""

    database: Database
    now: datetime = NOW

    @property
    def campaigns(self) -> Campaigns:
        return Campaigns(CampaignRows(self.database), lambda: self.now, uuid4, MONTH)

    @property
    def messages(self) -> Messages:
        return Messages(self.database)

    async def start(self, people: People | None = None, census: UUID = CENSUS) -> Campaign:
        return await self.campaigns.start(
            KIND, actor=COMMAND, name="March", source=census, recipients=people or People()
        )

    async def claim(self, most: int = 100, lease: Lease = MINE) -> list[Message]:
        return await self.messages.claim(KINDS, lease, self.now, most)

    async def begin(self, most: int = 100) -> list[Message]:
        """Claim messages, and begin to send them; those that may be sent."""
        return [
            each for each in await self.claim(most) if await self.messages.begin(each, self.now)
        ]

    async def end_all(self, state: MessageState, most: int = 100, reason: str = "blocked") -> None:
        for message in await self.begin(most):
            await self.messages.end(message, state, NOW, reason=reason)

    async def report(self, campaign: Campaign) -> CampaignReport:
        report = await self.campaigns.store.report(campaign.id)
        assert report
        return report

    async def state(self, campaign: Campaign) -> CampaignState:
        found = await self.campaigns.store.get(campaign.id)
        assert found
        return found.state

    async def number(self, query: LiteralString) -> int:
        return await self.database.row(query, (), scalar_row) or 0
