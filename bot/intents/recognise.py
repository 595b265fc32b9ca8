"""Find the intent of a text by rules on what its sentences mean."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from unicodedata import normalize

from bot.intents.folding import Folding, without_quoted_lines
from bot.intents.vocabulary import BREAK, Meanings, Vocabulary

OTHER = "other"
# A sentence with more unknown words than this is about something else, and no clause of it counts.
MAX_UNKNOWN = 2
# Characters that decide. Rules are tried on every sentence, on the loop, so a long message would
# keep everybody else waiting; what somebody wants stands at its beginning.
MAX_TEXT = 500
Pattern = tuple[Meanings, ...]


@dataclass(frozen=True)
class Sentence:
    """The meanings of a sentence: of each phrase in `spoken`, of all together in `said`."""

    spoken: tuple[Meanings, ...]
    said: Meanings


@dataclass(frozen=True)
class Rule:
    """One way to express an intent.

    Attributes:
        intent: the name of the intent.
        says: patterns, of which one must occur among whatever else. A pattern is a list of
            alternatives; one of each must be said, in any order.
        only: patterns likewise, beside which nothing may be said but asides.
        unless: meanings that rule the intent out.
        whole: whether the text is judged as a whole instead of sentence by sentence.
        alone: whether it takes a whole sentence, and a clause of one is not enough.
        asides: meanings that change nothing, such as a greeting.
    """

    intent: str
    says: tuple[Pattern, ...] = ()
    only: tuple[Pattern, ...] = ()
    unless: Meanings = frozenset()
    whole: bool = False
    alone: bool = False
    asides: Meanings = frozenset()

    def fits(self, sentence: Sentence) -> bool:
        """Tell whether a sentence expresses the intent."""
        if not self.unless.isdisjoint(sentence.said):
            return False
        return any(_occurs(pattern, sentence) for pattern in self.says) or any(
            _occurs(pattern, sentence) and self._nothing_else(pattern, sentence)
            for pattern in self.only
        )

    def _nothing_else(self, pattern: Pattern, sentence: Sentence) -> bool:
        allowed = self.asides.union(*pattern)
        return not any(meanings.isdisjoint(allowed) for meanings in sentence.spoken)


@dataclass(frozen=True)
class Intents:
    """The rules, in the order in which they are tried, with the vocabulary that they use."""

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    folding: Folding

    def recognise(self, text: str) -> str:
        """Return the name of the intent of a text; "other" where no rule fits.

        Only the first `MAX_TEXT` characters that the person wrote are read.
        """
        beginning = without_quoted_lines(text).strip()[:MAX_TEXT]
        # Cut again: a single character can stand for eighteen.
        sentences = self.folding.sentences(normalize("NFKC", beginning)[:MAX_TEXT])
        # What is said again and again is said once.
        once = dict.fromkeys(map(tuple, sentences))
        spoken = [self.vocabulary.meanings(words) for words in once]
        clauses = [clause for meanings in spoken for clause in _clauses(meanings)]
        whole = _sentence([*chain(*spoken)])
        for_clauses = [rule for rule in self.rules if not rule.alone]
        # Sentences first: clauses are tried only where no sentence fits a rule.
        return _first(self.rules, whole, spoken) or _first(for_clauses, whole, clauses) or OTHER


def _first(
    rules: Iterable[Rule], whole: Sentence, parts: Iterable[Sequence[Meanings]]
) -> str | None:
    """Return the intent of the first rule that fits the whole or one of the parts."""
    # Hundreds of short sentences have few different meanings.
    sentences = list(dict.fromkeys(map(_sentence, parts)))
    return next(
        (
            rule.intent
            for rule in rules
            if any(rule.fits(said) for said in ([whole] if rule.whole else sentences))
        ),
        None,
    )


def _sentence(spoken: Sequence[Meanings]) -> Sentence:
    return Sentence(tuple(spoken), frozenset[str]().union(*spoken))


def _clauses(spoken: Sequence[Meanings]) -> Iterator[Sequence[Meanings]]:
    """Yield the clauses of a sentence; none where many of its words are unknown."""
    if sum(not meanings for meanings in spoken) > MAX_UNKNOWN:
        return
    ends = [at for at, meanings in enumerate(spoken) if BREAK in meanings]
    for start, end in pairwise([-1, *ends, len(spoken)]):
        yield spoken[start + 1 : end]


def _occurs(pattern: Pattern, sentence: Sentence) -> bool:
    return not any(alternatives.isdisjoint(sentence.said) for alternatives in pattern)
