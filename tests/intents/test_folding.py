import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intents.folding import fold, folding_of, without_quoted_lines

FOLDING = folding_of({ord("对"): "對"}, ["please", "究竟"])


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
        ("👍🏽", "👍"),
    ],
)
def test_folding_takes_away_what_does_not_change_the_meaning(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("my photo", ["my", "photo"]),
        ("我的photo不对", ["我", "的", "photo", "不", "對"]),
        ("Please, check pleased 究竟", [",", "check", "pleased"]),
        ("sharepoint.com", ["sharepoint", "com"]),
        ("謝謝 照片", ["謝", "謝", ",", "照", "片"]),
        ("照 片 不对", ["照", "片", "不", "對"]),
    ],
)
def test_words_are_cut_out_of_any_writing(text: str, words: list[str]) -> None:
    assert FOLDING.words(text) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hi! Is it?", [["hi", "!"], ["is", "it", "?"]]),
        ("v1.2 is it", [["v1", "2", "is", "it"]]),
        ("hi\nyou", [["hi", "\n", "you"]]),
        ("hi\n \nyou", [["hi", "\n \n"], ["you"]]),
        ("對。不對", [["對", "。"], ["不", "對"]]),
        ("", []),
    ],
)
def test_sentences_end_where_a_sign_or_an_empty_line_ends_them(
    text: str, sentences: list[list[str]]
) -> None:
    assert FOLDING.sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> Is it wrong?\nyes", "\nyes"),
        ("> Is it wrong?", "> Is it wrong?"),
        ("a > b", "a > b"),
    ],
)
def test_what_is_only_quoted_is_left_out(text: str, own: str) -> None:
    assert without_quoted_lines(text) == own
