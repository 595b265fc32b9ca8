"""Who sits for the photograph, and how this shot differs from the last."""

from dataclasses import dataclass, field

from simulation.photographs.light import Light
from simulation.photographs.tone import Colour


@dataclass(frozen=True, slots=True)
class Sitter:
    """What stays the same about a person from one photo to the next."""

    skin: Colour
    hair: str
    hair_colour: Colour
    softness: float = 0.5
    age: float = 0.3
    eyes: Colour = (92, 64, 44)
    beard: str = "none"
    glasses: str = "none"
    head: str = "none"
    clothes: str = "shirt"
    cloth: Colour = (60, 80, 110)
    accent: Colour = (120, 70, 90)
    width: float = 1.0
    jaw: float = 1.0
    nose: float = 1.0
    lips: float = 1.0
    eye_size: float = 1.0
    brow: float = 1.0


@dataclass(frozen=True, slots=True)
class Shot:
    """What changes: turn and tilt of the head, smile, and where the head is in the frame."""

    turn: float = 0.0
    tilt: float = 0.0
    light: Light = field(default_factory=Light)
    warmth: float = 0.0
    smile: float = 0.5
    teeth: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0
