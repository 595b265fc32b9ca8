"""Why Photobot may not start."""


class StartRefused(Exception):
    """Photobot can't start or go on; the message tells an administrator what to do."""
