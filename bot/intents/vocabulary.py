"""Look up what phrases mean, and what meanings close together mean as one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.intents.spelling import Spelling

Meanings = frozenset[str]
Phrase = tuple[str, ...]
# The meaning of words and marks that end a clause.
BREAK = "break"
_NOTHING: Meanings = frozenset()


@dataclass(frozen=True)
class Coupling:
    """Meanings that have another meaning together where they follow each other in a clause.

    Attributes:
        parts: the meanings in their order, each a set of alternatives.
        together: the meaning that replaces them.
        within: how many phrases further on the next part may stand at most.
    """

    parts: tuple[Meanings, ...]
    together: Meanings
    within: int

    def is_possible(self, said: Meanings) -> bool:
        """Tell whether each part is said anywhere, which is cheap to know beforehand."""
        return not any(part.isdisjoint(said) for part in self.parts)

    def apply(self, spoken: list[Meanings]) -> list[Meanings]:
        """Replace the parts, wherever they follow each other, by what they mean together."""
        coupled = list(spoken)
        for start, meanings in enumerate(spoken):
            if not self.parts[0].isdisjoint(meanings):
                for place in self._places(coupled, start):
                    coupled[place] = self.together
        return coupled

    def _places(self, spoken: Sequence[Meanings], start: int) -> Sequence[int]:
        """Return where the parts stand if the first stands at `start`; empty if one is missing."""
        places = [start]
        for part in self.parts[1:]:
            place = self._next(part, spoken, places[-1])
            if place is None:
                return ()
            places.append(place)
        return places

    def _next(self, part: Meanings, spoken: Sequence[Meanings], start: int) -> int | None:
        for place in range(start + 1, min(start + 1 + self.within, len(spoken))):
            if BREAK in spoken[place]:
                return None
            if not part.isdisjoint(spoken[place]):
                return place
        return None


@dataclass(frozen=True)
class Vocabulary:
    """The meanings of phrases, and of meanings together.

    Attributes:
        phrases: meanings of each phrase.
        lengths: by first word, the numbers of words of the phrases that begin with it, longest
            first.
        couplings: in the order in which they are tried.
        spelling: the words that phrases are made of.
    """

    phrases: Mapping[Phrase, Meanings]
    lengths: Mapping[str, Sequence[int]]
    couplings: tuple[Coupling, ...]
    spelling: Spelling

    def meanings(self, words: Iterable[str]) -> list[Meanings]:
        """Return the meanings of a sentence, phrase by phrase; unknown words mean nothing."""
        mended = [meant for word in words for meant in self._mend(word)]
        spoken = list(self._phrase_by_phrase(mended))
        said = _NOTHING.union(*spoken)
        for coupling in self.couplings:
            if coupling.is_possible(said):
                spoken = coupling.apply(spoken)
                said |= coupling.together
        return spoken

    def _mend(self, word: str) -> tuple[str, ...]:
        """Correct a word; punctuation marks without a meaning are dropped."""
        if word[0].isalnum():
            return self.spelling.mend(word)
        return (word,) if word in self.spelling.known else ()

    def _phrase_by_phrase(self, words: Sequence[str]) -> Iterator[Meanings]:
        at = 0
        while at < len(words):
            length = self._longest(words, at)
            yield self.phrases.get(tuple(words[at : at + length]), _NOTHING)
            at += length

    def _longest(self, words: Sequence[str], at: int) -> int:
        lengths = self.lengths.get(words[at], ())
        return next((n for n in lengths if tuple(words[at : at + n]) in self.phrases), 1)
