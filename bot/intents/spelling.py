"""Correct misspelt words, towards the words that carry an intent only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Stands for any number, so that phrases can hold one.
NUMBER = "#"
_DOUBLED = re.compile(r"(.)\1")
# Lengths in letters. Shorter words have too many neighbours to be corrected; the search for words
# that were written together is quadratic, so long ones are left alone.
_SHORTEST_DOUBLED = 4
_SHORTEST_TELLING = 4
_SHORTEST_MENDED = 5
_SHORTEST_TWO_SLIPS = 8
_LONGEST_SPLIT = 40


@dataclass(frozen=True)
class Spelling:
    """The known words, and among them the telling ones, to which misspelt words are corrected.

    Attributes:
        known: every word that is right as it is.
        tells: finds a telling word within another word.
        undoubled: telling words by their form without doubled letters.
        by_first_letter: telling words by their first letter.
    """

    known: frozenset[str]
    tells: re.Pattern[str]
    undoubled: Mapping[str, str]
    by_first_letter: Mapping[str, tuple[str, ...]]

    def mend(self, word: str) -> tuple[str, ...]:
        """Return the known words that were meant, or the word as it is."""
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
        """Return known words that were written together, of which one is telling; else none."""
        if not self.tells.search(word):
            return ()
        # How the word splits up to each position that known words reach.
        splits: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(1, len(word) + 1):
            start = next((at for at in splits if word[at:end] in self.known), None)
            if start is not None:
                splits[end] = (*splits[start], word[start:end])
        return splits.get(len(word), ())

    def _nearest(self, word: str) -> tuple[str, ...]:
        """Return the telling word within one slip (a letter missing, added or swapped), or two."""
        slips = 1 if len(word) < _SHORTEST_TWO_SLIPS else 2
        # The first two letters, as they may be swapped or the first one be added.
        likely = [near for first in {*word[:2]} for near in self.by_first_letter.get(first, ())]
        best = process.extractOne(word, likely, scorer=OSA.distance, score_cutoff=slips)
        return (best[0],) if best else (word,)


def spelling_of(known: Iterable[str], telling: Iterable[str]) -> Spelling:
    """Index the known and the telling words, so that corrections are found fast."""
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
