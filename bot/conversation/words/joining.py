"""How words are put together; every language has its own points between them."""

from bot.talk.language import Gettext


def named(name: str, what: str, _: Gettext) -> str:
    """What something is or does, after its name."""
    return _("{name}: {what}").format(name=name, what=what)


def followed(first: str, second: str, _: Gettext) -> str:
    """Two sentences, of which the first has no full stop yet."""
    return _("{first}. {second}").format(first=first, second=second)
