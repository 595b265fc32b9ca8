"""“Why?”: what a check was concluded from."""

from dataclasses import dataclass

from bot.conversation.desk import Desk
from bot.conversation.evidence import from_facts
from bot.conversation.explain import explanation
from bot.conversation.ports import CardRow
from bot.conversation.speech import Speech
from bot.conversation.words import past
from bot.conversation.words.remedies import Links
from bot.talk.reply import Reply
from bot.talk.turn import Pressed, Turn


@dataclass(frozen=True)
class Why:
    """Explains the check whose card was pressed, or else the person's last one."""

    desk: Desk
    speech: Speech
    links: Links

    async def __call__(self, turn: Turn) -> Reply:
        """Answer from what was kept; nothing is read again."""
        row = await self._pressed(turn) or (await self.desk.cards.latest_of(turn.person_id)).result
        if row is None:
            return self.speech.say(turn.where.locale, past.nothing_to_explain)
        evidence = from_facts(row.facts)
        if evidence is None:
            return self.speech.say(turn.where.locale, past.not_kept)
        listener = self.speech.listens(turn)
        return self.speech.report(explanation(evidence, row.id, self.links, listener))

    async def _pressed(self, turn: Turn) -> CardRow | None:
        card = turn.event.data.get("card") if isinstance(turn.event, Pressed) else None
        row = await self.desk.find(str(card))
        mine = row is not None and row.person_id == turn.person_id
        return row if mine and row and "verdict" in row.facts else None
