"""Finds the words that were meant by a misspelt one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

NUMBER = "#"
_DOUBLED = re.compile(r"(.)\1")
_SHORTEST_DOUBLED = 4
_SHORTEST_TELLING = 4
_SHORTEST_MENDED = 5
_SHORTEST_TWO_SLIPS = 8
_LONGEST_SPLIT = 40


@dataclass(frozen=True)
class Spelling:
    """The words that are known, and those of them that are looked for in misspelt ones.

    Attributes:
        known: every word that is right as it is.
        tells: finds the words that are looked for within another.
        undoubled: these words by how they are written without doubled letters.
        by_first_letter: these words by how they begin.
    """

    known: frozenset[str]
    tells: re.Pattern[str]
    undoubled: Mapping[str, str]
    by_first_letter: Mapping[str, tuple[str, ...]]

    def mend(self, word: str) -> tuple[str, ...]:
        """The known words that were meant, or the word as it is."""
        if word in self.known:
            return (word,)
        if word.isdigit():
            return (NUMBER,)
        if len(word) < _SHORTEST_DOUBLED:
            return (word,)
        if meant := self.undoubled.get(_undouble(word)):
            return (meant,)
        if not _SHORTEST_MENDED <= len(word) <= _LONGEST_SPLIT:
            return (word,)
        return self._split(word) or self._nearest(word)

    def _split(self, word: str) -> tuple[str, ...]:
        """Known words that were written together, one of them a word that is looked for."""
        if not self.tells.search(word):
            return ()
        ways: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(1, len(word) + 1):
            start = next((at for at in ways if word[at:end] in self.known), None)
            if start is not None:
                ways[end] = (*ways[start], word[start:end])
        return ways.get(len(word), ())

    def _nearest(self, word: str) -> tuple[str, ...]:
        """The telling word one slip away (two in a long word): a letter missing, added, swapped."""
        slips = 1 if len(word) < _SHORTEST_TWO_SLIPS else 2
        likely = [near for first in {*word[:2]} for near in self.by_first_letter.get(first, ())]
        best = process.extractOne(word, likely, scorer=OSA.distance, score_cutoff=slips)
        return (best[0],) if best else (word,)


def spelling_of(known: Iterable[str], telling: Iterable[str]) -> Spelling:
    """Index words, so that misspelt ones are found fast."""
    sought = sorted({*telling})
    long = (word for word in sought if len(word) >= _SHORTEST_TELLING)
    return Spelling(
        known=frozenset(known).union(sought),
        tells=re.compile("|".join(map(re.escape, long)) or "(?!)"),
        undoubled={_undouble(word): word for word in sought},
        by_first_letter={
            first: tuple(word for word in sought if word[0] == first)
            for first in {word[0] for word in sought}
        },
    )


def _undouble(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)
