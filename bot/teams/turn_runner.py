"""Runs the behaviour of each turn: words in time, and an apology where it raises."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import structlog

from bot.chat.language import Gettext
from bot.chat.surface import NotDelivered
from bot.chat.turn import Left, Turn
from bot.core.background import Background
from bot.core.logs import where_it_broke
from bot.http.problem import Refusal
from bot.teams.answers import TurnSurface
from cards.render import View

# Seconds after which somebody who was told nothing reads that it takes longer, and after which the
# HTTP request is answered whatever stalls (docs/architecture.md, "Deadlines").
FIRST_WORDS_SECONDS = 6.0
ANSWER_SECONDS = 9.0
# How many turns of one person run at a time, so that a burst of theirs slows nobody else down. More
# than one, because somebody who waits for a check may still press or write.
AT_A_TIME = 6
# How many of their turns run or wait; nobody who types or presses comes near.
MOST_TURNS = 60

_log = structlog.get_logger(__name__)


@dataclass(eq=False)
class _TurnsOfOne:
    """The turns of one person: how many run or wait, and the slots in which they run."""

    count: int = 0
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))


@dataclass(frozen=True)
class TurnRunner:
    """Runs each behaviour as a tracked task, and apologises where one raises.

    The HTTP request is answered as soon as the first card was shown, as Teams waits 10 to 15
    seconds only (docs/teams.md, "Deliveries"); the task goes on. Where there is no card
    `first_words_after` seconds after a behaviour began, the words of `late` are shown. A turn that
    waits for others of the same person shows none: words for each would fill their chat.
    """

    answer: Callable[[Turn], Awaitable[None]]
    apology: Callable[[Gettext], View]
    late: Callable[[Gettext], View]
    background: Background
    first_words_after: float = FIRST_WORDS_SECONDS
    answer_within: float = ANSWER_SECONDS
    _turns: WeakValueDictionary[str, _TurnsOfOne] = field(default_factory=WeakValueDictionary)

    async def run(self, turn: Turn, surface: TurnSurface) -> None:
        """Start the behaviour; return once something was shown, it ended, or time is up.

        Raises Refusal 429 while `MOST_TURNS` of the same person run or wait.
        """
        # Guests of other services have no object id.
        person = turn.where.person_id or turn.where.user_id
        turns = self._turns.setdefault(person, _TurnsOfOne())
        if turns.count >= MOST_TURNS:
            raise Refusal(429, "too_many_turns", "Too many messages of this person are waiting.")
        turns.count += 1
        self.background.start(self._complete(turn, surface, turns))
        await _is_set(surface.answered, self.answer_within)

    async def _hold(self, turn: Turn, surface: TurnSurface) -> None:
        if await _is_set(surface.answered, self.first_words_after) or isinstance(turn.event, Left):
            return
        _log.warning("answer_is_late", event_type=type(turn.event).__name__)
        try:
            await surface.hold(self.late(turn.reader.gettext))
        except NotDelivered as refusal:
            _log.warning("reply_not_delivered", reason=refusal.reason, status=refusal.status)

    async def _complete(self, turn: Turn, surface: TurnSurface, turns: _TurnsOfOne) -> None:
        try:
            async with turns.slots:
                self.background.start(self._hold(turn, surface))
                await self._answer_or_apologise(turn, surface)
        except NotDelivered as refusal:
            _log.warning("reply_not_delivered", reason=refusal.reason, status=refusal.status)
        finally:
            turns.count -= 1
            surface.answered.set()

    async def _answer_or_apologise(self, turn: Turn, surface: TurnSurface) -> None:
        try:
            await self.answer(turn)
        except NotDelivered:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an apology
            kind = type(turn.event).__name__
            _log.error("behaviour_failed", event_type=kind, **where_it_broke(error))
            # After a first card its session has apologised already.
            if not surface.has_begun:
                await surface.fail(self.apology(turn.reader.gettext))


async def _is_set(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event for so many seconds, and tell whether it came."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
