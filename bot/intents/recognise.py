"""Find the intent of a text: what the model hears, unless a veto forbids it or it is a guess."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.intents.features import Features
from bot.intents.intent import Intent
from bot.intents.labelled import letters_of
from bot.intents.model import Model
from bot.intents.vetoes import Veto
from bot.intents.written import own_and_forwarded, sentences

# What is never done on a guess, as it ends or changes something.
NEVER_GUESSED = frozenset({Intent.STOP, Intent.PAUSE, Intent.LATER, Intent.REMOVE})
# What does something. In a language in which people want less than `ENOUGH` of what would be done,
# they are asked first, unless they wrote what stands among the learned sentences: then nothing is
# guessed.
ACTS = NEVER_GUESSED | {Intent.WRONG_PHOTO, Intent.SYNC, Intent.RESUME}
ENOUGH = 0.9
# By how much an intent has to be likelier than the next. A check only reads, but people write about
# many things that are old or wrong; all others are asked about only where two are as likely. Chosen
# by sentences left out of the training, and by the totals that `make intents` prints.
MARGIN = 0.02
MARGINS = {**dict.fromkeys(NEVER_GUESSED, 0.95), Intent.WRONG_PHOTO: 0.1}
# Where nothing is as likely as this, it is about something else.
FLOOR = -0.4
# How many the person is asked about.
MAX_LIKELY = 3
# How much the text as a whole counts beside its clearest sentence.
WHOLE = 0.6
# What stands beside anything, and is answered only where nothing else is said.
_BESIDE = (Intent.GREETING, Intent.THANKS, Intent.HELP)
_CLOSING = "”’」』\"')]*…"
Scores = dict[str, float]


@dataclass(frozen=True)
class Intents:
    """Recognises what people want.

    Attributes:
        features: reads sentences.
        model: knows how likely each intent is.
        vetoes: forbid what would be wrong whatever the model knows.
        learned: letters of the sentences of languages that it doubts, by intent.
    """

    features: Features
    model: Model
    vetoes: tuple[Veto, ...]
    learned: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def recognise(self, text: str, language: str | None = None) -> Intent:
        """Return the intent of a text, `UNSURE` for a guess; only its beginning is read.

        Where `language` is one that it doubts, an act is a guess unless it was learned just so.
        """
        said, heard = self._read(text)
        if heard in ACTS and language is not None and self.doubts(language):
            learned = self.learned.get(heard, frozenset())
            parts = (text, own_and_forwarded(text)[0], *said)
            return heard if any(letters_of(each) in learned for each in parts) else Intent.UNSURE
        return heard

    def doubts(self, language: str) -> bool:
        """Tell whether too little of a language is understood to act on it."""
        return is_doubted(self.model, language)

    def likely(self, text: str) -> tuple[Intent, ...]:
        """Return the intents to ask about where a text is unsure, the likeliest first."""
        said, _ = self._read(text)
        if not said:
            return ()
        scores = _allowed(self._scores(said), self._holding(said))
        ordered = sorted(scores, key=scores.__getitem__, reverse=True)
        return tuple(Intent(name) for name in ordered if name not in (Intent.OTHER, *_BESIDE))[
            :MAX_LIKELY
        ]

    def _read(self, text: str) -> tuple[Sequence[str], Intent]:
        """Return the sentences in which a person says what they want, and what is heard in them."""
        own, forwarded = own_and_forwarded(text)
        said = sentences(own)
        heard = self._heard(said)
        if forwarded and heard in (Intent.OTHER, Intent.HELP):
            # "See below": what they forward says it, but nothing is ended because of a quote.
            quoted = sentences(forwarded)
            below = self._heard(quoted)
            if below not in NEVER_GUESSED:
                return quoted, below
        return said, heard

    def _heard(self, said: Sequence[str]) -> Intent:
        if not said:
            return Intent.OTHER
        scores = self._scores(said)
        likeliest = max(scores, key=scores.__getitem__)
        # Most texts need few of the vetoes, and each takes its time.
        if veto := next(self._holding(said, likeliest), None):
            if veto.instead:
                return Intent(veto.instead)
            scores = _allowed(scores, self._holding(said))
        first, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
        if scores[first] < FLOOR:
            return Intent.OTHER
        heard = Intent(first)
        margin = scores[first] - scores[second]
        is_guess = heard is not Intent.OTHER and margin < MARGINS.get(heard, MARGIN)
        return Intent.UNSURE if is_guess else heard

    def _scores(self, said: Sequence[str]) -> Scores:
        """Score a text as a whole and by its clearest sentence, so that no other one hides it."""
        # A mark that closes a quote is no sentence.
        telling = [sentence for sentence in said if sentence.strip(_CLOSING)] or said
        weighed = [self.model.weigh(self.features.of(sentence)) for sentence in telling]
        whole = self.model.scores(*weighed)
        if len(weighed) == 1:
            return whole
        each = [self.model.scores(of_one) for of_one in weighed]
        heard = [(scores, max(scores, key=scores.__getitem__)) for scores in each]
        asking = [scores for scores, intent in heard if intent not in _BESIDE] or each
        is_asked = any(
            intent not in (Intent.OTHER, *_BESIDE) and scores[intent] >= FLOOR
            for scores, intent in heard
        )

        # A request hides a greeting or thanks beside it, and what else is told does not.
        beside = asking if is_asked else each
        together = {
            intent: WHOLE * score
            + (1 - WHOLE) * max(own[intent] for own in (beside if intent in _BESIDE else asking))
            for intent, score in whole.items()
        }
        # Only what is all about something else is about something else.
        together[Intent.OTHER] = min(scores[Intent.OTHER] for scores in asking)
        return together

    def _holding(self, said: Sequence[str], intent: str | None = None) -> Iterator[Veto]:
        """Yield the vetoes that hold; with an intent, only those that forbid it."""
        lowered = [self.features.lowered(sentence) for sentence in said]
        for veto in self.vetoes:
            if intent in (None, *veto.never) and any(map(veto.holds, lowered)):
                yield veto


def _allowed(scores: Scores, vetoes: Iterable[Veto]) -> Scores:
    never = frozenset[str]().union(*(veto.never for veto in vetoes))
    return {intent: score for intent, score in scores.items() if intent not in never}


def is_doubted(model: Model, language: str) -> bool:
    """Tell whether a language was never measured, or too much would be done that nobody wants."""
    return model.wanted.get(language, 0) < ENOUGH
