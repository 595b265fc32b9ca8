"""The one gate through which everything goes out that counts against the tenant's rate."""

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

LOOK_AHEAD = 0.1
HEAD_START = 0.03
# What was composed for longer is stale.
MAX_WAIT = 5.0
MAX_CLOSED = 300.0
CHANCES = 3

# How far apart messages leave, so that the rate is kept within every second, wherever it begins.
# Slots are given out `gap` seconds apart, to all processes from one place. A message that reaches
# its slot more than LATENESS seconds late gives it up, so each leaves at its slot or up to LATENESS
# after it. What leaves within one second therefore had slots within less than 1 + LATENESS seconds:
# rate - 1 of them at most. The one that is left over is for a process that stops between its look
# at the clock and its send. At 50 a second the pace is 46.7 a second.
LATENESS = 0.05

_log = structlog.get_logger(__name__)


def gap(rate: int) -> float:
    """Seconds between slots, in whole microseconds; `rate` is in messages a second, 2 or more."""
    return math.ceil((1 + LATENESS) / (rate - 1) * 1e6) / 1e6


class TenantGate:
    """Gives everybody who sends a moment of their own, as far apart as `gap` says.

    Unasked messages take moments no more than `LOOK_AHEAD` seconds away, so that is as long as
    they ever keep an answer waiting. Without the budget's keeper answers go out at once, and
    nothing else does: BudgetUnreachable.
    """

    def __init__(
        self,
        slots: SlotStore,
        rate: int,
        *,
        clock: Callable[[], float],
        sleep: Sleep,
        patience: float = 0.5,
    ) -> None:
        self._slots = slots
        self._gap = gap(rate)
        self._clock = clock
        self._sleep = sleep
        self._patience = patience
        self._keepers_clock = RemoteClock()
        self._queue = asyncio.Lock()

    async def enter(self, priority: Priority, prepare: Enter = nothing) -> None:
        """Return at the tenant's next free moment to send, and await `prepare` just before it."""
        if priority is Priority.INTERACTIVE:
            await prepare()
            await self._enter_first()
        else:
            slot = await self._next_in_queue()
            await self._wait_until(slot.latest - HEAD_START)
            await prepare()
            while not await self._reached(slot):
                slot = await self._next_in_queue()

    async def close(self, seconds: float) -> None:
        """Let nothing unasked through for so long, in any process."""
        await self._slots.close(min(seconds, MAX_CLOSED))

    async def _enter_first(self) -> None:
        for _ in range(CHANCES):
            slot = await self._next_at_once()
            if slot is None or await self._reached(slot):
                return

    async def _next_at_once(self) -> Span | None:
        booking = asyncio.create_task(self._booked())
        # Not wait_for: it would also wait until a database that hangs has heard of the cancelling.
        done, _ = await asyncio.wait({booking}, timeout=self._patience)
        if done:
            return booking.result()
        booking.cancel()
        _log.warning("gate_passed_without_budget", reason="slow")
        return None

    async def _booked(self) -> Span | None:
        asked = self._clock()
        try:
            return self._on_own_clock(asked, await self._slots.reserve(self._gap))
        except BudgetUnreachable:
            _log.warning("gate_passed_without_budget", reason="unreachable")
            return None

    async def _next_in_queue(self) -> Span:
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
        self._keepers_clock.learn(Reading(asked, self._clock(), reserved.now))
        return self._keepers_clock.when(reserved.at)

    async def _reached(self, slot: Span) -> bool:
        await self._wait_until(slot.latest)
        late = self._clock() - slot.earliest
        if late > LATENESS:
            _log.warning("moment_to_send_missed", seconds=round(late, 3))
        return late <= LATENESS

    async def _wait_until(self, moment: float) -> None:
        wait = moment - self._clock()
        if wait > 0:
            await self._sleep(wait)
