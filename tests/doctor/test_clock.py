from datetime import UTC, datetime, timedelta

import pytest

from bot.doctor.clock import ahead, clock_finding

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "state"), [(2, "fine"), (-2, "fine"), (90, "warning"), (301, "problem")]
)
def test_tokens_bear_five_minutes(seconds: int, state: str) -> None:
    for sign in (1, -1):
        assert clock_finding([timedelta(seconds=sign * seconds)]).state == state


def test_it_is_told_in_which_direction_the_clock_is_wrong() -> None:
    assert "400 seconds ahead of" in clock_finding([timedelta(seconds=400)]).what
    assert "400 seconds behind" in clock_finding([timedelta(seconds=-400)]).what


def test_one_service_with_a_wrong_clock_is_outvoted() -> None:
    wrong, right = timedelta(days=9), timedelta(seconds=1)
    assert clock_finding([wrong, right, None, right]).state == "fine"


def test_without_any_date_it_is_not_known() -> None:
    assert clock_finding([None]).state == "unknown"


def test_the_difference_is_read_from_the_date() -> None:
    assert ahead({"Date": "Mon, 23 Nov 2026 03:53:00 GMT"}, NOW) == timedelta(minutes=7)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Date": "yesterday"},
        {"Date": "Mon, 99 Nov 2026 99:99:99 GMT"},
        {"Date": "Mon, 23 Nov 2026 03:00:00 GMT", "Age": "3600"},
    ],
)
def test_a_date_that_means_nothing_is_left_out(headers: dict[str, str]) -> None:
    assert ahead(headers, NOW) is None
