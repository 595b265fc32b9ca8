"""Promising to look again, and taking that back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.reply import Reply
from bot.chat.stores import PreferenceStore
from bot.chat.turn import Turn
from bot.conversation.speech import Speech
from bot.core.clock import Now
from bot.outbox.outbox import Outbox
from bot.results import recheck_texts as words

# The kind of the message that tells what a promised check found.
KIND = "recheck"

# Has what is due sent at a moment (UTC).
Drain = Callable[[datetime], Awaitable[None]]


@dataclass(frozen=True)
class PromiseLook:
    """Promises to look again after so long, where a look would see anything."""

    outbox: Outbox
    drain: Drain
    preferences: PreferenceStore
    speech: Speech
    can_look: Callable[[], Awaitable[bool]]
    now: Now
    after: timedelta

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with when that will be; whoever asks for it wants to be written to again."""
        if not await self.can_look():
            return self.speech.say(turn.where.locale, words.cannot_look)
        due_at = self.now() + self.after
        # The timer first: without its message it does no harm.
        await self.drain(due_at)
        await self.outbox.replace(
            KIND, reader=turn.reader, subject=turn.subject, actor=turn.actor, due_at=due_at
        )
        await self.preferences.keep_quiet(turn.reader, quiet=False)
        listener = self.speech.listens(turn)
        return self.speech.say(turn.where.locale, lambda _: words.promised(due_at, listener))


@dataclass(frozen=True)
class Stop:
    """Takes a promise back, and writes unasked no more."""

    outbox: Outbox
    preferences: PreferenceStore
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with what was stopped."""
        await self.preferences.keep_quiet(turn.reader, quiet=True)
        withdrawn = await self.outbox.withdraw_all(KIND, turn.reader)
        due_at = withdrawn[0].due_at if withdrawn else None
        listener = self.speech.listens(turn)
        return self.speech.say(turn.where.locale, lambda _: words.stopped(due_at, listener))
