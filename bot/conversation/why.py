"""“Why?”: what a check was concluded from."""

from dataclasses import dataclass

from bot.behaviours.explain.view import explanation
from bot.chat.reply import Reply
from bot.chat.turn import Turn
from bot.conversation.desk import Desk
from bot.conversation.explained import explained_row
from bot.conversation.speech import Speech
from bot.results import history_texts as past
from bot.results.record import from_facts
from bot.texts.remedies import Links


@dataclass(frozen=True)
class Why:
    """Explains the check whose card was pressed, or else the person's last one."""

    desk: Desk
    speech: Speech
    links: Links

    async def __call__(self, turn: Turn) -> Reply:
        """Answer from what was kept; nothing is read again."""
        row = await explained_row(self.desk, turn)
        if row is None:
            return self.speech.say(turn.where.locale, past.nothing_to_explain)
        evidence = from_facts(row.facts)
        if evidence is None:
            return self.speech.say(turn.where.locale, past.not_kept)
        listener = self.speech.listens(turn)
        return self.speech.report(explanation(evidence, row.id, self.links, listener))
