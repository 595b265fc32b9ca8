"""A linear model over n-grams: a small weight of each for each intent.

`make intents` writes the file; no library is needed to read it.
"""

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import BinaryIO, Literal

from bot.chat.language import LOCALES

FILE = LOCALES / "intents.bin"
Numbers = Sequence[int]


@dataclass(frozen=True)
class Row:
    """The weights of one intent.

    Attributes:
        weights: a number from -127 to 127 for each n-gram.
        scale: what a weight of 1 counts.
        bias: what counts for the intent whatever is said.
    """

    weights: "array[int]"
    scale: float
    bias: float


@dataclass(frozen=True)
class Weighed:
    """What the n-grams of a sentence weigh for each intent, and how many they are."""

    weights: Mapping[str, int]
    count: int


@dataclass(frozen=True)
class Model:
    """What is learned from labelled sentences.

    Attributes:
        grams: the numbers of the n-grams that are weighed, in ascending order; all others say
            nothing, as they were too rare.
        weights: of the first n-gram for each intent, then of the next: a sentence needs them all at
            once, and memory is read fastest where they lie side by side.
        scale_and_bias: of each intent, as in its `Row`.
        source: a digest of what it was learned from.
        wanted: what share of the acts that it hears in unseen sentences is wanted, by language.
    """

    grams: "array[int]"
    weights: "array[int]"
    scale_and_bias: Mapping[str, tuple[float, float]]
    source: str
    wanted: Mapping[str, float]

    @property
    def rows(self) -> dict[str, Row]:
        """The weights by intent."""
        intents = len(self.scale_and_bias)
        return {
            intent: Row(self.weights[at::intents], scale, bias)
            for at, (intent, (scale, bias)) in enumerate(self.scale_and_bias.items())
        }

    def weigh(self, numbers: Numbers) -> Weighed:
        """Weigh the n-grams of a sentence, which are named by their numbers."""
        grams, end, intents = self.grams, len(self.grams), len(self.scale_and_bias)
        found = []
        for number in numbers:
            place = bisect_left(grams, number)
            if place < end and grams[place] == number:
                found.append(self.weights[place * intents : (place + 1) * intents])
        # A row of zeros before them, as none may be found.
        totals = map(sum, zip(bytes(intents), *found, strict=True))
        return Weighed(dict(zip(self.scale_and_bias, totals, strict=True)), len(numbers))

    def scores(self, *sentences: Weighed) -> dict[str, float]:
        """Return how much speaks for each intent: more than 0 where it is likely."""
        size = sqrt(max(1, sum(each.count for each in sentences)))
        return {
            intent: bias + scale * sum(each.weights[intent] for each in sentences) / size
            for intent, (scale, bias) in self.scale_and_bias.items()
        }

    def dump(self) -> bytes:
        """Return the file: a line of JSON, the n-grams, and the weights, intent by intent.

        Numbers are little-endian, of four bytes.
        """
        head = {
            "source": self.source,
            "wanted": dict(self.wanted),
            "rows": dict(self.scale_and_bias),
        }
        weights = b"".join(row.weights.tobytes() for row in self.rows.values())
        return b"\n".join(
            (json.dumps(head).encode(), _little_endian(self.grams).tobytes() + weights)
        )


def model_of(
    grams: "array[int]", rows: Mapping[str, Row], source: str, wanted: Mapping[str, float]
) -> Model:
    """Return the model of these n-grams, in which the weights of `rows` lie side by side."""
    weights = array("b", [0]) * (len(grams) * len(rows))
    for at, row in enumerate(rows.values()):
        weights[at :: len(rows)] = row.weights
    scale_and_bias = {intent: (row.scale, row.bias) for intent, row in rows.items()}
    return Model(grams, weights, scale_and_bias, source, wanted)


def load_model(path: Path = FILE) -> Model:
    """Read the file of a model; raises OSError or ValueError for one that is not as expected."""
    with path.open("rb") as file:
        head = json.loads(file.readline())
        # Four bytes for each n-gram, and one for its weight in each row.
        length = path.stat().st_size - file.tell()
        count, left = divmod(length, 4 + len(head["rows"]))
        if left or not count:
            raise ValueError(f"{path} has {length} bytes of n-grams and weights")
        grams = _little_endian(_array("I", file, count))
        rows = {
            intent: Row(_array("b", file, count), scale, bias)
            for intent, (scale, bias) in head["rows"].items()
        }
    return model_of(grams, rows, head["source"], head["wanted"])


def _array(kind: Literal["I", "b"], file: BinaryIO, count: int) -> "array[int]":
    filled = array(kind)
    filled.fromfile(file, count)
    return filled


def _little_endian(numbers: "array[int]") -> "array[int]":
    """Return numbers in the order of bytes of the file, or of this machine."""
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers
