"""Read labelled sentences: files with a table for each kind, which lists sentences by intent."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.intents.features import fold

FILE = "sentences.toml"


def read_labelled(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield kind, intent and text of each sentence; raises OSError or ValueError."""
    for kind, by_intent in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for intent, texts in by_intent.items():
            yield from ((kind, intent, text) for text in texts)


def letters_of(text: str) -> str:
    """Return the letters and digits by which two sentences are the same; all if there is none."""
    return "".join(sign for sign in fold(text) if sign.isalnum()) or text


def learned_letters(folder: Path, languages: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the letters of the sentences of some languages, by the intent that they have."""
    by_intent: defaultdict[str, set[str]] = defaultdict(set)
    for language in languages:
        for _, intent, text in read_labelled(folder / language / FILE):
            by_intent[intent].add(letters_of(text))
    return {intent: frozenset(letters) for intent, letters in by_intent.items()}
