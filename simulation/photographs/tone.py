"""Colours between colours."""

Colour = tuple[int, int, int]


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """Return the colour `part` of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue
