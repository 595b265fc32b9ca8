"""Makes more sentences from those that people wrote: locales/*/patterns.toml.

A model that has read “my photo is wrong” learns from it that “hi, my avatar is worng” is the same.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from string import ascii_lowercase

from bot.chat.language import LOCALES
from training.sentences import Sentence

# How many are made of each sentence and of each pattern, and what each counts.
OF_SENTENCE, SENTENCE_WEIGHT = 3, 0.3
OF_PATTERN, PATTERN_WEIGHT = 12, 0.25
# How often each change is made.
OFTEN, SELDOM = 0.5, 0.35
# Words that replace each other in sentences.
SWAPPED = ("photo", "place")
_PLACE = re.compile(r"\{(\w+)\}")
_SHORTEST_MISSPELT = 4


@dataclass(frozen=True)
class Variations:
    """Makes sentences of one language.

    Attributes:
        before, after: what may stand around any sentence.
        fills: words for each place of a pattern.
        swapped: for each kind of words that replace each other, what finds them.
        patterns: by intent.
        gaps: what stands between those and the sentence.
        slips: letters that are taken for each other, by the letter.
    """

    before: Sequence[str]
    after: Sequence[str]
    fills: Mapping[str, Sequence[str]]
    swapped: Mapping[str, re.Pattern[str]]
    patterns: Mapping[str, Sequence[str]]
    gaps: Sequence[str]
    slips: Mapping[str, str]

    def of(self, sentence: Sentence) -> Iterator[Sentence]:
        """Yield variations of a sentence, as far as they differ from it."""
        # Chance of its own, so that a sentence that is added changes what is made of no other.
        random = Random(sentence.text)
        for _ in range(OF_SENTENCE):
            text = self._varied(sentence, random)
            if text != sentence.text:
                yield replace(sentence, text=text, weight=SENTENCE_WEIGHT)

    def of_patterns(self, language: str) -> Iterator[Sentence]:
        """Yield sentences of every pattern, with its places filled."""
        for intent, patterns in self.patterns.items():
            for pattern in patterns:
                random = Random(pattern)
                filled = (self._filled(pattern, random) for _ in range(OF_PATTERN))
                for text in dict.fromkeys(filled):
                    yield Sentence(language, "patterns", intent, text, PATTERN_WEIGHT)

    def _varied(self, sentence: Sentence, random: Random) -> str:
        text = sentence.text
        for kind, pattern in self.swapped.items():
            if random.random() < OFTEN:
                text = self._swapped(text, kind, pattern, random)
        if random.random() < OFTEN:
            text = _mistaken(_misspelt(text, random), self.slips, random)
        if random.random() < SELDOM and sentence.intent != "greeting":
            text = random.choice(self.before) + random.choice(self.gaps) + text
        if random.random() < SELDOM and sentence.intent != "thanks":
            text = text + random.choice(self.gaps) + random.choice(self.after)
        return text

    def _swapped(self, text: str, kind: str, pattern: re.Pattern[str], random: Random) -> str:
        return pattern.sub(lambda _: random.choice(self.fills[kind]), text)

    def _filled(self, pattern: str, random: Random) -> str:
        """Fill the places of a pattern; what fills one may have places itself."""
        while _PLACE.search(pattern):
            pattern = _PLACE.sub(lambda place: random.choice(self.fills[place[1]]), pattern)
        return pattern


def variations(folder: Path = LOCALES) -> dict[str, Variations]:
    """Read what sentences are made of, by language."""
    return {path.parent.name: _read(path) for path in sorted(folder.glob("*/patterns.toml"))}


def _read(path: Path) -> Variations:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    fills = table["fills"]
    return Variations(
        table["before"],
        table["after"],
        fills,
        {kind: _any_of(fills[kind]) for kind in SWAPPED},
        table["patterns"],
        table["gaps"],
        {letter: group for group in table.get("slips", ()) for letter in group},
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    bordered = (
        rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest_first
    )
    return re.compile("|".join(bordered), re.IGNORECASE)


def _misspelt(text: str, random: Random) -> str:
    """Swap, drop, double or mistake one letter of one longer Latin word."""
    words = text.split(" ")
    chosen = random.randrange(len(words))
    word = words[chosen]
    if len(word) < _SHORTEST_MISSPELT or not word.isascii():
        return text
    at = random.randrange(len(word) - 1)
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + random.choice(ascii_lowercase) + word[at + 1 :],
    )
    words[chosen] = random.choice(slips)
    return " ".join(words)


def _mistaken(text: str, slips: Mapping[str, str], random: Random) -> str:
    """Take one letter that sounds or looks like another for that one."""
    at = [place for place, letter in enumerate(text) if letter in slips]
    if not at:
        return text
    place = random.choice(at)
    return text[:place] + random.choice(slips[text[place]]) + text[place + 1 :]
