"""Which upload each stored picture was made from.

What the services make themselves keeps the name of its upload. What a client made of a picture and
wrote back is recognised among the uploads of that person, if it is much nearer to one than to all
others; else it is an upload of its own.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageOps

from simulation.tenant.picture import NotAPicture, decode

SIDE = 32
NEAR = 8.0
"""Mean difference of colour levels up to which two pictures may be one."""

FAR = 1.3
"""How many times as far the next upload has to be."""


@dataclass
class Origins:
    """The uploads of everybody, by person and name."""

    known: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def register(self, person_id: str, name: str, picture: bytes) -> str:
        """Know this upload by this name from now on. Raises NotAPicture."""
        self.known.setdefault(person_id, {})[name] = _print(picture)
        return name

    def take(self, person_id: str, picture: bytes) -> str:
        """The upload that this is, which may be a new one. Raises NotAPicture."""
        found = self.recognise(person_id, picture)
        if found:
            return found
        number = len(self.known.get(person_id, {})) + 1
        return self.register(person_id, f"upload {number}", picture)

    def recognise(self, person_id: str, picture: bytes) -> str | None:
        """The known upload that this was made from. Raises NotAPicture."""
        seen = _print(picture)
        uploads = self.known.get(person_id, {}).items()
        ranked = sorted((_difference(seen, known), name) for name, known in uploads)
        if not ranked or ranked[0][0] > NEAR:
            return None
        others = [distance for distance, name in ranked[1:]]
        return ranked[0][1] if not others or others[0] >= FAR * ranked[0][0] else None

    def name(self, person_id: str, picture: bytes) -> str:
        """The same in words for every picture, broken ones too."""
        try:
            return self.recognise(person_id, picture) or "unknown"
        except NotAPicture:
            return "no picture"

    def copy(self) -> "Origins":
        """The same, to be changed by itself."""
        return Origins({person: dict(uploads) for person, uploads in self.known.items()})


@lru_cache(maxsize=512)
def _print(picture: bytes) -> bytes:
    return ImageOps.fit(decode(picture), (SIDE, SIDE), Image.Resampling.BOX).tobytes()


def _difference(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)
