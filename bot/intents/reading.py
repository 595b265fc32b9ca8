"""Load how the texts of each language are read: locales/*/reading.toml."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.chat.language import LOCALES
from bot.intents.features import Features, fold

FILE = "reading.toml"
Table = Mapping[str, Any]


def tables(folder: Path = LOCALES) -> list[Table]:
    """Read the file of every language below a folder; raises ValueError or OSError."""
    paths = sorted(folder.glob(f"*/{FILE}"))
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def features_of(languages: Iterable[Table]) -> Features:
    """Make the features that all languages share."""
    languages = list(languages)
    letters = str.maketrans(
        {
            ord(foreign): own
            for table in languages
            for foreign, own in _pairs(table.get("letters", {}))
        }
    )
    written = {
        fold(word): own for table in languages for word, own in table.get("dialect", {}).items()
    }
    kind_of = {
        fold(word.strip()).translate(letters): kind
        for table in languages
        for kind, words in table["kinds"].items()
        for word in words.split("|")
    }
    return Features(letters, any_of(written), written, any_of(kind_of), kind_of)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Make a pattern that finds the longest of some words; Latin ones only as whole words."""
    longest_first = sorted(words, key=len, reverse=True)
    patterns = (
        rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word.isascii() else re.escape(word)
        for word in longest_first
    )
    return re.compile("|".join(patterns) or "(?!)")


def _pairs(letters: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    foreign, own = ("".join(letters.get(of, "").split()) for of in ("foreign", "own"))
    return zip(foreign, own, strict=True)
