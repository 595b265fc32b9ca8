"""The messages of cases in the outbox."""

from dataclasses import dataclass

from bot.core.clock import Now
from bot.helpdesk.case import Case
from bot.helpdesk.standing import CaseEvent, CaseEventKind
from bot.outbox.message import MessageState
from bot.outbox.outbox import Outbox
from bot.use_cases.authorizer import COMMAND, Act

# Why a message of a case is withdrawn that waited.
CASE_ENDED, SENT_AGAIN = "case_ended", "sent_again"


@dataclass(frozen=True)
class CaseMessages:
    """Queues and withdraws the messages to the people of cases."""

    outbox: Outbox
    now: Now

    async def queue(self, case: Case, asked: CaseEvent) -> None:
        """Queue the message that was asked for by this event; a repeat changes nothing."""
        await self.outbox.put(
            Act.CASE,
            reader=case.subject,
            subject=case.subject,
            actor=asked.actor or COMMAND,
            about=asked.id,
            due_at=self.now(),
        )

    async def withdraw(self, case: Case, reason: str) -> None:
        """Withdraw what waits of this case; `reason` is one of the two above."""
        for event in case.events:
            if event.kind is CaseEventKind.ASKED:
                await self.outbox.withdraw(Act.CASE, event.id, reason)

    async def is_sending(self, case: Case) -> bool:
        """Return whether the case's latest message is being sent at this moment."""
        if case.asked is None:
            return False
        latest = await self.outbox.of(Act.CASE, case.asked.id)
        return latest is not None and latest.state is MessageState.SENDING
