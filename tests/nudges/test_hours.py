"""When a person may be written to unasked."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.hours import WorkingHours

BERLIN, TAIPEI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Taipei")
ZONES = (BERLIN, TAIPEI, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia"), ZoneInfo("UTC"))
MOMENTS = st.timedeltas(timedelta(), timedelta(days=5000)).map(
    lambda later: datetime(2020, 1, 1, tzinfo=UTC) + later
)


def utc(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    """Return a moment of 2026; 1 June is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_moment_within_working_hours_is_the_next_one_itself() -> None:
    assert WorkingHours().next(utc(1, 8), BERLIN) == utc(1, 8)


def test_an_evening_waits_for_the_next_morning_on_the_persons_own_clock() -> None:
    assert WorkingHours().next(utc(1, 15), BERLIN) == utc(2, 7)
    assert WorkingHours().next(utc(1, 15), TAIPEI) == utc(2, 1)


def test_an_early_morning_waits_for_the_same_day() -> None:
    assert WorkingHours().next(utc(1, 5), BERLIN) == utc(1, 7)


def test_a_friday_evening_waits_for_monday() -> None:
    assert WorkingHours().next(utc(5, 16), BERLIN) == utc(8, 7)


def test_the_last_moment_of_a_day_is_not_within_it() -> None:
    assert not WorkingHours().include(utc(1, 15), BERLIN)
    assert WorkingHours().include(utc(1, 14, 59), BERLIN)


def test_the_morning_after_clocks_changed_is_the_walls_nine_o_clock() -> None:
    # Clocks are put back in the night to Sunday, 25 October.
    assert WorkingHours().next(utc(23, 16, month=10), BERLIN) == utc(26, 8, month=10)


def test_hours_that_the_clock_leaps_over_wait_for_the_week_after() -> None:
    sundays_at_two = WorkingHours(frozenset({6}), time(2), time(3))
    # On 29 March it is three o'clock right after two.
    assert sundays_at_two.next(utc(28, 12, month=3), BERLIN) == utc(5, 0, month=4)


@pytest.mark.parametrize(
    ("days", "start", "end"),
    [
        (frozenset[int](), time(9), time(17)),
        (frozenset({7}), time(9), time(17)),
        (frozenset({0}), time(17), time(9)),
        (frozenset({0}), time(9), time(9)),
    ],
)
def test_hours_in_which_nobody_could_ever_be_written_to_are_refused(
    days: frozenset[int], start: time, end: time
) -> None:
    with pytest.raises(ValueError, match="working hours need"):
        WorkingHours(days, start, end)


@given(
    moment=MOMENTS,
    zone=st.sampled_from(ZONES),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_the_next_moment_is_never_past_and_always_within_hours(
    moment: datetime, zone: ZoneInfo, days: frozenset[int]
) -> None:
    hours = WorkingHours(days)
    following = hours.next(moment, zone)
    assert following >= moment
    assert hours.include(following, zone)
