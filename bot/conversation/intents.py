"""Recognises what people want from what they write; the words are data, one file per language."""

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.talk.language import LOCALES

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_AROUND = " \t\r\n.!?,;:…\"'()*_~"


@dataclass(frozen=True)
class Intent:
    """One thing that people want, and how they say it; `unless` rules out what only looks so."""

    name: str
    exactly: frozenset[str]
    patterns: tuple[tuple[frozenset[str], ...], ...]
    unless: frozenset[str] = frozenset()

    def fits(self, text: str) -> bool:
        """Whether a folded text says this."""
        if text.strip(_AROUND) in self.exactly or text in self.exactly:
            return True
        if any(word in text for word in self.unless):
            return False
        return any(_all_occur(groups, text) for groups in self.patterns)


@dataclass(frozen=True)
class Intents:
    """Every intent, in the order in which they are tried."""

    known: tuple[Intent, ...]

    def recognise(self, text: str) -> str | None:
        """Name of the first intent that fits, if one does."""
        folded = fold(text)
        return next((intent.name for intent in self.known if intent.fits(folded)), None)


def fold(text: str) -> str:
    """Take away what does not change the meaning: case, accents, kinds of quotes, white space."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_QUOTES).casefold())
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.split())


def load_intents(folder: Path = LOCALES) -> Intents:
    """Read the intents of every language below a folder."""
    files = sorted(folder.glob("*/intents.toml"))
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in files)
    return Intents(tuple(_intent(table) for each in tables for table in each["intent"]))


def _intent(table: dict[str, Any]) -> Intent:
    return Intent(
        name=table["name"],
        exactly=frozenset(fold(phrase) for phrase in table.get("exactly", ())),
        patterns=tuple(_groups(groups) for groups in table.get("patterns", ())),
        unless=frozenset(fold(word) for word in table.get("unless", ())),
    )


def _groups(groups: Iterable[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(fold(word) for word in group.split("|")) for group in groups)


def _all_occur(groups: tuple[frozenset[str], ...], text: str) -> bool:
    return all(any(word in text for word in group) for group in groups)
