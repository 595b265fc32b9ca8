"""What workers do about cases by themselves: finish what a process left, expire, release."""

from dataclasses import dataclass
from typing import Protocol

from bot.helpdesk.cases import Cases
from bot.helpdesk.messages import CASE_ENDED
from bot.helpdesk.standing import CaseEvent, CaseEventKind
from bot.use_cases.authorizer import RefusalReason

# How many cases one look at them settles.
SETTLED_AT_ONCE = 100


class WhoIsAgent(Protocol):
    """Who is an agent."""

    async def why_no_agent(self, person: str) -> RefusalReason | None:
        """Return why this person is not treated as an agent; None for an agent."""


@dataclass(frozen=True)
class CaseUpkeep:
    """Settles cases, and releases those whose agent left.

    Attributes:
        agents: who is an agent; None where nobody can be one.
    """

    cases: Cases
    agents: WhoIsAgent | None

    async def settle(self) -> None:
        """Queue messages and cards that a process left when it died; let old cases expire."""
        cases = self.cases
        for unsent in await cases.store.unsent(SETTLED_AT_ONCE):
            await cases.messages.queue(unsent.case, unsent.asked)
        await cases.followings.settle()
        for case in await cases.store.overdue(cases.now(), SETTLED_AT_ONCE):
            expired = CaseEvent(cases.new_id(), CaseEventKind.EXPIRED, cases.now(), None)
            if await cases.store.end(case.id, expired):
                await cases.messages.withdraw(case, CASE_ENDED)

    async def release_left(self) -> None:
        """Let any agent take the cases of those who are no agents any more."""
        if self.agents is None:
            return
        for agent in await self.cases.store.agents():
            # Where the groups can't be read, they keep their cases.
            if await self.agents.why_no_agent(agent) is RefusalReason.NOT_AN_AGENT:
                await self.cases.store.leave(agent, self.cases.now())
