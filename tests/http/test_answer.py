"""Parsing other hosts' answers as JSON."""

import pytest

from bot.http.body import parse_answer


def test_json_is_read() -> None:
    assert parse_answer(b'{"value": [1, null]}') == {"value": [1, None]}


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"\xff\xd8", b"[" * 100_000])
def test_an_answer_that_is_not_json_or_too_deep_is_none(body: bytes) -> None:
    assert parse_answer(body) is None
