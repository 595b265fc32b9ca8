"""The gate that keeps all calls to the connector below the tenant's rate, across processes."""

import asyncio
import math
from collections.abc import Callable

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
    don't: BudgetUnreachable. `answer_patience` is how many seconds an answer waits for the store.
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
        reservation = asyncio.create_task(self._reserve())
        # Not wait_for: it would also wait until a database that hangs has handled the cancellation.
        done, _ = await asyncio.wait({reservation}, timeout=self._answer_patience)
        if done:
            return reservation.result()
        reservation.cancel()
        _log.warning("gate_passed_without_budget", reason="slow")
        return None

    async def _reserve(self) -> Span | None:
        asked = self._clock()
        try:
            return self._on_own_clock(asked, await self._slots.reserve(self._gap))
        except BudgetUnreachable:
            _log.warning("gate_passed_without_budget", reason="unreachable")
            return None

    async def _reserve_in_queue(self) -> Span:
        # One at a time in each process, so that many waiting messages don't ask the store at once.
        async with self._queue:
            while True:
                asked = self._clock()
                answer = await self._slots.reserve_within(self._gap, LOOK_AHEAD)
                if isinstance(answer, Reserved):
                    return self._on_own_clock(asked, answer)
                await self._wait(answer)

    async def _wait(self, full: Full) -> None:
        if full.seconds > MAX_WAIT:
            raise GateClosed(full.seconds)
        await self._sleep(max(self._gap, full.seconds))

    def _on_own_clock(self, asked: float, reserved: Reserved) -> Span:
        self._store_clock.learn(Reading(asked, self._clock(), reserved.now))
        return self._store_clock.when(reserved.at)

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
