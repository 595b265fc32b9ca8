"""A message that is changed after it was sent is answered once for each thing that it asks for."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.turn import Edited, Said, Turn

MOST_REMEMBERED = 2000


@dataclass(frozen=True)
class Asked:
    """What the latest messages asked for.

    It may forget: whatever must not be done twice is claimed by the turn's activity id, to which
    the intent is added, so that an edit that asks for something else is a request of its own.
    """

    most: int = MOST_REMEMBERED
    _latest: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)

    def once(self, intent: str, behaviour: Behaviour) -> Behaviour:
        """The same behaviour, which an edit reaches only if the message asked for another thing."""

        async def answer(turn: Turn) -> Reply | None:
            before = self._note(turn, intent)
            if isinstance(turn.event, Edited) and before == intent:
                return None
            return await behaviour(_as_said(turn, intent))

        return answer

    def each(self, intents: Mapping[str, Behaviour]) -> dict[str, Behaviour]:
        """Every behaviour, once for its intent."""
        return {intent: self.once(intent, behaviour) for intent, behaviour in intents.items()}

    def _note(self, turn: Turn, intent: str) -> str | None:
        key = (turn.where.conversation_id, turn.activity_id)
        before = self._latest.pop(key, None)
        self._latest[key] = intent
        if len(self._latest) > self.most:
            self._latest.popitem(last=False)
        return before


def _as_said(turn: Turn, intent: str) -> Turn:
    if not isinstance(turn.event, Said | Edited):
        return turn
    request = f"{turn.activity_id}/{intent}"
    return replace(turn, event=Said(turn.event.text), activity_id=request)
