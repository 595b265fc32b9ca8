"""Promising to look again, and taking that back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.reply import Reply
from bot.chat.stores import PreferenceStore, Promises
from bot.chat.turn import Turn
from bot.conversation.speech import Speech
from bot.core.clock import Now
from bot.results import recheck_texts as words


@dataclass(frozen=True)
class PromiseLook:
    """Promises to look again after so long, where a look would see anything."""

    promises: Promises
    preferences: PreferenceStore
    speech: Speech
    can_look: Callable[[], Awaitable[bool]]
    now: Now
    after: timedelta

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with when that will be; whoever asks for it wants to be written to again."""
        if not await self.can_look():
            return self.speech.say(turn.where.locale, words.cannot_look)
        promise = await self.promises.make(turn.reader, self.now() + self.after)
        await self.preferences.keep_quiet(turn.reader, quiet=False)
        listener = self.speech.listens(turn)
        return self.speech.say(
            turn.where.locale, lambda _: words.promised(promise.due_at, listener)
        )


@dataclass(frozen=True)
class Stop:
    """Takes a promise back, and writes unasked no more."""

    promises: Promises
    preferences: PreferenceStore
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with what was stopped."""
        await self.preferences.keep_quiet(turn.reader, quiet=True)
        promise = await self.promises.open_of(turn.reader)
        withdrawn = await self.promises.withdraw(turn.reader)
        due_at = promise.due_at if promise and withdrawn else None
        listener = self.speech.listens(turn)
        return self.speech.say(turn.where.locale, lambda _: words.stopped(due_at, listener))
