"""The limit of open files, which sockets count against as well."""

import resource
from contextlib import suppress

# Far above what the bot opens. A limit of millions slows whatever closes every possible file.
MAX_FILES = 65_536


def raise_file_limit() -> None:
    """Raise the soft limit to the hard one, at most to MAX_FILES; keep it where that is refused.

    The usual soft limits, 1,024 or 256, are used up by one flood of connections.
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


def _files(limit: int) -> int:
    return MAX_FILES if limit == resource.RLIM_INFINITY else limit
