"""One write to a person's data: noted in the audit before it, read back, and noted after it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.core.clock import Sleep
from bot.core.failures import FailureReason, ServiceFailure
from bot.use_cases.ports import Audit

# Seconds. A service may answer a read with what it held a moment ago, so it is read three times.
PAUSES_BEFORE_READING = (0.0, 1.0, 2.0)
# Failures without an answer: the service may have carried out the request all the same.
_MAY_HAVE_BEEN_WRITTEN = frozenset({FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE})
WRITE, REMOVE = "write", "remove"


class WriteOutcome(Enum):
    """How a write ended, as far as it could be read back."""

    VERIFIED = "verified"
    NOT_STORED = "not_stored"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True)
class Step:
    """One write: `target` such as "microsoft_365", "sharepoint:L" or "sharepoint:PictureURL"."""

    target: str
    outcome: WriteOutcome
    failure: ServiceFailure | None = None
    action: str = WRITE


@dataclass(frozen=True)
class Write:
    """A write that can be carried out.

    Attributes:
        perform: makes the write; raises ServiceFailure.
        stored: reads back whether it was stored; None where that could not be read.
        action: "write" or "remove".
    """

    target: str
    perform: Callable[[], Awaitable[None]]
    stored: Callable[[], Awaitable[bool | None]]
    action: str = WRITE


async def carry_out(subject: str, write: Write, audit: Audit, sleep: Sleep) -> Step:
    """Write and read back; the audit has a row before and after, also when this is cancelled.

    Raises NotAuthorized and LeaseLost from the audit before anything is written.
    """
    effect = await audit.begin(subject, write.action, write.target)
    step = Step(write.target, WriteOutcome.UNKNOWN, action=write.action)
    try:
        step = await _attempt(write, sleep)
    finally:
        code = step.failure.code if step.failure else None
        # Shielded, so that a write that was cut off still gets its result: "unknown".
        await asyncio.shield(audit.finish(effect, step.outcome.value, code))
    return step


async def carry_out_in_turn(
    subject: str, groups: Iterable[Sequence[Write]], audit: Audit, sleep: Sleep
) -> tuple[Step, ...]:
    """Carry out groups of writes, each for as long as all before it are verified; the rest not.

    Writes of one group don't build on each other: one that the service took and that can't be read
    back does not keep the others of its group from being made.
    """
    steps: list[Step] = []
    for group in groups:
        may_go_on = verified(steps)
        for write in group:
            if not may_go_on:
                steps.append(Step(write.target, WriteOutcome.NOT_TRIED, action=write.action))
                continue
            step = await carry_out(subject, write, audit, sleep)
            taken = step.outcome is WriteOutcome.UNKNOWN and step.failure is None
            may_go_on = taken or step.outcome is WriteOutcome.VERIFIED
            steps.append(step)
    return tuple(steps)


def verified(steps: Iterable[Step]) -> bool:
    """Tell whether every step was read back as written."""
    return all(step.outcome is WriteOutcome.VERIFIED for step in steps)


def perhaps_written(steps: Iterable[Step]) -> bool:
    """Tell whether there were steps, and each was read back as written or could not be read."""
    outcomes = {step.outcome for step in steps}
    return bool(outcomes) and outcomes <= {WriteOutcome.VERIFIED, WriteOutcome.UNKNOWN}


async def _attempt(write: Write, sleep: Sleep) -> Step:
    try:
        await write.perform()
    except ServiceFailure as failure:
        if failure.why not in _MAY_HAVE_BEEN_WRITTEN:
            return Step(write.target, WriteOutcome.FAILED, failure, write.action)
        # There was no answer: what is not there was never accepted, so it failed. NOT_STORED is
        # for a service that accepted the write.
        seen = await _read_back(write, sleep)
        outcome = WriteOutcome.FAILED if seen is WriteOutcome.NOT_STORED else seen
        return Step(write.target, outcome, failure, write.action)
    return Step(write.target, await _read_back(write, sleep), action=write.action)


async def _read_back(write: Write, sleep: Sleep) -> WriteOutcome:
    seen: bool | None = None
    for pause in PAUSES_BEFORE_READING:
        await sleep(pause)
        seen = await write.stored()
        if seen:
            return WriteOutcome.VERIFIED
    return WriteOutcome.UNKNOWN if seen is None else WriteOutcome.NOT_STORED
