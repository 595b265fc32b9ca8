"""Photographs that somebody could put on their account: the same person, taken another day."""

from simulation.people import Portrait
from simulation.people_of_every_cause import EVERYBODY
from simulation.photographs import photograph

FIRST_SHOT = 20
"""Far from the shots that the tenant starts with."""

WALLS = ("garden", "office", "cafe")


def sample(person_id: str, number: int) -> bytes:
    """A JPEG of this person."""
    wall = WALLS[number % len(WALLS)]
    return photograph(_sitter(person_id), FIRST_SHOT + number, wall=wall)


def _sitter(person_id: str) -> int:
    """The sitter of the person's photos; somebody without any sits for the first time."""
    for place, start in enumerate(EVERYBODY, 1):
        if start.person.id == person_id:
            return start.cloud.sitter if isinstance(start.cloud, Portrait) else place
    return len(EVERYBODY) + 1
