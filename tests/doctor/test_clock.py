from datetime import UTC, datetime, timedelta

import pytest

from bot.doctor.network import clock_finding, clock_skew

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "state"), [(2, "fine"), (-2, "fine"), (90, "warning"), (301, "problem")]
)
def test_five_minutes_of_skew_are_tolerated(seconds: int, state: str) -> None:
    for sign in (1, -1):
        assert clock_finding([timedelta(seconds=sign * seconds)]).state == state


def test_the_direction_of_the_skew_is_shown() -> None:
    assert "400 seconds ahead of" in clock_finding([timedelta(seconds=400)]).what
    assert "400 seconds behind" in clock_finding([timedelta(seconds=-400)]).what


def test_one_host_with_a_wrong_clock_is_outvoted() -> None:
    wrong, right = timedelta(days=9), timedelta(seconds=1)
    assert clock_finding([wrong, right, None, right]).state == "fine"


def test_without_any_date_the_skew_is_unknown() -> None:
    assert clock_finding([None]).state == "unknown"


def test_the_skew_is_computed_from_the_date_header() -> None:
    assert clock_skew({"Date": "Mon, 23 Nov 2026 03:53:00 GMT"}, NOW) == timedelta(minutes=7)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Date": "yesterday"},
        {"Date": "Mon, 99 Nov 2026 99:99:99 GMT"},
        {"Date": "Mon, 23 Nov 2026 03:00:00 GMT", "Age": "3600"},
    ],
)
def test_an_unusable_date_is_ignored(headers: dict[str, str]) -> None:
    assert clock_skew(headers, NOW) is None
