"""Trains the model: a linear classifier of scikit-learn, rounded to one byte for each weight."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.chat.language import LOCALES
from bot.intents import features as features_module
from bot.intents import language, written
from bot.intents.features import BUCKETS, Features
from bot.intents.model import Model, Row
from bot.intents.reading import features_of, tables
from bot.intents.written import own_and_forwarded, sentences
from training.sentences import Sentence
from training.variations import variations

# How closely it follows the sentences that it learns from.
STRENGTH = 2.0
# A change smaller than this ends the training; the weights are rounded more coarsely.
PRECISION = 1e-3
# How far rare intents count more than frequent ones: 0 not at all, 1 until all count the same.
BALANCE = 0.9
LARGEST = 127
DATA = ("sentences.toml", "patterns.toml", "reading.toml", "letters.toml")


def learn(labelled: Sequence[Sentence]) -> Model:
    """Train a model on sentences and their variations; the same ones give the same model."""
    random, varied = Random(0), variations()
    made = [variation for each in labelled for variation in varied[each.language].of(each, random)]
    filled = [
        each for language, makes in varied.items() for each in makes.of_patterns(language, random)
    ]
    every = [*labelled, *made, *filled]
    reads = features_of(tables().values())
    matrix = _matrix([_numbers(each.text, reads) for each in every])
    weights = [each.weight for each in every]
    # Each intent against all others, on all processors: nothing of one depends on another.
    balance = dict(sorted(_balance(every).items()))
    rows = Parallel(n_jobs=-1)(
        delayed(_row)(matrix, [each.intent == intent for each in every], weights, counts)
        for intent, counts in balance.items()
    )
    return Model(dict(zip(balance, rows, strict=True)), source())


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


def _numbers(text: str, reads: Features) -> list[int]:
    own, forwarded = own_and_forwarded(text)
    said = sentences(own) or sentences(forwarded)
    return [number for sentence in said for number in reads.of(sentence)]


def _matrix(texts: Iterable[Sequence[int]]) -> "csr_matrix[Any]":
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for numbers in texts:
        counted = sorted(Counter(numbers).items())
        columns += [number for number, _ in counted]
        values += [count / sqrt(len(numbers)) for _, count in counted]
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(ends) - 1, BUCKETS))


def _balance(every: Iterable[Sentence]) -> dict[str, float]:
    total: Counter[str] = Counter()
    for sentence in every:
        total[sentence.intent] += sentence.weight  # type: ignore[assignment]
    mean = sum(total.values()) / len(total)
    return {intent: (mean / weight) ** BALANCE for intent, weight in total.items()}


def _row(matrix: Any, wanted: Sequence[bool], weights: Sequence[float], counts: float) -> Row:
    """Learn to tell one intent from all others; `counts` says how far it counts more."""
    classifier = LinearSVC(C=STRENGTH, tol=PRECISION, class_weight={True: counts}, random_state=0)
    classifier.fit(matrix, wanted, sample_weight=weights)
    learned = classifier.coef_[0]
    scale = float(np.abs(learned).max()) / LARGEST
    rounded = np.rint(learned / scale).astype(np.int8)
    return Row(array("b", rounded.tolist()), scale, float(classifier.intercept_[0]))
