"""Every catalogue says everything, with the same gaps, links and emphasis."""

import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt

from bot.chat.language import LOCALES

CATALOGUES = sorted(path.parent.name for path in LOCALES.glob("*/photobot.po"))
LINK = re.compile(r"\[[^\]]+\]\(([^)]*)\)")
IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")


def messages(language: str) -> Iterator[Message]:
    with (LOCALES / language / "photobot.po").open("rb") as file:
        yield from (message for message in read_po(file, locale=language) if message.id)


def gaps(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_catalogue_has_every_sentence_of_the_template_and_no_other(language: str) -> None:
    with (LOCALES / "photobot.pot").open("rb") as file:
        template = {message.id for message in read_po(file) if message.id}
    said = {message.id for message in messages(language) if message.string and not message.fuzzy}
    assert said == template, "make words, then translate"


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_has_the_placeholders_links_emphasis_and_lines_of_its_sentence(
    language: str,
) -> None:
    for message in messages(language):
        source, said = str(message.id), str(message.string)
        assert gaps(said) == gaps(source), said
        assert sorted(LINK.findall(said)) == sorted(LINK.findall(source)), said
        assert said.count("**") == source.count("**"), said
        assert said.count("\n") == source.count("\n"), said


@pytest.mark.parametrize("language", CATALOGUES)
def test_emphasis_is_where_markdown_sees_it(language: str) -> None:
    for message in messages(language):
        said = str(message.string)
        # Beside punctuation and without a space, ** is shown as it is written.
        assert MarkdownIt().render(said).count("<strong>") == said.count("**") // 2, said


def test_traditional_chinese_has_only_characters_that_taiwan_writes() -> None:
    for message in messages("zh_Hant"):
        "".join(IDEOGRAPHS.findall(str(message.string))).encode("big5")


def test_chinese_has_no_space_beside_what_is_emphasised_in_it() -> None:
    spaced = re.compile(r"[\u4e00-\u9fff] \*\*[\u4e00-\u9fff]|[\u4e00-\u9fff]\*\* [\u4e00-\u9fff]")
    for message in messages("zh_Hant"):
        assert not spaced.search(str(message.string)), message.string


def test_chinese_says_of_what_there_is_each_copy() -> None:
    for message in messages("zh_Hant"):
        assert not re.search("每一?份(?!相片)", str(message.string)), message.string


def test_chinese_types_words_and_sends_messages_and_writes_to_nobody() -> None:
    for message in messages("zh_Hant"):
        assert not re.search("寫給|請寫|^寫|寫「", str(message.string)), message.string


def test_a_japanese_sentence_is_followed_by_no_space() -> None:
    for message in messages("ja"):
        assert not re.search(r"。(\*\*)? ", str(message.string)), message.string


def test_japanese_links_have_no_space_before_a_particle() -> None:
    for message in messages("ja"):
        assert not re.search(r"\]\([^)]*\) [\u3040-\u309f]", str(message.string)), message.string


@pytest.mark.parametrize("language", CATALOGUES)
def test_closing_a_case_is_not_closing_a_window(language: str) -> None:
    said = {message.id: message.string for message in messages(language)}
    assert said["Close"] != said["Close the case"]


def test_traditional_chinese_is_punctuated_as_in_taiwan() -> None:
    for message in messages("zh_Hant"):
        said = LINK.sub("", str(message.string))
        assert not re.search(r"[\u4e00-\u9fff][,;:!?]|[\u4e00-\u9fff]\.(\s|$)|\.\.\.", said), said


def test_chinese_and_latin_words_have_a_space_between_them() -> None:
    touching = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
    for message in messages("zh_Hant"):
        assert not touching.search(str(message.string)), message.string
