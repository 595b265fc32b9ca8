"""How words are put together; every language has its own points between them."""

from collections.abc import Sequence

from bot.chat.language import Gettext


def named(name: str, what: str, _: Gettext) -> str:
    """What something is or does, after its name."""
    return _("{name}: {what}").format(name=name, what=what)


def followed(first: str, second: str, _: Gettext) -> str:
    """Two sentences, of which the first has no full stop yet."""
    return _("{first}. {second}").format(first=first, second=second)


def both(first: str, second: str, _: Gettext) -> str:
    """Two sentences that have their full stops."""
    return _("{first} {second}").format(first=first, second=second)


def listed(heading: str, sentences: Sequence[str]) -> str:
    """Sentences below their heading; empty where there are none."""
    lines = "\n".join(f"- {each}" for each in sentences)
    return f"{heading}\n\n{lines}" if lines else ""
