"""Learns what each language is written with, from its labelled sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.intents.features import Features
from bot.intents.language import Units, Vocabularies, Vocabulary, units_of
from bot.intents.written import own_words
from training.learn import source
from training.sentences import Sentence

# A word is common in a language if it stands in so many of its sentences. Where fewer of the words
# of a sentence are common, it is of another language: people also write to the bot in those.
COMMON, COMMON_WORDS = 6, 0.7
# A unit belongs to every language that uses it at least so often as the one that does most: “photo”
# stands in Chinese sentences too, and is English.
AS_OFTEN = 0.25
# What stands in fewer of a language's sentences may be a name, or a slip.
RARE = 1 / 10_000


def vocabularies(labelled: Iterable[Sentence], features: Features) -> Vocabularies:
    """Return the vocabulary of each language; the same sentences give the same ones."""
    written: defaultdict[str, list[Units]] = defaultdict(list)
    for each in labelled:
        written[each.language].append(units_of(own_words(each.text), features))
    counts = {language: _count(every) for language, every in written.items()}
    shares = {
        language: {
            unit: count / len(every)
            for unit, count in _count(_own(every, counts[language])).items()
            if count >= RARE * len(every)
        }
        for language, every in written.items()
    }
    most: defaultdict[str, float] = defaultdict(float)
    for share_of in shares.values():
        for unit, share in share_of.items():
            most[unit] = max(most[unit], share)
    return Vocabularies(
        {
            language: Vocabulary.of(
                unit for unit, share in share_of.items() if share >= AS_OFTEN * most[unit]
            )
            for language, share_of in shares.items()
        },
        source(),
    )


def _own(every: Sequence[Units], counts: Counter[str]) -> list[Units]:
    """Leave out the sentences of other languages."""
    return [
        units
        for units in every
        if sum(counts[word] >= COMMON for word in units.words) >= COMMON_WORDS * len(units.words)
    ]


def _count(every: Iterable[Units]) -> Counter[str]:
    return Counter(unit for units in every for unit in units.every)
