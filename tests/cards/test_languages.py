"""Every card in every language: nothing is left in English, and nothing is lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cards.every_card import LANGUAGES, every_card
from tests.cards.first_look import elements

# Names and keys that are written alike in every language.
NAMES = re.compile(
    r"""
    https?://\S+ | \]\([^)]*\) | [a-z0-9.-]+\.(com|microsoft)\b | python\ -m\ bot\ [a-z]+
    | [A-Z][A-Za-z]+\.[A-Z][A-Za-z.]+          # permissions, such as User.Read.All
    | (Ctrl|Shift|Command|Cmd|Option|Alt|⌘|⇧)(\+\S+)?
    | Microsoft | Exchange\ Online | Entra\ ID | Graph | Copilot | SharePoint | OneDrive | Outlook
    | Teams | Photobot | InPrivate | Edge | Google | Chrome | Firefox | Safari | Windows | macOS
    | Mac\b | Linux | iPhone | iPad | Android | Office\.com | PictureURL | IT\b | UTC | English
    | JPEG | PNG | [SML]Thumb\.jpg | HEIC | AVIF | MB\b | KB\b | PB-([0-9A-Z]{7}|…)
    """,
    re.VERBOSE,
)
ENGLISH = re.compile(r"[A-Za-z]{2,}")
# For administrators and agents, and of files: codes, settings and folders stand there as they are.
TECHNICAL = ("helpdesk", "caches", "following")
SENTENCE = re.compile(r"[a-z']{2,} [a-z']{2,}")
TRANSLATED = [each for each in LANGUAGES if each != "en"]
SHOWN = ("text", "title", "altText", "value", "placeholder", "label")


def words(node: Any) -> Iterator[str]:
    """Everything in a card that somebody sees or hears."""
    for element in [*elements(node), *facts(node)]:
        yield from (value for key in SHOWN if isinstance(value := element.get(key), str))


def facts(node: Any) -> Iterator[dict[str, Any]]:
    for element in elements(node):
        yield from element.get("facts", ())


def test_every_language_has_the_same_cards_with_as_many_words_buttons_and_pictures() -> None:
    shapes = [
        {name: [element["type"] for element in elements(card)] for name, card in each.items()}
        for each in map(every_card, LANGUAGES)
    ]
    assert all(each == shapes[0] for each in shapes)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_on_a_card_of_another_language(language: str) -> None:
    left = {
        f"{name}: {text}"
        for name, card in every_card(language).items()
        for text in words(card)
        if (SENTENCE if name.startswith(TECHNICAL) else ENGLISH).search(NAMES.sub(" | ", text))
    }
    assert left == set()


def test_no_chinese_sentence_is_followed_by_a_space() -> None:
    spaced = {
        f"{name}: {text}"
        for name, card in every_card("zh_Hant").items()
        for text in words(card)
        if re.search(r"[。\uff01\uff1f\uff1a\uff1b\uff0c](\*\*)? ", text)
    }
    assert spaced == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_of_a_sentence_stays_unfilled(language: str) -> None:
    for name, card in every_card(language).items():
        for text in words(card):
            assert not set("{}") & set(text), (name, text)
            assert text.count("**") % 2 == 0, (name, text)
