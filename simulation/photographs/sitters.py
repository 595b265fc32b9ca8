"""Which person a number stands for, and how each shot of them differs."""

from dataclasses import replace

from simulation.photographs.chance import Chance
from simulation.photographs.light import Light
from simulation.photographs.people import PEOPLE
from simulation.photographs.sitter import Shot, Sitter

_ANYONE, _SOFTER = ("shirt", "sweater", "blazer", "tee"), ("shirt", "sweater", "blazer", "blouse")
_DYES = (
    (54, 66, 88), (120, 134, 150), (206, 202, 194), (112, 48, 56), (60, 84, 74), (152, 118, 84),
    (78, 66, 92), (44, 48, 54), (168, 186, 202), (140, 88, 70),
)  # fmt: skip


def sitter_of(number: int, shot: int = 0) -> Sitter:
    """Return person `number`, dressed differently for every `shot`."""
    sitter, build = PEOPLE[number % len(PEOPLE)], Chance("build", number)
    sitter = replace(
        sitter,
        width=sitter.width * build.uniform(0.95, 1.05),
        jaw=sitter.jaw * build.uniform(0.9, 1.1),
        nose=sitter.nose * build.uniform(0.9, 1.12),
        lips=sitter.lips * build.uniform(0.88, 1.15),
        brow=sitter.brow * build.uniform(0.8, 1.15),
        eye_size=sitter.eye_size * build.uniform(0.96, 1.06),
    )
    if not shot:
        return sitter
    dress = Chance("dress", number, shot)
    wardrobe = _SOFTER if sitter.softness > 0.5 else _ANYONE
    return replace(sitter, clothes=dress.choice(wardrobe), cloth=dress.choice(_DYES))


def shot_of(number: int, shot: int = 0) -> Shot:
    """Return how person `number` looks into the camera in this `shot`."""
    pose = Chance("pose", number, shot)
    return Shot(
        turn=pose.choice((-1, 1)) * pose.uniform(0.05, 0.3),
        tilt=pose.uniform(-4.5, 4.5),
        smile=pose.uniform(0.7, 1.0),
        teeth=pose.random() < 0.45,
        shift=(pose.uniform(-14, 14), pose.uniform(6, 18)),
        zoom=pose.uniform(1.02, 1.12),
        light=Light(strength=pose.uniform(1.06, 1.18), fill=pose.uniform(0.2, 0.3)),
        warmth=pose.uniform(-0.02, 0.03),
    )
