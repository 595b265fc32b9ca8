"""Trains the model: a linear classifier of scikit-learn, rounded to one byte for each weight."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import ArrayLike
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.chat.language import LOCALES
from bot.intents import features as features_module
from bot.intents import language, written
from bot.intents.features import Features
from bot.intents.model import Model, Row, model_of
from bot.intents.reading import features_of, tables
from bot.intents.written import own_and_forwarded, sentences
from training.sentences import Sentence
from training.variations import variations

# How closely it follows the sentences that it learns from.
STRENGTH = 2.0
# A change smaller than this ends the training; the weights are rounded more coarsely.
PRECISION = 1e-3
# How many n-grams are kept, of those that stand in so many texts: the ones that say most, by a
# training on all of them that need not be as precise. What stands in more texts says more; many
# n-grams are of one text or two, and only say that it is one of those.
GRAMS, OFTEN, ROUGHLY = 163_840, 3, 0.1
# How far rare intents count more than frequent ones: 0 not at all, 1 until all count the same.
BALANCE = 0.5
LARGEST = 127
# How many sentences a processor cuts into n-grams at a time.
PART = 4_000
# A sentence, and the numbers of its n-grams.
Text = tuple[Sentence, "array[int]"]
# What each n-gram counts for an intent, and what counts for it whatever is said.
Weights = tuple[Any, float]
DATA = ("sentences.toml", "patterns.toml", "reading.toml", "letters.toml")


def texts_of(labelled: Sequence[Sentence]) -> list[Text]:
    """Return sentences, their variations and those of all patterns, cut into n-grams."""
    varied = variations()
    made = [variation for each in labelled for variation in varied[each.language].of(each)]
    filled = [each for language, makes in varied.items() for each in makes.of_patterns(language)]
    every = [*labelled, *made, *filled]
    parts = (every[start : start + PART] for start in range(0, len(every), PART))
    return list(chain.from_iterable(Parallel(n_jobs=-1)(delayed(_texts)(part) for part in parts)))


def learn(texts: Sequence[Text]) -> Model:
    """Train a model; the same texts give the same model."""
    once = np.concatenate([np.unique(numbers) for _, numbers in texts])
    every, texts_with = np.unique(once, return_counts=True)
    often, times = every[texts_with >= OFTEN], texts_with[texts_with >= OFTEN]
    weights = np.abs([each for each, _ in _weights(texts, often, ROUGHLY).values()])
    says = weights.max(axis=0) * np.sqrt(times)
    most = np.argsort(-says, kind="stable")[:GRAMS]
    grams = array("I", np.sort(often[most]).tolist())
    return model_of(grams, rows_of(texts, grams), source(), wanted={})


def rows_of(
    texts: Sequence[Text], grams: Sequence[int], intents: Container[str] | None = None
) -> dict[str, Row]:
    """Learn what these n-grams count for each intent, or for some of them."""
    learned = _weights(texts, grams, PRECISION, intents)
    return {intent: _rounded(*weights) for intent, weights in learned.items()}


def source() -> str:
    """Return a digest of everything that decides what is learned: the data and this code."""
    paths = [path for name in DATA for path in LOCALES.glob(f"*/{name}")]
    modules = (features_module, language, written)
    paths += [Path(str(module.__file__)) for module in modules]
    paths += Path(__file__).parent.glob("*.py")
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda path: (path.name, path.parent.name)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _texts(part: Sequence[Sentence]) -> list[Text]:
    reads = features_of(tables().values())
    return [(each, _numbers(each.text, reads)) for each in part]


def _numbers(text: str, reads: Features) -> "array[int]":
    own, forwarded = own_and_forwarded(text)
    said = sentences(own) or sentences(forwarded)
    return array("I", [number for sentence in said for number in reads.of(sentence)])


def _weights(
    texts: Sequence[Text],
    grams: ArrayLike,
    precision: float,
    intents: Container[str] | None = None,
) -> dict[str, Weights]:
    every = [sentence for sentence, _ in texts]
    matrix = _matrix(texts, np.asarray(grams))
    weights = [each.weight for each in every]
    # Each intent against all others, on all processors: nothing of one depends on another.
    balance = {
        intent: counts
        for intent, counts in sorted(_balance(every).items())
        if intents is None or intent in intents
    }
    rows = Parallel(n_jobs=-1)(
        delayed(_row)(matrix, [each.intent == intent for each in every], weights, counts, precision)
        for intent, counts in balance.items()
    )
    return dict(zip(balance, rows, strict=True))


def _matrix(texts: Sequence[Text], grams: Any) -> "csr_matrix[Any]":
    """Return how often each text has each of these n-grams, by the root of its length.

    `grams` are numbers in ascending order; all other n-grams are left out.
    """
    numbers = np.concatenate([each for _, each in texts])
    lengths = np.array([len(each) for _, each in texts])
    places = np.minimum(np.searchsorted(grams, numbers), len(grams) - 1)
    known = grams[places] == numbers
    of_texts = np.repeat(np.arange(len(texts)), lengths)
    shape = len(texts), len(grams)
    # Several entries at one place are added up.
    matrix = csr_matrix((np.ones(known.sum()), (of_texts[known], places[known])), shape=shape)
    matrix.data /= np.repeat(np.sqrt(lengths), np.diff(matrix.indptr))
    return matrix


def _balance(every: Iterable[Sentence]) -> dict[str, float]:
    total: Counter[str] = Counter()
    for sentence in every:
        total[sentence.intent] += sentence.weight  # type: ignore[assignment]
    mean = sum(total.values()) / len(total)
    return {intent: (mean / weight) ** BALANCE for intent, weight in total.items()}


def _row(
    matrix: Any, wanted: Sequence[bool], weights: Sequence[float], counts: float, precision: float
) -> Weights:
    """Learn to tell one intent from all others; `counts` says how far it counts more."""
    classifier = LinearSVC(C=STRENGTH, tol=precision, class_weight={True: counts}, random_state=0)
    classifier.fit(matrix, wanted, sample_weight=weights)
    return classifier.coef_[0], float(classifier.intercept_[0])


def _rounded(learned: Any, bias: float) -> Row:
    scale = float(np.abs(learned).max()) / LARGEST
    return Row(array("b", np.rint(learned / scale).astype(np.int8).tolist()), scale, bias)
