"""What a process asks of its system: open files, and how freed memory is kept."""

import ctypes
import resource
from contextlib import suppress

# Far above what the bot opens. A limit of millions slows whatever closes every possible file.
MAX_FILES = 65_536

# Parameters of mallopt(3), from glibc's <malloc.h>.
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8

# Where glibc begins. A picture is above it, and the buffer of a TLS connection.
MAPPED_FROM = 128 * 1024
MAX_ARENAS = 2


def raise_file_limit() -> None:
    """Raise the soft limit to the hard one, at most to MAX_FILES; keep it where that is refused.

    Sockets count against it: the usual soft limits, 1,024 or 256, are used up by one flood.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(_files(hard), MAX_FILES)
    if _files(soft) < wanted:
        # macOS has a lower limit of its own, and names it only by refusing.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def file_limit() -> int:
    """Return how many files this process may have open, MAX_FILES where there is no limit."""
    return min(_files(resource.getrlimit(resource.RLIMIT_NOFILE)[0]), MAX_FILES)


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


def _files(limit: int) -> int:
    return MAX_FILES if limit == resource.RLIM_INFINITY else limit
