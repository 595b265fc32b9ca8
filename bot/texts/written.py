"""What people wrote and are called, made safe for cards that somebody else reads."""

import re
import unicodedata

# Joins the parts of one emoji, or keeps the letters of some scripts apart.
_JOINERS = frozenset("\u200c\u200d")
# Clients replace {{DATE(…)}} and {{TIME(…)}} wherever text stands.
_FUNCTION = re.compile(r"\{(?=\{)")
# Anywhere in a line, and what begins a heading, a list or a line across at its start.
_MARKDOWN = re.compile(r"([\\`*_~\[\]<>&|])")
_BLOCK = re.compile(r"^(\d{0,9})([#+=.)-])(?=[#+=\s-]|$)")
_ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*:)(?=//)|\b(www)(?=\.)")
WORD_JOINER = "\u2060"


def as_written(text: str) -> str:
    """Return the text without what is not seen: marks that turn its direction, and controls.

    For a place that shows text as it is. Line breaks stay.
    """
    return _FUNCTION.sub("{" + WORD_JOINER, seen(text)).strip()


def in_markdown(text: str) -> str:
    """Return a name or other text in one line, so that a card shows it as it is.

    Nothing in it is bold, a heading, a link or a mention.
    """
    escaped = _BLOCK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", in_line(text)))
    return _ADDRESS.sub(lambda found: found[0] + WORD_JOINER, escaped)


def in_line(text: str) -> str:
    """Return the text in one line, for a place that shows text as it is."""
    return " ".join(as_written(text).split())


def seen(text: str) -> str:
    """Return the text without what is not seen, for a place where text means nothing else."""
    return "".join(map(_seen, text.replace("\r\n", "\n")))


def _seen(character: str) -> str:
    if character in _JOINERS or character == "\n":
        return character
    category = unicodedata.category(character)
    if category in {"Zl", "Zp"}:
        return "\n"
    if character == "\t":
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} else character
