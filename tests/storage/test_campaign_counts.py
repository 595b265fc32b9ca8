"""Whatever happens to a campaign, its counts add up, and nobody is written to twice."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from psycopg.rows import tuple_row

from bot.outbox.campaign import Campaign
from bot.outbox.campaigns import NotPossible
from bot.outbox.message import Message, MessageState
from bot.storage.database import Database
from bot.storage.presses import Presses
from tests.storage.campaign_office import PEOPLE, Office

ENDS = (
    (MessageState.DELIVERED, None),
    (MessageState.UNCONFIRMED, "unconfirmed"),
    (MessageState.FAILED, "blocked"),
    (MessageState.WITHDRAWN, "settled"),
)
# What a message that has one of these ended as may have arrived, and is never sent again.
MAY_HAVE_ARRIVED = {MessageState.DELIVERED, MessageState.UNCONFIRMED}
ACTS = 60


@dataclass
class Play:
    """An administrator, two workers and readers, who do anything in any order."""

    office: Office
    campaign: Campaign
    chance: random.Random
    going_out: list[Message] = field(default_factory=list)
    may_have: set[str] = field(default_factory=set)
    forgotten: int = 0

    async def go_on(self) -> None:
        acts: tuple[Callable[[], Awaitable[object]], ...] = (
            self.send,
            self.send,
            self.end_one,
            self.end_one,
            self.press,
            self.administer,
            self.forget,
            self.die,
        )
        await self.chance.choice(acts)()

    async def send(self) -> None:
        begun = await self.office.begin(self.chance.randint(1, 4))
        assert not self.may_have & {message.subject for message in begun}
        self.going_out += begun

    async def end_one(self) -> None:
        if self.going_out:
            message = self.going_out.pop()
            state, reason = self.chance.choice(ENDS)
            await self.office.messages.end(message, state, self.office.now, reason=reason)
            if state in MAY_HAVE_ARRIVED:
                self.may_have.add(message.subject)

    async def die(self) -> None:
        """A worker is killed: what it was sending may have arrived."""
        self.may_have.update(message.subject for message in self.going_out)
        self.going_out.clear()
        self.office.now += timedelta(minutes=5)
        await self.office.messages.recover(self.office.now)

    async def press(self) -> None:
        """Somebody opens what they got, also before it is known that they did."""
        query = "select id, reader from outbox where state <> 'queued' and state <> 'withdrawn'"
        seen = await self.office.database.rows(query, (), tuple_row)
        if seen:
            card, reader = self.chance.choice(seen)
            await Presses(self.office.database).note_press(
                card, reader, self.office.now, automatic=self.chance.random() < 0.5
            )
            # A refusal of what was opened was none.
            self.may_have.add(reader)

    async def administer(self) -> None:
        campaigns = self.office.campaigns
        now = await campaigns.store.get(self.campaign.id)
        assert now
        act = self.chance.choice(
            (campaigns.pause, campaigns.resume, campaigns.send_again, campaigns.send_again)
        )
        with suppress(NotPossible):
            await act(now)
        await campaigns.settle()

    async def forget(self) -> None:
        if self.chance.random() < 0.1:
            query = "delete from outbox where subject = %s and state <> 'sending'"
            subject = self.chance.choice(PEOPLE)
            self.forgotten += await self.office.database.change(query, (subject,))


@pytest.mark.parametrize("seed", range(4))
async def test_the_counts_add_up_whatever_happens(database: Database, seed: int) -> None:
    office = Office(database)
    play = Play(office, await office.start(), random.Random(seed))
    opened = tapped = 0
    for _ in range(ACTS):
        await play.go_on()
        report = await office.report(play.campaign)
        kept = report.queued + report.sent + report.unconfirmed
        kept += sum(report.failed.values()) + sum(report.withdrawn.values())
        assert report.recipients == len(PEOPLE) == kept + report.forgotten
        assert report.forgotten == play.forgotten
        assert report.tapped <= report.opened <= report.sent
        assert report.opened >= opened - report.forgotten
        assert report.tapped >= tapped - report.forgotten
        opened, tapped = report.opened, report.tapped
