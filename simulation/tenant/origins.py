"""Which upload each stored picture was made from, so that tests need not compare pictures.

What the services make themselves carries the name of its upload. What a client wrote back is
recognised among that person's uploads if it is much nearer to one of them than to all the others;
otherwise it counts as a new upload.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageOps

from simulation.tenant.layered import Layered
from simulation.tenant.picture import NotAPicture, decode

FINGERPRINT_SIDE = 32
MAX_DISTANCE = 8.0
"""Mean difference of colour levels (0 … 255) up to which two pictures may be one."""

MIN_RATIO = 1.3
"""How many times as far away the second nearest upload has to be."""


@dataclass
class Origins:
    """Fingerprints of everybody's uploads, by person id and name."""

    known: Layered[dict[str, bytes]] = field(default_factory=Layered)

    def register(self, person_id: str, name: str, picture: bytes) -> str:
        """Record an upload under a name, and return the name. Raises NotAPicture."""
        self.known[person_id] = {**self.known.get(person_id, {}), name: fingerprint(picture)}
        return name

    def recognise_or_register(self, person_id: str, picture: bytes) -> str:
        """Return the name of the upload, after recording it if it is new. Raises NotAPicture."""
        found = self.recognise(person_id, picture)
        if found:
            return found
        number = len(self.known.get(person_id, {})) + 1
        return self.register(person_id, f"upload {number}", picture)

    def recognise(self, person_id: str, picture: bytes) -> str | None:
        """Return the name of the upload that this was made from, or None. Raises NotAPicture."""
        seen = fingerprint(picture)
        uploads = self.known.get(person_id, {}).items()
        ranked = sorted((_distance(seen, known), name) for name, known in uploads)
        if not ranked or ranked[0][0] > MAX_DISTANCE:
            return None
        others = [distance for distance, name in ranked[1:]]
        return ranked[0][1] if not others or others[0] >= MIN_RATIO * ranked[0][0] else None

    def describe(self, person_id: str, picture: bytes) -> str:
        """Return the name of the upload, "unknown", or "no picture" for bytes that are none."""
        try:
            return self.recognise(person_id, picture) or "unknown"
        except NotAPicture:
            return "no picture"

    def copy(self) -> "Origins":
        """Return an independent copy."""
        return Origins(self.known.copy())


@lru_cache(maxsize=512)
def fingerprint(picture: bytes) -> bytes:
    """Return what an upload is recognised by. Raises NotAPicture."""
    size = (FINGERPRINT_SIDE, FINGERPRINT_SIDE)
    return ImageOps.fit(decode(picture), size, Image.Resampling.BOX).tobytes()


def _distance(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)
