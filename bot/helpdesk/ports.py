"""What cases need: their rows, and the names of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.helpdesk.case import Case
from bot.helpdesk.standing import CaseEvent
from bot.use_cases.audit import Effect, EffectWithResult


@dataclass(frozen=True)
class UnsentCase:
    """An open case of which a message was asked for that is not in the outbox."""

    case: Case
    asked: CaseEvent


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are wanted; None is any.

    Attributes:
        subject: object id of the person.
        agent: object id of who has it; cases whose agent left are not theirs.
        seen_by: object id of an agent who has it, had it or joined it. Open cases whose agent left
            are seen by every agent.
        left: whether its agent left, so that any agent may take it.
        ticket: number of a ticket, whatever the case of its letters.
        is_open: whether they are open still.
        skip: how many of them to leave out, the latest first.
        limit: how many at most after that.
    """

    subject: str | None = None
    agent: str | None = None
    seen_by: str | None = None
    left: bool | None = None
    ticket: str | None = None
    is_open: bool | None = None
    skip: int = 0
    limit: int | None = None


class CaseStore(Protocol):
    """The rows of cases. To a case that has ended nothing is added."""

    async def open(self, case: Case) -> Case:
        """Add a case with its first event, or return the open one of the same person.

        Of several who open one at a time, one adds it. Raises ReferenceTaken.
        """

    async def add(self, case_id: UUID, event: CaseEvent) -> bool:
        """Add an event to an open case; return whether it is open. The same one is kept once."""

    async def note(self, subject: str, event: CaseEvent) -> None:
        """Add an event to the open case of a person, if there is one."""

    async def give(
        self, case_id: UUID, event: CaseEvent, agent: str, *, if_left: bool = False
    ) -> bool:
        """Give an open case to an agent; return whether that was done.

        With `if_left` only where its agent left: of several who take it at a time, one gets it.
        """

    async def leave(self, agent: str, now: datetime) -> None:
        """Note of all open cases of an agent that they left; once."""

    async def end(self, case_id: UUID, event: CaseEvent) -> bool:
        """End an open case; return whether this ended it."""

    async def get(self, case_id: UUID) -> Case | None:
        """Return one case."""

    async def of_reference(self, reference: str) -> Case | None:
        """Return the case with a reference."""

    async def of_request(self, request_id: UUID) -> Case | None:
        """Return the case that a request of an agent opened or joined."""

    async def of_message(self, message_id: UUID) -> Case | None:
        """Return the case that a message of the outbox, and so its card, belongs to."""

    async def latest_of(self, subject: str) -> Case | None:
        """Return the latest case of a person of which a message was sent, or may have been."""

    async def listed(self, wanted: CaseFilter) -> list[Case]:
        """Return cases, the latest first."""

    async def count(self, wanted: CaseFilter) -> int:
        """Return how many there are, whatever `skip` and `limit` say."""

    async def unsent(self, most: int) -> list[UnsentCase]:
        """Return what was asked for and is in no message, the oldest first."""

    async def overdue(self, now: datetime, most: int) -> list[Case]:
        """Return open cases that are to expire by now."""

    async def agents(self) -> list[str]:
        """Return object ids of those who have open cases, and have not left."""


class AgentActStore(Protocol):
    """The writes that agents made to people's data, by the act to which they belong."""

    async def of_write(self, effect_id: UUID) -> list[EffectWithResult]:
        """Return the writes of the act to which one belongs, oldest first."""

    async def untold(self, kind: str, most: int) -> list[Effect]:
        """Return the first write of each sync by an agent of which no message of a kind tells.

        Only of those that have ended, and that wrote something or may have.
        """


class ReferenceTaken(Exception):
    """Another case, or a message about a photo change, has this reference."""


class DisplayNames(Protocol):
    """The names by which people are known."""

    async def of(self, people: Sequence[str]) -> Mapping[str, str]:
        """Return names by object id, without those that can't be read; raises ServiceFailure."""
