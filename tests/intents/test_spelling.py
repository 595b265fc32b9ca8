import pytest

from bot.intents.spelling import spelling_of

SPELLING = spelling_of(
    known=["my", "is", "printer", "charge", "i"],
    telling=["photo", "picture", "wrong", "hello", "change", "unsubscribe"],
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("photo", ["photo"]),
        ("phtoo", ["photo"]),
        ("hpoto", ["photo"]),
        ("photoo", ["photo"]),
        ("pictrue", ["picture"]),
        ("wroong", ["wrong"]),
        ("helo", ["hello"]),
        ("unsubcsibe", ["unsubscribe"]),
        ("myphotoiswrong", ["my", "photo", "is", "wrong"]),
        ("2024", ["#"]),
    ],
)
def test_a_misspelt_word_is_corrected(written: str, meant: list[str]) -> None:
    assert [*SPELLING.mend(written)] == meant


@pytest.mark.parametrize(
    "word",
    ["printer", "charge", "phto", "phantom", "picard", "myis", "photosynthesis", "照", "x" * 99],
)
def test_a_word_that_means_something_else_stays_as_it_is(word: str) -> None:
    assert SPELLING.mend(word) == (word,)


def test_without_telling_words_nothing_is_corrected() -> None:
    assert spelling_of(["my", "is"], []).mend("myiss") == ("myiss",)
