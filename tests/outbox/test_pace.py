"""The rate that follows from the gap between slots and the lateness that is allowed."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.gate import LATENESS, gap
from tests.outbox.fleet import most_in_a_second

LATE = st.floats(0, LATENESS)
IDLE = st.one_of(st.just(0.0), st.floats(0, 0.5))


@given(rate=st.integers(2, 60), sends=st.lists(st.tuples(IDLE, LATE), min_size=1, max_size=200))
def test_the_rate_is_never_exceeded_however_late_messages_are(
    rate: int, sends: list[tuple[float, float]]
) -> None:
    slots = accumulate(gap(rate) + idle for idle, _ in sends)
    moments = sorted(slot + late for slot, (_, late) in zip(slots, sends, strict=True))
    assert most_in_a_second(moments) < rate


@pytest.mark.parametrize("rate", [2, 50, 1000])
def test_the_worst_lateness_leaves_room_for_one_message(rate: int) -> None:
    slots = [number * gap(rate) for number in range(2 * rate)]
    stalled = [max(slot, LATENESS) for slot in slots]
    assert most_in_a_second(stalled) == rate - 1


def test_nearly_all_of_the_rate_is_used() -> None:
    assert 1 / gap(50) == pytest.approx(46.67, abs=0.01)
