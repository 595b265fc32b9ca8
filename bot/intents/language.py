"""Recognise in which language a message is written, where that is certain.

What each language is written with is learned from its labelled sentences, as the intents are: words
where it puts spaces between them, else letters and pairs of letters. So no language is named here,
and of two with the same letters, such as Chinese and Japanese, the one is found that writes them
so. What most of is unknown, such as a language without a catalogue, is not recognised.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from bot.chat.language import LOCALES
from bot.intents.features import UNSPACED, Features
from bot.intents.written import MAX_TEXT, own_words

FILE = LOCALES / "languages.bin"
# Units are told apart by so many numbers: one in twenty that is unknown is taken for a known one.
NUMBERS = 1 << 17
# What is too short says nothing: “OK” and a name are the same in many languages.
MIN_WORDS, MIN_LETTERS = 3, 4
# How much of a message has to be known, and how many of the pairs of its letters: names are known
# letters in unknown pairs.
KNOWN, KNOWN_PAIRS = 0.7, 0.4
# A language is certain where this much speaks for it alone, and so many times as much as speaks for
# another. Otherwise the message is in both.
MIN_ALONE, TIMES = 3, 4
# A word counts as much as this many letters of a language without spaces.
WORD = 2
# Addresses and references.
_NO_WORD = re.compile(r"(?<![!-~])[!-~]*[@/\d][!-~]*")
_WORD = re.compile(rf"[{UNSPACED}]+|[^\W\d_{UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True)
class Units:
    """What a message is written with.

    Attributes:
        words: those of languages that put spaces between them.
        letters: those of the other languages, and in `pairs` every two that stand together.
        length: how many letters there are of those languages.
    """

    words: frozenset[str]
    letters: frozenset[str]
    pairs: frozenset[str]
    length: int

    @property
    def suffice(self) -> bool:
        """Whether there is enough to tell the language."""
        return len(self.words) >= MIN_WORDS or self.length >= MIN_LETTERS

    @property
    def every(self) -> frozenset[str]:
        """All units."""
        return self.words | self.letters | self.pairs

    def weight(self, units: frozenset[str]) -> int:
        """Return how much some of these units count."""
        return len(units) + (WORD - 1) * len(units & self.words)


@dataclass(frozen=True)
class Vocabulary:
    """The units that a language is written with, one bit for each number."""

    bits: bytes

    @classmethod
    def of(cls, units: Iterable[str]) -> "Vocabulary":
        """Return the vocabulary of these units."""
        bits = bytearray(NUMBERS // 8)
        for unit in units:
            number = _number(unit)
            bits[number // 8] |= 1 << number % 8
        return cls(bytes(bits))

    def __contains__(self, unit: str) -> bool:
        number = _number(unit)
        return bool(self.bits[number // 8] & 1 << number % 8)


@dataclass(frozen=True)
class Vocabularies:
    """The vocabulary of every language, by the name of its folder.

    Attributes:
        source: a digest of what they were learned from.
    """

    languages: Mapping[str, Vocabulary]
    source: str

    def dump(self) -> bytes:
        """Return the file: a line of JSON, and the bits of one language after the other."""
        head = json.dumps({"source": self.source, "languages": list(self.languages)})
        return b"\n".join((head.encode(), b"".join(each.bits for each in self.languages.values())))


def load_vocabularies(path: Path = FILE) -> Vocabularies:
    """Read the file; raises OSError or ValueError for one that is not as expected."""
    head, _, bits = path.read_bytes().partition(b"\n")
    read, each = json.loads(head), NUMBERS // 8
    if len(bits) != each * len(read["languages"]):
        raise ValueError(f"{path} has {len(bits)} bytes of vocabularies")
    return Vocabularies(
        {
            name: Vocabulary(bits[at * each : (at + 1) * each])
            for at, name in enumerate(read["languages"])
        },
        read["source"],
    )


@dataclass(frozen=True)
class LanguageRecogniser:
    """Recognises the language of a message.

    Attributes:
        features: reads letters of any script and dialect as the language's own.
        vocabularies: by the name of the language's folder.
    """

    features: Features
    vocabularies: Mapping[str, Vocabulary]

    def recognise(self, text: str) -> str | None:
        """Return the name of the language of what a person wrote themselves; None if unsure."""
        units = units_of(own_words(text), self.features)
        if not units.suffice:
            return None
        known = {
            name: frozenset(unit for unit in units.every if unit in vocabulary)
            for name, vocabulary in self.vocabularies.items()
        }
        for name, own in known.items():
            others = (each for other, each in known.items() if other != name)
            if _is_in(own, units) and all(_is_certain(own, other, units) for other in others):
                return name
        return None


def _is_in(own: frozenset[str], units: Units) -> bool:
    written = units.words | units.letters
    return units.weight(own & written) >= KNOWN * units.weight(written) and len(
        own & units.pairs
    ) >= KNOWN_PAIRS * len(units.pairs)


def _is_certain(own: frozenset[str], other: frozenset[str], units: Units) -> bool:
    alone = units.weight(own - other)
    return alone >= MIN_ALONE and alone > TIMES * units.weight(other - own)


def units_of(text: str, features: Features) -> Units:
    """Cut a text into units; addresses and names of apps are those of no language."""
    plain = features.plain(_NO_WORD.sub(" ", text))[:MAX_TEXT]
    parts = _WORD.findall(plain)
    unspaced = [part for part in parts if _IS_UNSPACED.match(part)]
    return Units(
        frozenset(
            part
            for part in parts
            if not _IS_UNSPACED.match(part) and features.kind_of.get(part) != "place"
        ),
        frozenset("".join(unspaced)),
        frozenset(part[at : at + 2] for part in unspaced for at in range(len(part) - 1)),
        sum(map(len, unspaced)),
    )


def _number(unit: str) -> int:
    return crc32(unit.encode()) % NUMBERS
