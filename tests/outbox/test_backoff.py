"""The pauses between attempts, and their end."""

import pytest

from bot.outbox.backoff import CHAT_BACKOFF, DAY, USUAL_BACKOFF, Backoff

BACKOFF = Backoff(first_pause=2.0, growth=2.0, max_pause=10.0, patience=100.0)


@pytest.mark.parametrize(("attempts", "longest"), [(1, 2.0), (2, 4.0), (3, 8.0), (4, 10.0)])
def test_pauses_grow_up_to_a_limit_and_are_spread_by_chance(attempts: int, longest: float) -> None:
    assert BACKOFF.pause(attempts, 0.0, None, 0.0) == longest / 2
    assert BACKOFF.pause(attempts, 0.0, None, 1.0) == longest


def test_the_channel_is_never_asked_earlier_than_it_wants() -> None:
    assert BACKOFF.pause(1, 0.0, 30.0, 0.0) == 30.0
    assert BACKOFF.pause(1, 0.0, 30.0, 0.5) == 31.0
    assert BACKOFF.pause(1, 99.0, 30.0, 0.0) == 30.0


def test_the_last_attempt_is_made_when_the_patience_ends() -> None:
    assert BACKOFF.pause(9, 99.0, None, 1.0) == 1.0


@pytest.mark.parametrize("retry_after", [None, 1.0])
def test_after_the_last_attempt_there_is_no_pause(retry_after: float | None) -> None:
    assert BACKOFF.pause(5, 100.0, retry_after, 0.0) is None


def test_a_channel_that_asks_for_a_second_all_day_is_asked_to_the_end() -> None:
    assert USUAL_BACKOFF.pause(86_399, DAY - 1, None, 1.0) == 1.0


@pytest.mark.parametrize("backoff", [USUAL_BACKOFF, CHAT_BACKOFF], ids=["usual", "chat"])
@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_a_message_is_tried_for_a_day_with_growing_pauses(backoff: Backoff, chance: float) -> None:
    elapsed, pauses = 0.0, list[float]()
    while pause := backoff.pause(len(pauses) + 1, elapsed, None, chance):
        pauses.append(pause)
        elapsed += pause
    assert elapsed == pytest.approx(DAY)
    assert pauses[:-1] == sorted(pauses[:-1])
    assert 6 <= len(pauses) <= 30
