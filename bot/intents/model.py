"""A linear model over n-grams: one row of small weights for each intent.

`make intents` writes the file; no library is needed to read it.
"""

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Literal

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
        rows: by the name of the intent.
        source: a digest of what it was learned from.
        wanted: what share of the acts that it hears in unseen sentences is wanted, by language.
    """

    grams: "array[int]"
    rows: Mapping[str, Row]
    source: str
    wanted: Mapping[str, float] = field(default_factory=dict)

    def weigh(self, numbers: Numbers) -> Weighed:
        """Weigh the n-grams of a sentence, which are named by their numbers."""
        grams, end = self.grams, len(self.grams)
        places = []
        for number in numbers:
            place = bisect_left(grams, number)
            if place < end and grams[place] == number:
                places.append(place)
        weights = {
            intent: sum(map(row.weights.__getitem__, places)) for intent, row in self.rows.items()
        }
        return Weighed(weights, len(numbers))

    def scores(self, *sentences: Weighed) -> dict[str, float]:
        """Return how much speaks for each intent: more than 0 where it is likely."""
        size = sqrt(max(1, sum(each.count for each in sentences)))
        return {
            intent: row.bias + row.scale * sum(each.weights[intent] for each in sentences) / size
            for intent, row in self.rows.items()
        }

    def dump(self) -> bytes:
        """Return the file: a line of JSON, the n-grams, and the weights, intent by intent.

        Numbers are little-endian, of four bytes.
        """
        head = {
            "source": self.source,
            "wanted": dict(self.wanted),
            "rows": {intent: [row.scale, row.bias] for intent, row in self.rows.items()},
        }
        weights = b"".join(row.weights.tobytes() for row in self.rows.values())
        return b"\n".join(
            (json.dumps(head).encode(), _little_endian(self.grams).tobytes() + weights)
        )


def load_model(path: Path = FILE) -> Model:
    """Read the file of a model; raises OSError or ValueError for one that is not as expected."""
    read = path.read_bytes()
    start = read.index(b"\n") + 1
    head = json.loads(read[:start])
    # A view: copies of so many bytes would raise the memory that a start takes.
    numbers = memoryview(read)[start:]
    # Four bytes for each n-gram, and one for its weight in each row.
    count, left = divmod(len(numbers), 4 + len(head["rows"]))
    if left or not count:
        raise ValueError(f"{path} has {len(numbers)} bytes of n-grams and weights")
    weights = numbers[4 * count :]
    return Model(
        _little_endian(_array("I", numbers[: 4 * count])),
        {
            intent: Row(_array("b", weights[at * count : (at + 1) * count]), scale, bias)
            for at, (intent, (scale, bias)) in enumerate(head["rows"].items())
        },
        head["source"],
        head["wanted"],
    )


def _array(kind: Literal["I", "b"], numbers: memoryview) -> "array[int]":
    filled = array(kind)
    filled.frombytes(numbers)
    return filled


def _little_endian(numbers: "array[int]") -> "array[int]":
    """Return numbers in the order of bytes of the file, or of this machine."""
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers
