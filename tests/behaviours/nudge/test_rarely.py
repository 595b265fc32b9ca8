"""Whatever happens at whatever moment: never two messages in a week, none after a stop or a hold.

Several workers decide and send at the same time, while photos change, time passes (also so much
that a worker loses its leases), the channel refuses, and people and administrators say stop.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from bot.chat.surface import UNCONFIRMED, Card, NotDelivered
from bot.core.lease import LEASE
from bot.nudges.hours import WorkingHours
from bot.nudges.policy import Audience, Manner, Policy
from bot.outbox.ports import Enter, nothing
from bot.storage.database import Database
from tests.behaviours.fakes import said
from tests.behaviours.nudge.office import DAY, HOUR, ME, WEEK, Office, Posted

ROUNDS = 50
WORKERS = 2
EVENTS = 3
REFUSALS = ("busy", "unavailable", "throttled", "blocked", "too_large", UNCONFIRMED)
PASSING_TIMES = (HOUR, DAY, 3 * DAY, WEEK)
ALWAYS = WorkingHours(frozenset(range(7)), time.min, time.max)


@dataclass
class Forbidden:
    """Why nothing may be sent, as far as that is stored already."""

    reasons: set[str] = field(default_factory=set)
    paused_until: datetime | None = None

    def at(self, now: datetime) -> set[str]:
        is_paused = self.paused_until is not None and self.paused_until > now
        return self.reasons | ({"paused"} if is_paused else set())


@dataclass
class JudgedChannel(Posted):
    """A channel that notes when messages arrived, and which of them should not have been begun."""

    forbidden: Forbidden = field(default_factory=Forbidden)
    now: Callable[[], datetime] = datetime.now
    arrived: list[datetime] = field(default_factory=list)
    wrong: list[tuple[datetime, set[str]]] = field(default_factory=list)

    async def post(self, where: Any, card: Card, summary: str, enter: Any) -> str:
        async def judged() -> None:
            reasons = self.forbidden.at(self.now())
            await enter()
            began.append(self.now())
            if reasons:
                self.wrong.append((self.now(), reasons))

        began: list[datetime] = []
        try:
            sent_as = await super().post(where, card, summary, judged)
        except NotDelivered as refusal:
            self.arrived += began if refusal.reason == UNCONFIRMED else []
            raise
        self.arrived += began
        return sent_as


@dataclass
class Turmoil:
    """What may happen at any moment."""

    office: Office
    channel: JudgedChannel
    chance: Random

    async def something(self) -> None:
        """Let one thing happen soon; what happens more often is named more often."""
        often = (self.time_passes, self.time_passes, self.resume, self.let_go)
        seldom = (self.stop, self.pause, self.hold, self.refuse)
        await asyncio.sleep(self.chance.uniform(0, 0.05))
        await self._happens((*often * 3, self.change, *seldom))

    async def at_the_last_moment(self) -> None:
        """Let something happen to a message that is composed, and not begun yet."""
        seldom = (self.stop, self.pause, self.hold, self.change, self.stand_still)
        await self._happens((*(nothing,) * 4, *seldom))

    # What forbids is noted once it is stored, and what allows before that.
    async def stop(self) -> None:
        await self.office.stage.play(self._says("stop writing to me"))
        self.channel.forbidden.reasons.add("stopped")

    async def pause(self) -> None:
        until = self.office.now + WEEK
        await self.office.stage.services.preferences.pause(ME, until)
        self.channel.forbidden.paused_until = until

    async def resume(self) -> None:
        self.channel.forbidden.reasons.discard("stopped")
        self.channel.forbidden.paused_until = None
        await self.office.stage.play(self._says("resume"))

    async def hold(self) -> None:
        await self.office.stage.nudging.hold.pause(self.office.now)
        self.channel.forbidden.reasons.add("held")

    async def let_go(self) -> None:
        self.channel.forbidden.reasons.discard("held")
        await self.office.stage.nudging.hold.resume()

    async def change(self) -> None:
        self.office.stage.sharepoint.files = self._old
        await self.office.changed()

    async def time_passes(self) -> None:
        self.office.stage.clock.now += self.chance.choice(PASSING_TIMES)

    async def stand_still(self) -> None:
        """Let the worker's leases run out."""
        self.office.stage.clock.now += LEASE + timedelta(seconds=1)

    async def refuse(self) -> None:
        self.channel.refusals.append(NotDelivered(self.chance.choice(REFUSALS)))

    def __post_init__(self) -> None:
        self._old = self.office.stage.sharepoint.files
        # One after the other, so that the order in which they are stored is known.
        self._one_by_one = asyncio.Lock()

    async def _happens(self, events: Sequence[Enter]) -> None:
        async with self._one_by_one:
            await self.chance.choice(events)()

    def _says(self, text: str) -> Any:
        return said(text, str(self.chance.random()))


async def works(office: Office) -> None:
    """Decide and send, as one process does; what breaks is raised."""
    await office.decider().drain()
    await office.sender().drain()


async def turmoil(turmoil: Turmoil) -> None:
    """Let workers work while things happen, again and again."""
    for _ in range(ROUNDS):
        events = [turmoil.something() for _ in range(EVENTS)]
        await asyncio.gather(*events, *(works(turmoil.office) for _ in range(WORKERS)))


@pytest.mark.parametrize("manner", [Manner.ASK, Manner.SYNC_AND_TELL])
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_nobody_is_written_to_twice_in_a_week_nor_when_they_may_not_be(
    database: Database, seed: int, manner: Manner
) -> None:
    office = Office(database, Policy(Audience.ON, manner, hours=ALWAYS, grace=timedelta()))
    channel = office.channel = JudgedChannel(now=lambda: office.now)
    await office.open()
    happening = Turmoil(office, channel, Random(seed))
    channel.before = happening.at_the_last_moment
    await turmoil(happening)
    assert channel.wrong == []
    channel.before = nothing
    channel.refusals.clear()
    await happening.resume()
    await happening.let_go()
    await happening.change()
    await office.passes(10 * DAY, step=12 * HOUR)
    assert channel.wrong == []
    assert [
        later - earlier for earlier, later in pairwise(channel.arrived) if later - earlier < WEEK
    ] == []
    assert channel.arrived
