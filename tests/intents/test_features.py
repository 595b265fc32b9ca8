"""Sentences are compared in one writing, and by the kinds of their words."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intents.features import fold
from bot.intents.reading import any_of, features_of, tables

FEATURES = features_of(tables().values())


def likeness(one: str, other: str) -> float:
    """Share of the n-grams that two sentences have in common."""
    first, second = set(FEATURES.of(one)), set(FEATURES.of(other))
    return len(first & second) / len(first | second)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ma PHOTO d’équipe", "ma photo dequipe"),
        ("STRASSE straße", "strasse strasse"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER W}rong\N{FULLWIDTH QUESTION MARK}", "wrong?"),
        ("wroooooong", "wroong"),
        ("w\u200br̶ong", "wrong"),
        ("ｼｬｼﾝ が", "シャシン が"),
        ("👍🏽", "👍"),
    ],
)
def test_folding_takes_away_what_does_not_change_the_meaning(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("我的照片不对", "我的照片不對"),
        ("我張相唔見咗", "我照片不見了"),
        ("call me at 555 1234", "call me at 87 6"),
        ("PB-7K3M9QX?", "pb-0123456?"),
        ("write to ben@contoso.com", "write to ada@example.org"),
    ],
)
def test_what_is_only_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert likeness(one, other) == 1


def test_words_of_one_kind_are_alike() -> None:
    assert likeness("my photo is old", "my avatar is old") > likeness(
        "my photo is old", "my trombone is old"
    )


def test_a_kind_is_another_one_after_a_not_in_the_same_clause() -> None:
    assert likeness("please stop", "please do not stop") < likeness("please stop", "please, stop")


def test_what_a_not_denies_is_kept_apart_from_what_is_wanted() -> None:
    said = "don't remove it, fix it"
    assert likeness(said, "no delete, fix it") > likeness(said, "no fix, delete it")


@given(st.lists(st.text("ab照片 ", min_size=1), min_size=1), st.text("ab照片 "))
def test_the_longest_of_some_words_is_found(words: list[str], text: str) -> None:
    found = any_of(words).match(text)
    others = [word for word in words if not word.isascii() and text.startswith(word)]
    latin = [
        word
        for word in words
        if word.isascii()
        and text.startswith(word)
        and text[len(word) : len(word) + 1] not in ("a", "b")
    ]
    assert (found[0] if found else None) == max(others + latin, key=len, default=None)


@given(st.text())
def test_any_text_has_numbers_of_four_bytes(text: str) -> None:
    assert array("I", FEATURES.of(text)).itemsize == 4
