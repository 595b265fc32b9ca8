"""What agents are shown of somebody's photo, and the rows that tell who was shown what.

A check may take longer than a client waits for its answer. Then it goes on, and what it finds waits
for the agent to ask again.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from cachetools import TTLCache

from bot.core.clock import Now
from bot.core.deadline import Deadline
from bot.core.single_flight import SingleFlight
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import Actor, ActorKind
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Person
from bot.use_cases.service import Found, PhotoServices

# What was found while nobody waited for it is kept this long, and then read anew.
KEPT_SECONDS = 60.0
# Each holds the pictures of one person.
MAX_KEPT = 100


@dataclass(frozen=True)
class Look:
    """An agent was shown the state of somebody's photo.

    Attributes:
        subject: Entra object id of the person whose photo it is.
        actor: the agent.
        command: by which command of the message extension, or `case` for the card of a case.
        verdict: what they were told.
        with_pictures: whether they were shown the pictures as well.
        at: when (UTC).
        expires_at: when the retention sweep may delete the row (UTC).
    """

    id: UUID
    subject: str
    actor: Actor
    command: str
    verdict: Verdict
    with_pictures: bool
    at: datetime
    expires_at: datetime


class LookStore(Protocol):
    """Durable rows of looks."""

    async def add(self, look: Look) -> None:
        """Add a row, which is durable when this returns."""

    async def latest_at(self, subject: str, since: datetime, limit: int) -> list[Look]:
        """Return the latest looks at one person's photo since a moment (UTC), newest first."""


class AgentLooks:
    """Checks that agents ask for; there is a row of each before its result is returned.

    With `with_pictures` agents are shown the pictures of others. `clock` gives the seconds by which
    what was found is kept.
    """

    def __init__(
        self,
        photos: PhotoServices,
        rows: LookStore,
        now: Now,
        new_id: Callable[[], UUID],
        retention: timedelta,
        *,
        with_pictures: bool,
        clock: Callable[[], float],
    ) -> None:
        self._photos = photos
        self._rows = rows
        self._now = now
        self._new_id = new_id
        self._retention = retention
        self.with_pictures = with_pictures
        self._kept: TTLCache[Hashable, Found] = TTLCache(MAX_KEPT, KEPT_SECONDS, clock)
        self._checks = SingleFlight(self._kept)

    async def look(
        self, agent: str, name: str, command: str, until: Deadline, *, state_only: bool = False
    ) -> Found | None:
        """Check the photo of somebody, named by object id or UPN, for an agent.

        `state_only` where no picture is shown, even if agents may see them. Returns None where it
        is not done in time: then it goes on, and the same question gets its result for a minute
        after its end. Raises NotAuthorized. Whoever calls this has asked whether the agent is one:
        before anything else, people are looked up by their names.
        """
        about = (agent, name.casefold())
        found = await until.result_of(
            self._checks.ask(about, lambda: self._check(agent, name)), None
        )
        if found is None:
            return None
        # Shown once: whoever asks again wants to know how it is then.
        self._kept.pop(about, None)
        if isinstance(found, CheckResult):
            await self._note(agent, found, command, with_pictures=not state_only)
        return found

    def expire(self) -> None:
        """Drop what nobody asked for again; it would stay in memory until the next look."""
        self._kept.expire()

    async def _check(self, agent: str, name: str) -> Found:
        person = await self._photos.usual.people.find(name)
        if not isinstance(person, Person):
            return person
        # By object id: by their name, agents could look at themselves.
        return await self._photos.of(Actor(ActorKind.AGENT, agent), person.id).check()

    async def _note(
        self, agent: str, found: CheckResult, command: str, *, with_pictures: bool
    ) -> None:
        now = self._now()
        look = Look(
            id=self._new_id(),
            subject=found.person.id,
            actor=Actor(ActorKind.AGENT, agent),
            command=command,
            verdict=found.diagnosis.verdict,
            with_pictures=self.with_pictures and with_pictures,
            at=now,
            expires_at=now + self._retention,
        )
        await self._rows.add(look)
