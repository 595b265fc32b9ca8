"""Behaviours that only say something: welcome, help, thanks, and an offer for the rest."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.reply import Reply
from bot.chat.turn import Turn
from bot.conversation.promising import KIND
from bot.conversation.speech import Speech, Text
from bot.outbox.outbox import Outbox

ForgetPerson = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Say:
    """Answers every turn with one text."""

    speech: Speech
    text: Text

    async def __call__(self, turn: Turn) -> Reply:
        """Say it."""
        return self.speech.say(turn.where.locale, self.text)


@dataclass(frozen=True)
class Forget:
    """Forgets a conversation that the bot was removed from; there is nobody to answer."""

    forget: ForgetPerson
    outbox: Outbox
    drop_pictures: Callable[[str], None]

    async def __call__(self, turn: Turn) -> None:
        """Forget whom the bot can't reach any more, and what they were promised."""
        self.drop_pictures(turn.reader)
        await self.outbox.withdraw_all(KIND, turn.reader)
        await self.forget(turn.reader)
