from collections.abc import Iterator

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.use_cases.write import Step, Write, WriteOutcome, carry_out
from tests.m365.fakes import FakeTime
from tests.use_cases.tenant import Diary

TARGET = "sharepoint:L"


async def written(
    *seen: bool | None, failure: ServiceFailure | None = None, time: FakeTime | None = None
) -> tuple[Step, Diary]:
    """Carry out a write that fails or not, and is then seen like this, look by look."""
    looks: Iterator[bool | None] = iter(seen)
    diary = Diary()

    async def perform() -> None:
        if failure:
            raise failure

    async def stored() -> bool | None:
        return next(looks)

    sleep = (time or FakeTime()).sleep
    return await carry_out("id", Write(TARGET, perform, stored), diary, sleep), diary


async def test_a_write_that_is_read_back_at_once_is_verified_at_once() -> None:
    time = FakeTime()
    step, diary = await written(True, time=time)
    assert step == Step(TARGET, WriteOutcome.VERIFIED)
    assert diary.lines == [f"begin {TARGET}", f"verified {TARGET}"]
    assert sum(time.slept) == 0


async def test_a_service_gets_three_seconds_to_return_what_was_written() -> None:
    time = FakeTime()
    step, _ = await written(False, None, True, time=time)
    assert step.outcome is WriteOutcome.VERIFIED
    assert sum(time.slept) == 3


async def test_a_write_that_is_never_read_back_was_not_stored() -> None:
    step, diary = await written(False, False, False)
    assert step.outcome is WriteOutcome.NOT_STORED
    assert diary.lines[-1] == f"not_stored {TARGET}"


@pytest.mark.parametrize("looks", [(None, None, None), (False, False, None)])
async def test_a_write_that_could_not_be_read_back_in_the_end_is_unknown(
    looks: tuple[bool | None, ...],
) -> None:
    step, _ = await written(*looks)
    assert step.outcome is WriteOutcome.UNKNOWN


@pytest.mark.parametrize(
    "why",
    [
        why
        for why in FailureReason
        if why not in {FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE}
    ],
)
async def test_a_refused_write_is_not_read_back(why: FailureReason) -> None:
    failure = ServiceFailure("sharepoint", why, code="refused")
    step, diary = await written(failure=failure)
    assert step == Step(TARGET, WriteOutcome.FAILED, failure)
    assert diary.lines[-1] == f"failed {TARGET}"


@pytest.mark.parametrize("why", [FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE])
@pytest.mark.parametrize(
    ("seen", "outcome"),
    [(True, WriteOutcome.VERIFIED), (None, WriteOutcome.UNKNOWN), (False, WriteOutcome.FAILED)],
)
async def test_a_write_that_may_have_arrived_is_read_back(
    why: FailureReason, seen: bool | None, outcome: WriteOutcome
) -> None:
    failure = ServiceFailure("sharepoint", why)
    step, _ = await written(seen, seen, seen, failure=failure)
    assert step == Step(TARGET, outcome, failure)


async def test_an_unexpected_error_is_noted_as_unknown_and_raised() -> None:
    diary = Diary()

    async def perform() -> None:
        raise KeyError("odd")

    async def stored() -> bool | None:
        return True

    with pytest.raises(KeyError):
        await carry_out("id", Write(TARGET, perform, stored), diary, FakeTime().sleep)
    assert diary.lines == [f"begin {TARGET}", f"unknown {TARGET}"]
