"""Photographs that somebody could put on their account: the same person, taken another day."""

from simulation.people import Portrait
from simulation.people_of_every_cause import EVERYBODY
from simulation.photographs import SHOTS, photograph

WALLS = ("garden", "office", "cafe")


def sample(person_id: str, number: int) -> bytes:
    """Return a JPEG of this person, another one for every number."""
    shot = 1 + number % 2 + SHOTS * (number // 6)
    return photograph(_sitter(person_id), shot, wall=WALLS[number % len(WALLS)])


def _sitter(person_id: str) -> int:
    """The sitter of the person's photos; somebody without any sits for the first time."""
    for place, start in enumerate(EVERYBODY, 1):
        if start.person.id == person_id:
            return start.cloud.sitter if isinstance(start.cloud, Portrait) else place
    return len(EVERYBODY) + 1
