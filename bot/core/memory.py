"""How the C library keeps the memory that pictures need for a moment."""

import ctypes

# Parameters of mallopt(3), from glibc's <malloc.h>.
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8

# A picture of more than some 500 pixels square is above it.
MAPPED_FROM = 1024 * 1024
MAX_ARENAS = 2


def give_back_freed_memory() -> bool:
    """Make large blocks go back to the system as soon as they are freed; False without glibc.

    By default glibc raises its threshold to the largest block that was ever freed, and gives each
    thread an arena of its own: what a process needed in its busiest second it then keeps for ever.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    settings = {M_MMAP_THRESHOLD: MAPPED_FROM, M_ARENA_MAX: MAX_ARENAS}
    return all(mallopt(name, value) == 1 for name, value in settings.items())
