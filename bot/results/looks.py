"""Whether the bot can look at somebody's photo."""

from enum import Enum


class Looks(Enum):
    """When it can."""

    NEVER = "never"
    WHEN_ASKED = "when_asked"
    BY_ITSELF = "by_itself"
