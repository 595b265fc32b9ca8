"""The words of locales/: nothing in them is out of reach or without effect."""

import tomllib
from collections.abc import Iterator

import pytest

from bot.chat.language import LOCALES
from bot.intents import load_intents
from bot.intents.load import FILE

INTENTS = load_intents()
RULES = INTENTS.rules
COUPLINGS = INTENTS.vocabulary.couplings


def phrases() -> Iterator[str]:
    for path in LOCALES.glob(f"*/{FILE}"):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["words"].values():
            yield from (phrase.strip() for phrase in row.split("|"))


def meant() -> set[str]:
    by_words = INTENTS.vocabulary.phrases.values()
    return {name for names in by_words for name in names} | {
        name for coupling in COUPLINGS for name in coupling.together
    }


def asked() -> set[str]:
    patterns = [pattern for rule in RULES for pattern in (*rule.says, *rule.only)]
    parts = [part for pattern in patterns for part in pattern]
    parts += [part for coupling in COUPLINGS for part in coupling.parts]
    parts += [names for rule in RULES for names in (rule.unless, rule.asides)]
    return {name for part in parts for name in part}


def test_every_meaning_that_a_rule_asks_for_has_words() -> None:
    assert asked() - meant() == set()


def test_every_meaning_is_asked_for() -> None:
    # Plain phrases are there to be nothing else.
    assert meant() - asked() == {"plain"}


@pytest.mark.parametrize("language", ["en", "zh_Hant"])
def test_a_phrase_is_written_once_for_a_meaning(language: str) -> None:
    words = tomllib.loads((LOCALES / language / FILE).read_text(encoding="utf-8"))["words"]
    for row in words.values():
        read = [tuple(INTENTS.folding.words(phrase)) for phrase in row.split("|")]
        assert len(read) == len({*read})


def test_no_phrase_holds_words_that_are_left_out() -> None:
    silent = INTENTS.folding.silent
    assert [phrase for phrase in phrases() if silent.search(phrase)] == []


@pytest.mark.parametrize(
    "word", ["charge", "chance", "states", "thinks", "layer", "terms", "tanks", "printer", "cancer"]
)
def test_a_word_that_only_looks_like_another_is_not_corrected(word: str) -> None:
    assert INTENTS.vocabulary.spelling.mend(word) == (word,)
