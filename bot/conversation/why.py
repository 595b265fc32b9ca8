"""“Why?”: what a check was concluded from."""

from dataclasses import dataclass

from bot.conversation.desk import Desk
from bot.conversation.evidence import from_facts
from bot.conversation.explain import explanation
from bot.conversation.explained import explained_row
from bot.conversation.speech import Speech
from bot.conversation.words import past
from bot.conversation.words.remedies import Links
from bot.talk.reply import Reply
from bot.talk.turn import Turn


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
