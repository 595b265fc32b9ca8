"""The pauses between attempts, and their end."""

import pytest

from bot.outbox.backoff import Backoff

BACKOFF = Backoff(attempts=5, first_pause=2.0, max_pause=10.0)


@pytest.mark.parametrize(("attempts", "longest"), [(1, 2.0), (2, 4.0), (3, 8.0), (4, 10.0)])
def test_pauses_grow_up_to_a_limit_and_are_spread_by_chance(attempts: int, longest: float) -> None:
    assert BACKOFF.pause(attempts, None, 0.0) == longest / 2
    assert BACKOFF.pause(attempts, None, 1.0) == longest


def test_the_channel_is_never_asked_earlier_than_it_wants() -> None:
    assert BACKOFF.pause(1, 30.0, 0.0) == 30.0
    assert BACKOFF.pause(1, 30.0, 0.5) == 31.0


@pytest.mark.parametrize("retry_after", [None, 1.0])
def test_after_the_last_attempt_there_is_no_pause(retry_after: float | None) -> None:
    assert BACKOFF.pause(5, retry_after, 0.0) is None
