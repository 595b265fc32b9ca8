"""Which person a number stands for, and how each shot of them differs."""

from dataclasses import replace

from simulation.photographs.chance import Chance
from simulation.photographs.light import Light
from simulation.photographs.people import PEOPLE
from simulation.photographs.sitter import Shot, Sitter

_WARDROBE = ("shirt", "sweater", "blazer", "tee", "blouse")


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
    cloth = (dress.randrange(40, 200), dress.randrange(50, 190), dress.randrange(60, 200))
    return replace(sitter, clothes=dress.choice(_WARDROBE), cloth=cloth)


def shot_of(number: int, shot: int = 0) -> Shot:
    """Return how person `number` looks into the camera in this `shot`."""
    pose = Chance("pose", number, shot)
    return Shot(
        turn=pose.choice((-1, 1)) * pose.uniform(0.05, 0.3),
        tilt=pose.uniform(-4.5, 4.5),
        smile=pose.uniform(0.55, 1.0),
        teeth=pose.random() < 0.45,
        shift=(pose.uniform(-14, 14), pose.uniform(6, 18)),
        zoom=pose.uniform(1.02, 1.12),
        light=Light(strength=pose.uniform(1.06, 1.18), fill=pose.uniform(0.2, 0.3)),
        warmth=pose.uniform(-0.02, 0.03),
    )
