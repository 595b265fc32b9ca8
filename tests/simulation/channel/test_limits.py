from simulation.channel.limits import GLOBAL, READ, SEND, Limits, Rate, Window


def limits() -> tuple[Limits, list[float]]:
    now = [0.0]
    return Limits(lambda: now[0]), now


def test_a_window_allows_calls_until_the_rate_is_reached() -> None:
    window = Window((Rate(2, 10),))
    for moment in (0.0, 4.0):
        assert window.wait(moment) == 0
        window.add(moment)
    assert window.wait(5.0) == 5.0
    assert window.wait(10.0) == 0


def test_seven_messages_a_second_go_to_one_conversation() -> None:
    budget, now = limits()
    assert [budget.retry_after(SEND, "a") for _ in range(8)] == [None] * 7 + [1]
    now[0] = 1.0
    assert budget.retry_after(SEND, "a") is None


def test_one_conversation_does_not_use_up_the_budget_of_another() -> None:
    budget, _ = limits()
    assert [budget.retry_after(SEND, f"chat {n}") for n in range(50)] == [None] * 50


def test_a_bot_gets_fifty_calls_a_second() -> None:
    budget, _ = limits()
    for number in range(50):
        budget.retry_after(GLOBAL, number)
    assert budget.retry_after(READ, "somewhere else") == 1


def test_a_conversation_gets_sixty_messages_in_half_a_minute() -> None:
    budget, now = limits()
    for second in range(15):
        now[0] = second * 2.0
        assert [budget.retry_after(SEND, "a") for _ in range(4)] == [None] * 4
    now[0] = 29.0
    assert budget.retry_after(SEND, "a") == 1


def test_a_refused_call_does_not_count() -> None:
    budget, now = limits()
    for _ in range(100):
        budget.retry_after(SEND, "a")
    now[0] = 2.0
    assert budget.retry_after(SEND, "a") is None
