"""Labelled sentences: files with a table for each kind, which lists sentences by intent."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.chat.language import LOCALES
from bot.intents.labelled import FILE, letters_of, read_labelled

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
    paths = sorted(folder.glob(f"*/{FILE}"))
    return [sentence for path in paths for sentence in _read(path, path.parent.name)]


def unseen(folder: Path = UNSEEN) -> list[Sentence]:
    """Read the sentences that the model is never trained on, in languages that it has learned.

    Those that happen to be among the learned ones too, such as “stop”, are left out.
    """
    known = {letters_of(sentence.text) for sentence in learned()}
    languages = {path.parent.name for path in LOCALES.glob(f"*/{FILE}")}
    paths = (path for path in sorted(folder.glob("*.toml")) if path.stem in languages)
    every = (sentence for path in paths for sentence in _read(path, path.stem))
    return [sentence for sentence in every if letters_of(sentence.text) not in known]


def _read(path: Path, language: str) -> Iterator[Sentence]:
    return (Sentence(language, *each) for each in read_labelled(path))
