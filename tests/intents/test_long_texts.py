"""Long and odd texts: what decides, and what they cost the loop that everybody shares."""

import pytest

from bot.intents import Intent
from tests.intents.read_once import INTENTS
from tests.processor_time import processor_seconds, ten_milliseconds

# Teams delivers about 28 KB of text in one message.
SIZE = 28_000
recognise = INTENTS.recognise
ODD = {
    "exclamation marks": "!" * SIZE,
    "mixed marks": "!?" * (SIZE // 2),
    "dots and commas": ".,;" * (SIZE // 3),
    "one letter": "a" * SIZE,
    "short sentences": "a!" * (SIZE // 2),
    "different sentences": " ".join(f"w{number}!" for number in range(SIZE // 6)),
    "misspelt words": "phtoo wrogn " * (SIZE // 12),
    "the request again and again": "my photo is wrong " * (SIZE // 18),
    "unspaced letters": "我的照片錯了" * (SIZE // 6),
    "combining marks": "a\u0301" * (SIZE // 2),
    "letters that fold into many": "\ufdfa" * SIZE,
    "line ends": "\n" * SIZE,
    "quoted lines": "\n>" * (SIZE // 2),
    "spaces": " " * SIZE,
    "asterisks": "*" * SIZE,
    "dashes": "-" * SIZE,
    "emoji": "😀" * (SIZE // 2),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_the_longest_and_oddest_text_costs_hardly_more_than_a_short_one(text: str) -> None:
    extra = processor_seconds(lambda: recognise(text)) - processor_seconds(lambda: recognise("hi"))
    assert extra < ten_milliseconds()


def test_what_stands_at_the_beginning_decides() -> None:
    assert recognise("my photo is wrong. " + "lorem ipsum " * 2000) == Intent.WRONG_PHOTO
    assert recognise("lorem ipsum " * 2000 + ". my photo is wrong") == Intent.OTHER


def test_what_somebody_quotes_does_not_push_away_what_they_wrote() -> None:
    quoted = "> " + "lorem ipsum " * 500
    assert recognise(f"{quoted}\nmy photo is wrong") == Intent.WRONG_PHOTO


@pytest.mark.parametrize("marks", ["!", "!!!!!!!", "?????", "......"])
def test_how_often_a_mark_is_repeated_changes_nothing(marks: str) -> None:
    assert recognise(f"my photo is wrong{marks}") == Intent.WRONG_PHOTO
