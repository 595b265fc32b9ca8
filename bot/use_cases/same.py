"""Whether two photos that were read are one picture."""

from bot.photos.compare import Likeness, compare
from bot.photos.readings import Photo


def shows_the_same(one: Photo, other: Photo) -> bool:
    """Whether two photos are surely the same picture."""
    return compare(one.picture, other.picture).likeness is Likeness.SAME
