"""Whatever a service sends in place of a number: a bounded number, or none."""

import json
import math
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.http.body import parse_answer
from bot.http.numbers import http_date, number, seconds, whole
from bot.http.retry import retry_after

HOUR = 3600.0
ODD: list[Any] = [
    *(True, False, None, "", "-1", "1e300", "1_000", "nan", "Infinity", "\u0667", "9" * 5000),
    *(-1, -0.5, 10**400, -(10**400), 1e300, math.inf, -math.inf, math.nan, [], {}, [7]),
]
# As aiohttp hands headers on: any text without line ends.
texts = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT")),
    st.from_regex(r"[0-9A-Za-z]{1,3}, \d{1,6} (Jan|Dec) \d{1,9} \d+:\d+:\d+ [+-]?\d{1,12}"),
)
values = st.one_of(
    texts,
    st.integers(),
    st.integers(min_value=10**300),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(st.integers(), max_size=2),
)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_what_is_no_number_counts_as_missing(odd: Any) -> None:
    assert (seconds(odd, HOUR), whole(odd)) == (None, None)


@pytest.mark.parametrize(
    ("sent", "read"), [(0, 0.0), (7, 7.0), (0.5, 0.5), ("7", 7.0), ("7.25", 7.25), (1e11, HOUR)]
)
def test_seconds_are_read_and_bounded(sent: Any, read: float) -> None:
    assert seconds(sent, HOUR) == read


@pytest.mark.parametrize(("sent", "read"), [(0, 0), (648, 648), (648.0, 648), ("648", 648)])
def test_whole_numbers_are_read(sent: Any, read: int) -> None:
    assert whole(sent) == read


@pytest.mark.parametrize("sent", [0.5, "0.5", "7.0"])
def test_what_is_not_whole_is_no_whole_number(sent: Any) -> None:
    assert whole(sent) is None


@given(values)
def test_no_value_raises_or_exceeds_its_bound(sent: Any) -> None:
    for read in (seconds(sent, HOUR), number(sent), whole(sent)):
        assert read is None or math.isfinite(read)
    assert 0 <= (seconds(sent, HOUR) or 0) <= HOUR


@given(texts)
def test_a_date_is_in_utc_or_none(text: str) -> None:
    date = http_date(text)
    assert date is None or date.tzinfo is UTC


@given(texts, texts)
def test_no_header_makes_anybody_wait_for_more_than_an_hour(header: str, date: str) -> None:
    wait = retry_after({"Retry-After": header, "Date": date})
    assert wait is None or 0 <= wait <= HOUR


def test_json_with_a_number_of_5000_digits_is_no_answer() -> None:
    assert parse_answer(b'{"expires_in": ' + b"9" * 5000 + b"}") is None
    # 4,000 digits are parsed, and are no number here.
    assert whole(json.loads("9" * 4000)) is None
