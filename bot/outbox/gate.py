"""The gate that keeps all calls to the connector below the tenant's rate, across processes."""

import asyncio
import math
from collections.abc import Callable, Sequence

import structlog

from bot.core.clock import Sleep
from bot.outbox.ports import (
    BudgetUnreachable,
    Enter,
    Full,
    GateClosed,
    Priority,
    Reserved,
    SlotStore,
    nothing,
)
from bot.outbox.remote_clock import Reading, RemoteClock, Span

# Unasked messages reserve a slot only this many seconds ahead. An answer to a person, which takes
# the next slot however far away, is therefore never held up by more than this.
LOOK_AHEAD = 0.1
# Seconds before its slot that an unasked message is prepared: the row is written as being sent.
HEAD_START = 0.03
# A message that would wait longer is put back, and composed again with what is true then.
MAX_WAIT = 5.0
# A 429 may ask for any time; after this long the channel is tried again.
MAX_CLOSED = 300.0
# Slots that an answer may miss before it goes out without one: a person waits for it.
MAX_MISSED_SLOTS = 3

# Seconds that a message may be late for its slot. Together with `gap` this keeps the rate within
# every second, wherever that second begins. Slots are given out `gap` seconds apart, to all
# processes from one place. A message that is later gives its slot up, so each leaves at its slot or
# up to LATENESS after it. What leaves within one second therefore had slots within less than
# 1 + LATENESS seconds: rate - 1 of them at most. The one that is left over is for a process that
# stops between its look at the clock and its send. At 50 a second the pace is 46.7 a second.
LATENESS = 0.05

_log = structlog.get_logger(__name__)


def gap(rate: int) -> float:
    """Return the seconds between slots, in whole microseconds, as Postgres counts them.

    `rate` is in messages a second, 2 or more.
    """
    return math.ceil((1 + LATENESS) / (rate - 1) * 1e6) / 1e6


class TenantGate:
    """Implements bot.outbox.ports.Gate: gives every message a slot, `gap` seconds apart.

    Where the slot store does not answer, answers to people go out at once, and unasked messages
    don't: BudgetUnreachable. `answer_patience` is how many seconds the store gets for one question;
    an answer waits for two at most, that under way when it comes and its own.
    """

    def __init__(
        self,
        slots: SlotStore,
        rate: int,
        *,
        clock: Callable[[], float],
        sleep: Sleep,
        answer_patience: float = 0.5,
    ) -> None:
        self._slots = slots
        self._gap = gap(rate)
        self._clock = clock
        self._sleep = sleep
        self._answer_patience = answer_patience
        self._store_clock = RemoteClock()
        self._queue = asyncio.Lock()
        # Answers that wait for the reservation after the one that is under way.
        self._next: list[asyncio.Future[Span | None]] = []
        self._reserving: asyncio.Task[None] | None = None

    async def enter(self, priority: Priority, prepare: Enter = nothing) -> None:
        """Return at the tenant's next free slot, and await `prepare` just before it.

        Raises GateClosed and BudgetUnreachable, but not with Priority.INTERACTIVE.
        """
        if priority is Priority.INTERACTIVE:
            await prepare()
            await self._enter_first()
        else:
            slot = await self._reserve_in_queue()
            await self._wait_until(slot.latest - HEAD_START)
            await prepare()
            # `prepare` writes a row, which is done once, also where it made the message late.
            while not await self._is_in_time(slot):
                slot = await self._reserve_in_queue()

    async def close(self, seconds: float) -> None:
        """Let nothing unasked through for so many seconds, in any process."""
        await self._slots.close(min(seconds, MAX_CLOSED))

    async def _enter_first(self) -> None:
        for _ in range(MAX_MISSED_SLOTS):
            slot = await self._reserve_first()
            if slot is None or await self._is_in_time(slot):
                return

    async def _reserve_first(self) -> Span | None:
        slot: asyncio.Future[Span | None] = asyncio.get_running_loop().create_future()
        self._next.append(slot)
        if self._reserving is None or self._reserving.done():
            self._reserving = asyncio.create_task(self._reserve_for_all())
        return await slot

    async def _reserve_for_all(self) -> None:
        # Answers that come while the store is asked share the next question: one by one they would
        # wait for each other at the store's one row.
        while self._next:
            waiting, self._next = self._next, []
            for slot, span in zip(waiting, await self._reserve(len(waiting)), strict=True):
                # The answer's task may have been cancelled meanwhile.
                if not slot.done():
                    slot.set_result(span)

    async def _reserve(self, count: int) -> Sequence[Span | None]:
        asked, without = self._clock(), [None] * count
        question = asyncio.create_task(self._slots.reserve(self._gap, count))
        # Not wait_for: it would also wait until a database that hangs has handled the cancellation.
        done, _ = await asyncio.wait({question}, timeout=self._answer_patience)
        if not done:
            question.cancel()
            _log.warning("gate_passed_without_budget", reason="slow")
            return without
        try:
            first = question.result()
        except BudgetUnreachable:
            _log.warning("gate_passed_without_budget", reason="unreachable")
            return without
        self._learn(asked, first)
        when = self._store_clock.when
        return [when(first.at + number * self._gap) for number in range(count)]

    async def _reserve_in_queue(self) -> Span:
        # One at a time in each process, so that many waiting messages don't ask the store at once.
        async with self._queue:
            while True:
                asked = self._clock()
                answer = await self._slots.reserve_within(self._gap, LOOK_AHEAD)
                if isinstance(answer, Reserved):
                    self._learn(asked, answer)
                    return self._store_clock.when(answer.at)
                await self._wait(answer)

    async def _wait(self, full: Full) -> None:
        if full.seconds > MAX_WAIT:
            # By the database's clock, which may have been set back since the gate was closed.
            raise GateClosed(min(full.seconds, MAX_CLOSED))
        await self._sleep(max(self._gap, full.seconds))

    def _learn(self, asked: float, reserved: Reserved) -> None:
        self._store_clock.learn(Reading(asked, self._clock(), reserved.now))

    async def _is_in_time(self, slot: Span) -> bool:
        # The slot is known as a span only. Wait for its end and measure from its start: both err
        # towards sending too slowly.
        await self._wait_until(slot.latest)
        late = self._clock() - slot.earliest
        if late > LATENESS:
            _log.warning("slot_missed", seconds=round(late, 3))
        return late <= LATENESS

    async def _wait_until(self, moment: float) -> None:
        wait = moment - self._clock()
        if wait > 0:
            await self._sleep(wait)
