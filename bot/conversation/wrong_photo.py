"""“My photo is wrong”, and every button that checks again."""

from dataclasses import dataclass

from bot.chat.reply import Reply
from bot.chat.turn import Pressed, Turn
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.speech import Speech
from bot.results.guide_position import first_step
from bot.texts import general as texts


@dataclass(frozen=True)
class WrongPhoto:
    """Checks every copy and shows what it found."""

    desk: Desk
    examine: Examine
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with a check; nothing where this activity was answered before."""
        screens = self.speech.screens(turn.where.locale, texts.checking)
        steps = first_step(turn.event.data) if isinstance(turn.event, Pressed) else {}
        return await self.desk.begin(turn, screens, self.examine.checked, steps)
