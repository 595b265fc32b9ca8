"""Telling one throttled chat from a throttled tenant."""

from bot.outbox.backoff import Throttling


def test_one_throttled_chat_stops_nobody_else() -> None:
    throttling = Throttling()
    assert [throttling.throttled("ada", 5.0) for _ in range(10)] == [None] * 10


def test_throttled_chats_of_different_people_in_a_row_stop_everybody_for_the_longest_wait() -> None:
    throttling = Throttling()
    assert throttling.throttled("ada", 5.0) is None
    assert throttling.throttled("bob", 9.0) is None
    assert throttling.throttled("cleo", 2.0) == 9.0
    assert throttling.throttled("dan", 1.0) == 9.0


def test_another_answer_in_between_proves_that_the_channel_is_not_full() -> None:
    throttling = Throttling()
    throttling.throttled("ada", 5.0)
    throttling.throttled("bob", 9.0)
    throttling.passed()
    assert throttling.throttled("cleo", 2.0) is None
