"""“My photo is wrong”, and every button that checks again."""

from dataclasses import dataclass

from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.ports import CardState
from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.talk.reply import Reply
from bot.talk.turn import Turn


@dataclass(frozen=True)
class WrongPhoto:
    """Checks every copy and shows what it found."""

    desk: Desk
    examine: Examine
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with a check; nothing where this activity was answered before."""
        row = await self.desk.open(turn, CardState.CHECKING)
        if row is None:
            return None
        screens = self.speech.screens(row.locale, texts.checking)
        return await self.desk.answer(turn, row, self.examine.checked(row), screens)
