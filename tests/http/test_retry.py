"""How long to wait before a request is repeated."""

import pytest
from multidict import CIMultiDict

from bot.http.retry import Bounds, Retries, retry_after
from tests.m365.fakes import FakeTime


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({"RETRY-AFTER": "-3"}, None),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "1e300"}, None),
        ({"Retry-After": "1_000"}, None),
        ({"Retry-After": "\u0667"}, None),
        ({"Retry-After": "9" * 400}, None),
        ({"Retry-After": "7, 9"}, None),
        ({"Retry-After": "3601"}, 3600.0),
        ({"Retry-After": "31536000"}, 3600.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
        (
            {
                "Retry-After": "Tue, 05 Aug 2025 10:00:20 GMT",
                "Date": "Tue, 05 Aug 2025 10:00:05 GMT",
            },
            15.0,
        ),
        ({"Retry-After": "Tue, 05 Aug 2025 10:00:20 GMT"}, None),
        (
            {
                "Retry-After": "Fri, 31 Dec 9999 23:59:59 -2359",
                "Date": "Mon, 01 Jan 0001 00:00:00 +2359",
            },
            None,
        ),
        (
            {
                "Retry-After": "Fri, 31 Dec 2027 23:59:59 GMT",
                "Date": "Tue, 05 Aug 2025 10:00:05 GMT",
            },
            3600.0,
        ),
        (
            {
                "Retry-After": "Tue, 05 Aug 2025 10:00:20 GMT",
                "Date": "Tue, 05 Aug 2025 10:00:25 GMT",
            },
            0.0,
        ),
    ],
)
def test_a_service_says_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_of_several_headers_the_longest_readable_one_counts() -> None:
    headers = CIMultiDict([("Retry-After", "5"), ("Retry-After", "1e300"), ("retry-after", "9")])
    assert retry_after(headers) == 9.0


async def test_pauses_double_up_to_the_longest(time: FakeTime) -> None:
    bounds = Bounds(attempts=7, seconds=100, first_pause=0.5, max_pause=4)
    attempts = Retries(bounds, time.sleep, lambda: 1.0, time.clock).begin()
    while await attempts.again(None):
        pass
    assert time.slept == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


async def test_randomness_spreads_pauses_over_their_whole_length(time: FakeTime) -> None:
    attempts = Retries(Bounds(), time.sleep, lambda: 0.25, time.clock).begin()
    await attempts.again(None)
    assert time.slept == [0.125]


async def test_no_pause_is_shorter_than_what_was_asked_for(time: FakeTime) -> None:
    attempts = Retries(Bounds(), time.sleep, lambda: 0.0, time.clock).begin()
    assert await attempts.again(9.0)
    assert time.slept == [9.0]


async def test_a_wait_beyond_the_bound_is_not_begun(time: FakeTime) -> None:
    attempts = Retries(Bounds(seconds=30), time.sleep, lambda: 0.0, time.clock).begin()
    assert not await attempts.again(31.0)
    assert time.slept == []
