"""“What did you do?” and “is it done yet?”."""

import asyncio
from dataclasses import dataclass

from bot.behaviours.status.view import Known, retelling
from bot.chat.reply import Reply
from bot.chat.turn import Turn
from bot.conversation.desk import Desk
from bot.conversation.promising import KIND
from bot.conversation.speech import Speech
from bot.outbox.outbox import Outbox
from bot.results import history_texts as past
from bot.use_cases.audit import EffectStore
from bot.use_cases.write import REMOVE, WRITE

CHANGES = frozenset({WRITE, REMOVE})


@dataclass(frozen=True)
class Status:
    """Tells what is known of whoever asks, and of nobody else."""

    desk: Desk
    history: EffectStore
    outbox: Outbox
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply:
        """Answer from the rows; nothing is read of Microsoft 365."""
        known = await self._known(turn)
        listener = self.speech.listens(turn)
        if known.is_nothing:
            since = listener.moment(known.since)
            return self.speech.say(turn.where.locale, lambda _: past.nothing_done(since, _))
        return self.speech.report(retelling(known, listener))

    async def _known(self, turn: Turn) -> Known:
        since = self.desk.now() - self.desk.retention
        latest, changes, recheck = await asyncio.gather(
            self.desk.cards.latest_of(turn.subject),
            self.history.of_person(turn.subject, since),
            self.outbox.queued(KIND, turn.reader, turn.subject),
        )
        copies = tuple(change for change in changes if change.effect.action in CHANGES)
        return Known(latest, copies, recheck.due_at if recheck else None, since)
