"""Simplified letters are read as the ones of Taiwan."""

import tomllib
from dataclasses import replace

import opencc
import pytest

from bot.chat.language import LOCALES
from bot.intents.reading import LETTERS, tables
from tests.intents.read_once import INTENTS, learned, unseen
from training.figures import hear
from training.letters import converted

SIMPLIFIED = opencc.OpenCC("tw2s")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("头像不对", "頭像不對"),
        ("还没换", "還沒換"),
        ("一寸证件照", "一寸證件照"),
        ("不准动", "不准動"),
    ],
)
def test_a_simplified_text_is_read_as_a_traditional_one(text: str, read: str) -> None:
    assert INTENTS.features.plain(text) == INTENTS.features.plain(read) == read


def test_nearly_every_sentence_reads_the_same_in_either_script() -> None:
    plain = INTENTS.features.plain
    chinese = [each.text for each in (*learned(), *unseen()) if each.language == "zh_Hant"]
    other = [text for text in chinese if plain(SIMPLIFIED.convert(text)) != plain(text)]
    # One simplified letter stands for several others, of which one is chosen.
    assert len(other) / len(chinese) < 0.03


def test_unseen_sentences_are_understood_as_well_in_simplified_letters() -> None:
    said = [each for each in unseen() if each.language == "zh_Hant"]
    simplified = [replace(each, text=SIMPLIFIED.convert(each.text)) for each in said]
    right, right_too = (
        sum(each.is_right for each in hear(INTENTS, some)) for some in (said, simplified)
    )
    assert right_too >= right - len(said) // 100


def test_the_table_is_what_the_library_says() -> None:
    # After a new version of it: make letters.
    for table in tables().values():
        if conversion := table.get("letters", {}).get("conversion"):
            made = table["converted"]
            foreign, own = ("".join(made[of].split()) for of in ("foreign", "own"))
            pairs = list(zip(foreign, own, strict=True))
            assert pairs == list(converted(conversion))


def test_no_rule_waits_for_a_letter_that_is_read_as_another() -> None:
    features = INTENTS.features
    letters = features.letters
    for path in LOCALES.glob("*/reading.toml"):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for word, written in table.get("dialect", {}).items():
            assert features.plain(word) == features.plain(written), word
        assert path.with_name(LETTERS).exists() == ("conversion" in table.get("letters", {}))
    # Vetoes are read as texts are.
    rules = "".join(f"{each.text.pattern}{each.unless.pattern}" for each in INTENTS.vetoes)
    assert {sign for sign in rules if letters.get(ord(sign), sign) != sign} == set()
