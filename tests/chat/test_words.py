"""The template that translators start from."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.chat.language import LOCALES

ROOT = LOCALES.parent


def template() -> set[str]:
    with (LOCALES / "photobot.pot").open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every `_(…)` in the source."""
    for folder in ("bot", "cards"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "_":
                    yield path, node


def test_the_template_has_every_sentence_of_the_source_and_no_other() -> None:
    in_source = {
        str(message)
        for folder in ("bot", "cards")
        for _, _, message, *_ in extract_from_dir(ROOT / folder, keywords={"_": None})
    }
    assert template() == in_source, "make words"


def test_every_translated_sentence_is_a_literal_in_the_source() -> None:
    for path, call in calls():
        [words] = call.args
        assert isinstance(words, ast.Constant), f"{path}:{call.lineno}"
        assert isinstance(words.value, str), f"{path}:{call.lineno}"


def test_a_placeholder_has_a_name_that_translators_understand() -> None:
    for sentence in template():
        for _, name, _, _ in string.Formatter().parse(sentence):
            assert name is None or name.isidentifier(), sentence
