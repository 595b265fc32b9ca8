"""Decides what somebody wants by what their sentences mean."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from bot.intents.folding import Folding, without_quoted_lines
from bot.intents.vocabulary import BREAK, Meanings, Vocabulary

OTHER = "other"
MAX_UNKNOWN = 2
Pattern = tuple[Meanings, ...]


@dataclass(frozen=True)
class Sentence:
    """What the phrases of a sentence mean, one by one and all together."""

    spoken: Sequence[Meanings]
    said: Meanings


@dataclass(frozen=True)
class Rule:
    """One way to want something.

    Attributes:
        intent: what is wanted.
        says: patterns, each of alternatives that must all occur, among whatever else.
        only: patterns likewise, beside which nothing may be said but asides.
        unless: meanings that rule it out.
        whole: whether the text is judged as a whole instead of sentence by sentence.
        alone: whether one clause of a sentence that nothing fits is too little to say it.
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
        """Whether a sentence says this."""
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
    """Every rule, in the order in which they are tried, and the words that they are made of."""

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    folding: Folding

    def recognise(self, text: str) -> str:
        """Name of what somebody wants; "other" where no rule fits."""
        own = self.folding.sentences(without_quoted_lines(text))
        spoken = [self.vocabulary.meanings(words) for words in own]
        clauses = [clause for meanings in spoken for clause in _clauses(meanings)]
        whole = _sentence([*chain(*spoken)])
        requests = [rule for rule in self.rules if not rule.alone]
        return _first(self.rules, whole, spoken) or _first(requests, whole, clauses) or OTHER


def _first(
    rules: Iterable[Rule], whole: Sentence, parts: Iterable[Sequence[Meanings]]
) -> str | None:
    """What the first rule wants that fits the whole or one of its parts."""
    sentences = [_sentence(meanings) for meanings in parts]
    return next(
        (
            rule.intent
            for rule in rules
            if any(rule.fits(said) for said in ([whole] if rule.whole else sentences))
        ),
        None,
    )


def _sentence(spoken: Sequence[Meanings]) -> Sentence:
    return Sentence(spoken, frozenset[str]().union(*spoken))


def _clauses(spoken: Sequence[Meanings]) -> Iterator[Sequence[Meanings]]:
    """The clauses of a sentence; none where much of it is about something else."""
    if sum(not meanings for meanings in spoken) > MAX_UNKNOWN:
        return
    ends = [at for at, meanings in enumerate(spoken) if BREAK in meanings]
    for start, end in pairwise([-1, *ends, len(spoken)]):
        yield spoken[start + 1 : end]


def _occurs(pattern: Pattern, sentence: Sentence) -> bool:
    return not any(alternatives.isdisjoint(sentence.said) for alternatives in pattern)
