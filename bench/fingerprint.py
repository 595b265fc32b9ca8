"""Times a 648 px photograph's fingerprint beside imagehash: `python -m bench.fingerprint`.

`bench/inside.py` calls `run()` of any commit: keep its name and the names in what it returns.
"""

import io
import timeit
from collections.abc import Callable
from statistics import median

import imagehash
from PIL import Image

from bot.photos.decode import NotAPicture, decode
from bot.photos.picture import SHORT_SIDE, fingerprint, read_picture
from simulation.photographs import photograph

_ROUNDS = 50


def run() -> dict[str, float]:
    """Milliseconds from a file's bytes: ours, all that we read of a picture, and pHash."""
    file = photograph(0)
    return {
        "fingerprint": _milliseconds(lambda: _fingerprint(file)),
        "read_picture": _milliseconds(lambda: read_picture(file)),
        "imagehash.phash": _milliseconds(lambda: imagehash.phash(Image.open(io.BytesIO(file)))),
    }


def _fingerprint(file: bytes) -> None:
    decoded = decode(file, at_least=2 * SHORT_SIDE)
    assert not isinstance(decoded, NotAPicture)
    fingerprint(decoded.image)


def _milliseconds(work: Callable[[], object]) -> float:
    """The median of many rounds, after one that loads what is loaded once."""
    work()
    return 1000 * median(timeit.repeat(work, repeat=_ROUNDS, number=1))


if __name__ == "__main__":
    for name, milliseconds in run().items():
        print(f"{name:16} {milliseconds:6.2f} ms")
