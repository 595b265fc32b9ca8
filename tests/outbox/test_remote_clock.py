"""Translating another machine's clock to the local one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.remote_clock import Reading, RemoteClock

AHEAD = 1000.0
SECONDS = st.floats(0, 2)


def test_one_reading_is_as_exact_as_the_time_it_took() -> None:
    clock = RemoteClock()
    clock.learn(Reading(asked=1.0, answered=1.5, remote=AHEAD + 1.2))
    span = clock.when(AHEAD + 3.2)
    assert (span.earliest, span.latest) == pytest.approx((3.0, 3.5))


def test_a_slow_reading_does_not_make_the_clock_less_exact() -> None:
    clock = RemoteClock()
    clock.learn(Reading(1.0, 1.001, AHEAD + 1.0))
    clock.learn(Reading(2.0, 4.0, AHEAD + 3.0))
    span = clock.when(AHEAD + 5.0)
    assert span.latest - span.earliest == pytest.approx(0.001)


@given(st.lists(st.tuples(SECONDS, SECONDS, SECONDS), min_size=1, max_size=50))
def test_the_true_moment_is_always_within_the_span(steps: list[tuple[float, float, float]]) -> None:
    clock, now = RemoteClock(), 0.0
    for pause, there, back in steps:
        asked = now + pause
        now = asked + there + back
        clock.learn(Reading(asked, now, AHEAD + asked + there))
        span = clock.when(AHEAD + now)
        assert span.earliest - 1e-9 <= now <= span.latest + 1e-9


@pytest.mark.parametrize("step", [-5.0, 5.0])
def test_a_clock_that_was_set_replaces_earlier_readings_at_once(step: float) -> None:
    clock = RemoteClock()
    clock.learn(Reading(1.0, 1.001, AHEAD + 1.0))
    clock.learn(Reading(2.0, 2.001, AHEAD + 2.0 + step))
    span = clock.when(AHEAD + 3.0 + step)
    assert (span.earliest, span.latest) == pytest.approx((3.0, 3.001))


def test_old_readings_do_not_count() -> None:
    clock = RemoteClock()
    clock.learn(Reading(1.0, 1.001, AHEAD + 1.0))
    clock.learn(Reading(20.0, 20.5, AHEAD + 20.2))
    span = clock.when(AHEAD + 21.0)
    assert span.latest - span.earliest == pytest.approx(0.5)
