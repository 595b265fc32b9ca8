"""A linear model over hashed n-grams: one row of small weights for each intent.

`make intents` writes the file; no library is needed to read it.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from bot.chat.language import LOCALES
from bot.intents.features import BUCKETS

FILE = LOCALES / "intents.bin"
Numbers = Sequence[int]


@dataclass(frozen=True)
class Row:
    """The weights of one intent.

    Attributes:
        weights: a number from -127 to 127 for each bucket.
        scale: what a weight of 1 counts.
        bias: what counts for the intent whatever is said.
    """

    weights: "array[int]"
    scale: float
    bias: float

    def score(self, numbers: Numbers) -> float:
        """Return how much speaks for the intent: more than 0 where it is likely."""
        total = sum(map(self.weights.__getitem__, numbers))
        return self.bias + self.scale * total / sqrt(max(1, len(numbers)))


@dataclass(frozen=True)
class Model:
    """What is learned from labelled sentences.

    Attributes:
        rows: by the name of the intent.
        source: a digest of what it was learned from.
        wanted: what share of the acts that it hears in unseen sentences is wanted, by language.
    """

    rows: Mapping[str, Row]
    source: str
    wanted: Mapping[str, float] = field(default_factory=dict)

    def scores(self, numbers: Numbers) -> dict[str, float]:
        """Return the score of each intent for a sentence's numbers."""
        return {intent: row.score(numbers) for intent, row in self.rows.items()}

    def dump(self) -> bytes:
        """Return the file: a line of JSON, and the weights of one intent after the other."""
        head = {
            "source": self.source,
            "wanted": dict(self.wanted),
            "rows": {intent: [row.scale, row.bias] for intent, row in self.rows.items()},
        }
        return b"\n".join(
            (
                json.dumps(head).encode(),
                b"".join(row.weights.tobytes() for row in self.rows.values()),
            )
        )


def load_model(path: Path = FILE) -> Model:
    """Read the file of a model; raises OSError or ValueError for one that is not as expected."""
    head, _, weights = path.read_bytes().partition(b"\n")
    read = json.loads(head)
    if len(weights) != BUCKETS * len(read["rows"]):
        raise ValueError(f"{path} has {len(weights)} weights")
    return Model(
        {
            intent: Row(array("b", weights[at * BUCKETS : (at + 1) * BUCKETS]), scale, bias)
            for at, (intent, (scale, bias)) in enumerate(read["rows"].items())
        },
        read["source"],
        read["wanted"],
    )
