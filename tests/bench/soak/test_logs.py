import pytest

from bench.soak.logs import LogWatch


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('{"event": "request", "level": "info"}', 0),
        ('{"event": "request of Surname007q", "level": "info"}', 1),
        ('{"event": "x", "authorization": "Bearer abcdefghijklmnop"}', 1),
        ("Traceback (most recent call last):", 1),
        ("", 1),
    ],
)
def test_a_line_tells_nothing_of_anybody_and_is_json(line: str, wrong: int) -> None:
    log = LogWatch(frozenset({"surname007q"}))
    log.read(line)
    assert len(log.wrong) == wrong


def test_a_failure_that_nothing_handled_is_found_in_the_log() -> None:
    log = LogWatch(frozenset())
    log.read('{"event": "request", "level": "info"}')
    assert log.unhandled == []
    log.read('{"event": "Task exception was never retrieved", "level": "error"}')
    assert log.unhandled == ["1 error Task exception was never retrieved"]
