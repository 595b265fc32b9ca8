"""How well sentences are understood that the model was not trained on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.intents import Intent, Intents
from bot.intents.language import LanguageRecogniser, units_of
from bot.intents.recognise import ACTS, NEVER_GUESSED
from bot.intents.written import own_words
from training.sentences import Sentence


@dataclass(frozen=True)
class Heard:
    """A sentence, what was heard, and what the person was asked about where that was unsure."""

    sentence: Sentence
    intent: Intent
    asked: tuple[Intent, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it is what the person wants."""
        return self.intent == self.sentence.intent

    @property
    def is_asked(self) -> bool:
        """Whether what the person wants stands among the buttons of a question."""
        return self.sentence.intent in self.asked

    @property
    def is_wrong_photo(self) -> bool:
        """Whether it is wrongly heard as a wrong photo."""
        return not self.is_right and self.intent == Intent.WRONG_PHOTO

    @property
    def is_harmful(self) -> bool:
        """Whether something is ended, put off or removed that the person wants to go on."""
        return not self.is_right and self.intent in NEVER_GUESSED


def hear(intents: Intents, labelled: Iterable[Sentence]) -> list[Heard]:
    """Recognise sentences."""
    return [_hear(intents, sentence) for sentence in labelled]


def wanted_acts(heard: Iterable[Heard]) -> dict[str, float]:
    """Return what share of the acts that were heard people want, by language."""
    return {
        language: sum(each.is_right for each in acts) / max(1, len(acts))
        for language, said in _by_language(heard).items()
        for acts in [[each for each in said if each.intent in ACTS]]
    }


def lines(heard: Iterable[Heard]) -> Iterator[str]:
    """Yield figures for each language, with those of each kind and intent."""
    heard = list(heard)
    wanted = wanted_acts(heard)
    for language, said in _by_language(heard).items():
        asked = sum(each.is_asked for each in said) / len(said)
        wrong_photo = sum(each.is_wrong_photo for each in said) / len(said)
        harmful = sum(each.is_harmful for each in said)
        yield (
            f"{language}: {_share(said)} of {len(said)} right, {asked:.1%} asked about, "
            f"{wrong_photo:.1%} wrongly heard as wrong_photo, {harmful} harmful, "
            f"{wanted[language]:.1%} of what would be done is wanted"
        )
        for what in ("kind", "intent"):
            by: defaultdict[str, list[Heard]] = defaultdict(list)
            for each in said:
                by[getattr(each.sentence, what)].append(each)
            yield "  " + ", ".join(f"{name} {_share(some)}" for name, some in sorted(by.items()))


def lines_on_languages(
    recogniser: LanguageRecogniser, labelled: Iterable[Sentence]
) -> Iterator[str]:
    """Yield for each language how many sentences of sufficient length are recognised as its own."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in labelled:
        if units_of(own_words(each.text), recogniser.features).suffice:
            found[each.language][recogniser.recognise(each.text) or ""] += 1
    for language, counts in found.items():
        total, own, unsure = counts.total(), counts[language], counts[""]
        yield (
            f"{language}: {own / total:.1%} of {total} recognised, {unsure} left open, "
            f"{total - own - unsure} taken for another"
        )


def _by_language(heard: Iterable[Heard]) -> dict[str, list[Heard]]:
    by_language: defaultdict[str, list[Heard]] = defaultdict(list)
    for each in heard:
        by_language[each.sentence.language].append(each)
    return by_language


def _hear(intents: Intents, sentence: Sentence) -> Heard:
    intent = intents.recognise(sentence.text)
    asked = intents.likely(sentence.text) if intent is Intent.UNSURE else ()
    return Heard(sentence, intent, asked)


def _share(heard: Sequence[Heard]) -> str:
    return f"{sum(each.is_right for each in heard) / len(heard):.1%}"
