"""Sentences that the model never learned from: tests/intents/unseen, written by another hand."""

import pytest

from bot.intents.features import fold
from tests.intents.read_once import INTENTS, learned, unseen
from training.figures import Heard, hear
from training.sentences import UNSEEN

# What `make intents` printed, less a percent. The aim is 92 %.
LEAST = {"en": 0.936, "ja": 0.9, "zh_Hant": 0.923}
LANGUAGES = [path.stem for path in sorted(UNSEEN.glob("*.toml"))]


def plain(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


@pytest.fixture(scope="module")
def heard() -> list[Heard]:
    return hear(INTENTS, unseen())


def test_nothing_that_was_learned_counts_as_unseen() -> None:
    known = {plain(each.text) for each in learned()}
    assert [each.text for each in unseen() if plain(each.text) in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_of_it_is_understood(heard: list[Heard], language: str) -> None:
    said = [each for each in heard if each.sentence.language == language]
    assert sum(each.is_right for each in said) / len(said) >= LEAST[language]
    # Where too little is understood, the person is asked before anything is checked.
    most = 0.045 if INTENTS.doubts(language) else 0.03
    assert sum(each.is_wrong_photo for each in said) / len(said) <= most
    assert [each.sentence.text for each in said if each.is_harmful] == []
