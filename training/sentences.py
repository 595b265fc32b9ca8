"""Labelled sentences: files with a table for each kind, which lists sentences by intent."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.chat.language import LOCALES
from bot.intents.features import fold

UNSEEN = Path(__file__).resolve().parents[1] / "tests/intents/unseen"


@dataclass(frozen=True)
class Sentence:
    """What somebody wrote, and what they want.

    Attributes:
        language: the name of the language's folder.
        kind: the kind of people or of sentences, such as british_english.
        weight: how much it counts in training.
    """

    language: str
    kind: str
    intent: str
    text: str
    weight: float = 1.0


def learned(folder: Path = LOCALES) -> list[Sentence]:
    """Read the sentences of every language, from which the model is trained."""
    paths = sorted(folder.glob("*/sentences.toml"))
    return [sentence for path in paths for sentence in _read(path, path.parent.name)]


def unseen(folder: Path = UNSEEN) -> list[Sentence]:
    """Read the sentences that the model is never trained on, in languages that it has learned.

    Those that happen to be among the learned ones too, such as “stop”, are left out.
    """
    known = {_letters(sentence.text) for sentence in learned()}
    languages = {path.parent.name for path in LOCALES.glob("*/sentences.toml")}
    paths = (path for path in sorted(folder.glob("*.toml")) if path.stem in languages)
    every = (sentence for path in paths for sentence in _read(path, path.stem))
    return [sentence for sentence in every if _letters(sentence.text) not in known]


def _read(path: Path, language: str) -> Iterator[Sentence]:
    for kind, by_intent in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for intent, texts in by_intent.items():
            yield from (Sentence(language, kind, intent, text) for text in texts)


def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum()) or text
