"""The pace of a census: below its share of the limits, less after throttling, then as before."""

import pytest

from bot.census.pace import MAX_SLOWNESS, USUAL_CALLS, USUAL_HOLD, Limits, Pace
from tests.m365.fakes import FakeTime


def paced(time: FakeTime, people: int = 20_000, share: float = 0.25) -> Pace:
    pace = Pace(share, time.sleep, time.clock)
    pace.set_people(people)
    return pace


def spend(pace: Pace, calls: int = USUAL_CALLS) -> None:
    """What one check costs: the profile, and some files."""
    for call in range(calls):
        pace.spend(profile=call == 0)


async def check(pace: Pace, people: int, calls: int = USUAL_CALLS) -> None:
    for _ in range(people):
        await pace.turn()
        spend(pace, calls)


@pytest.mark.parametrize(
    ("licences", "calls", "units"),
    [
        (0, 3_000, 1_250),
        (1_000, 3_000, 1_250),
        (1_001, 6_000, 2_500),
        (15_000, 9_000, 3_750),
        (50_000, 12_000, 5_000),
        (50_001, 15_000, 6_250),
        (300_000, 15_000, 6_250),
    ],
)
def test_limits_are_those_of_the_number_of_licences(licences: int, calls: int, units: int) -> None:
    assert Limits.of(licences) == Limits(calls / 300, units / 60)


@pytest.mark.parametrize("share", [0.01, 0.25, 1.0])
@pytest.mark.parametrize("calls", [1, 4, 9])
@pytest.mark.parametrize("people", [500, 20_000, 300_000])
async def test_calls_stay_below_the_share_whatever_a_person_costs(
    people: int, calls: int, share: float
) -> None:
    time = FakeTime()
    pace = paced(time, people, share)
    await check(pace, 200, calls)
    began = time.now
    await check(pace, 1_000, calls)
    limits, took = Limits.of(people), time.now - began
    of_profiles = 1_000 / took / limits.profile_calls
    of_units = 1_000 * calls * 2 / took / limits.units
    # What a person cost before the last two hundred is remembered a little.
    assert max(of_profiles, of_units) == pytest.approx(share, rel=0.05)


async def test_a_pause_is_not_made_up_for_afterwards(time: FakeTime) -> None:
    pace = paced(time)
    await check(pace, 100)
    time.now += 3_600
    began = time.now
    await check(pace, 101)
    assert time.now - began == pytest.approx(100 * pace.seconds_a_person, rel=0.1)


async def test_throttling_holds_everybody_for_as_long_as_the_service_asks(time: FakeTime) -> None:
    pace = paced(time)
    await check(pace, 10)
    thrown = time.now
    pace.throttled(120)
    pace.throttled(90)
    await pace.turn()
    assert time.now == thrown + 120


async def test_throttling_without_a_time_holds_for_a_while(time: FakeTime) -> None:
    pace = paced(time)
    pace.throttled(None)
    await pace.turn()
    assert time.now == USUAL_HOLD


async def test_calls_that_are_throttled_together_halve_the_pace_once(time: FakeTime) -> None:
    pace = paced(time)
    before = pace.seconds_a_person
    for _ in range(8):
        pace.throttled(10)
    assert pace.seconds_a_person == 2 * before
    time.now += 11
    pace.throttled(10)
    assert pace.seconds_a_person == 4 * before


async def test_the_pace_never_falls_without_end_and_recovers(time: FakeTime) -> None:
    pace = paced(time)
    before = pace.seconds_a_person
    for _ in range(20):
        pace.slow_down()
    assert pace.seconds_a_person == MAX_SLOWNESS * before
    await check(pace, 100)
    assert before < pace.seconds_a_person < MAX_SLOWNESS * before
    await check(pace, 1_000)
    assert pace.seconds_a_person == pytest.approx(before, rel=0.01)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()
