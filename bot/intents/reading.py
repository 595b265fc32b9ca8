"""Load how the texts of each language are read: locales/*/reading.toml."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.chat.language import LOCALES
from bot.intents.features import Features, fold

FILE = "reading.toml"
LETTERS = "letters.toml"
Table = Mapping[str, Any]


def tables(folder: Path = LOCALES) -> dict[str, Table]:
    """Read the files of each language below a folder, by its name; raises ValueError or OSError."""
    return {path.parent.name: _table(path) for path in sorted(folder.glob(f"*/{FILE}"))}


def _table(path: Path) -> Table:
    """Read the file of one language, with the table that is made of its letters if there is one."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    made = path.with_name(LETTERS)
    if made.exists():
        table["converted"] = tomllib.loads(made.read_text(encoding="utf-8"))
    return table


def features_of(languages: Iterable[Table]) -> Features:
    """Make the features that all languages share."""
    languages = list(languages)
    letters = str.maketrans(
        {foreign: own for table in languages for foreign, own in _read_as(table)}
    )
    written = {
        fold(word).translate(letters): own.translate(letters)
        for table in languages
        for word, own in table.get("dialect", {}).items()
    }
    kind_of = {
        fold(word.strip()).translate(letters): kind
        for table in languages
        for kind, words in table["kinds"].items()
        for word in words.split("|")
    }
    nots = any_of(word for word, kind in kind_of.items() if kind == "not")
    return Features(letters, any_of(written), written, any_of(kind_of), kind_of, nots)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Make a pattern that finds the longest of some words; Latin ones only as whole words."""
    words = list(words)
    latin = one_of(word for word in words if word.isascii())
    others = one_of(word for word in words if not word.isascii())
    # A word in both letters is longer than its Latin beginning.
    return re.compile(rf"{others}|(?<![a-z0-9]){latin}(?![a-z0-9])")


def one_of(words: Iterable[str]) -> str:
    """Return the text of a pattern for any of some words, the longest first.

    Words share their beginnings, so that it takes the same time for a thousand as for ten.
    """
    rest: defaultdict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys(words):
        rest[word[:1]].append(word[1:])
    is_end = bool(rest.pop("", None))
    branches = [
        re.escape(letter) + ("" if after == [""] else one_of(after))
        for letter, after in rest.items()
    ]
    if len(branches) == 1 and not is_end:
        return branches[0]
    if not branches:
        return "" if is_end else "(?!)"
    return f"(?:{'|'.join(branches)}){'?' if is_end else ''}"


def _read_as(table: Table) -> Iterable[tuple[str, str]]:
    """Yield letters with those that they are read as: converted, and then by the pairs."""
    pairs = dict(_pairs(table.get("letters", {})))
    converted = _pairs(table.get("converted", {}))
    yield from pairs.items()
    yield from ((foreign, pairs.get(own, own)) for foreign, own in converted)


def _pairs(letters: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    foreign, own = ("".join(letters.get(of, "").split()) for of in ("foreign", "own"))
    return zip(foreign, own, strict=True)
