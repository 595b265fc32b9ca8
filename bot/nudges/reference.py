"""References of messages, by which a person can ask whether one is from the bot."""

import re
from collections.abc import Callable

# Crockford's alphabet: no letter that looks like a digit or like another letter.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS = 7
_MISREAD = str.maketrans("OIL", "011")
# Other scripts may stand beside it without a space.
_WRITTEN = re.compile(rf"(?<![0-9A-Z])PB[\s\u2010-\u2015-]*([0-9A-Z]{{{CHARACTERS}}})(?![0-9A-Z])")


def new_reference(choose: Callable[[str], str]) -> str:
    """Make a reference; `choose` picks one character at random."""
    return "PB-" + "".join(choose(ALPHABET) for _ in range(CHARACTERS))


def reference_in(text: str) -> str | None:
    """Find the reference that a person wrote, with letters that are easily confused put right."""
    found = _WRITTEN.search(text.upper())
    return f"PB-{found[1].translate(_MISREAD)}" if found else None
