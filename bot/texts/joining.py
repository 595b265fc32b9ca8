"""Join words and sentences, with the punctuation of each language."""

from collections.abc import Sequence

from bot.chat.language import Gettext


def named(name: str, what: str, _: Gettext) -> str:
    """Join a name and what is said of it, such as “Name: words”."""
    return _("{name}: {what}").format(name=name, what=what)


def followed(first: str, second: str, _: Gettext) -> str:
    """Join two sentences, adding the full stop that the first lacks."""
    return _("{first}. {second}").format(first=first, second=second)


def both(first: str, second: str, _: Gettext) -> str:
    """Join two sentences that end with full stops."""
    return _("{first} {second}").format(first=first, second=second)


def listed(heading: str, sentences: Sequence[str]) -> str:
    """List sentences below a heading, in Markdown; empty where there are none."""
    lines = "\n".join(f"- {each}" for each in sentences)
    return f"{heading}\n\n{lines}" if lines else ""
