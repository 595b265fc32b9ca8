"""Groups of a directory in memory, which record whom they are asked about."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bot.core.failures import ServiceFailure
from bot.helpdesk.agents import Agents
from bot.helpdesk.looks import Look
from tests.m365.fakes import FakeTime

HELPDESK, EXECUTIVES = (str(UUID(int=number)) for number in (1, 2))
AMARA, BEN, OSKAR = (f"0f8fad5b-d9cb-469f-a165-70867728950{end}" for end in "abc")


@dataclass
class FakeMemberships:
    """Amara is at the helpdesk, Oskar is an executive; each question is noted in `asked`."""

    members: dict[str, set[str]] = field(
        default_factory=lambda: {HELPDESK: {AMARA}, EXECUTIVES: {OSKAR}}
    )
    hidden: frozenset[str] = frozenset()
    failing: dict[str, ServiceFailure] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    async def of(self, person: str, groups: frozenset[str]) -> frozenset[str]:
        await self._note(person)
        return frozenset(each for each in groups if person.lower() in self.members[each])

    async def unreadable(self, groups: frozenset[str]) -> frozenset[str]:
        await self._note("groups")
        return groups & self.hidden

    async def _note(self, about: str) -> None:
        self.asked.append(about)
        await asyncio.sleep(0)
        if about in self.hanging:
            await asyncio.Event().wait()
        if about in self.failing:
            raise self.failing[about]


@dataclass
class FakeLooks:
    """Rows of looks in memory, or an error in place of each."""

    rows: list[Look] = field(default_factory=list)
    error: Exception | None = None

    async def add(self, look: Look) -> None:
        if self.error:
            raise self.error
        self.rows.append(look)

    async def latest_at(self, subject: str, since: datetime, limit: int) -> list[Look]:
        own = [row for row in self.rows if row.subject == subject and row.at >= since]
        return sorted(own, key=lambda row: row.at, reverse=True)[:limit]


@dataclass
class FakeNames:
    """What people are called, or an error in place of each answer."""

    names: dict[str, str] = field(default_factory=dict)
    error: ServiceFailure | None = None

    async def of(self, people: Sequence[str]) -> Mapping[str, str]:
        if self.error:
            raise self.error
        return {each: self.names[each] for each in people if each in self.names}


def agents_of(
    memberships: FakeMemberships,
    time: FakeTime | None = None,
    *,
    groups: Collection[str] = (HELPDESK,),
    excluded: Collection[str] = (EXECUTIVES,),
    seconds: float = 3,
) -> Agents:
    clock = (time or FakeTime()).clock
    return Agents(memberships, frozenset(groups), frozenset(excluded), clock, seconds)
