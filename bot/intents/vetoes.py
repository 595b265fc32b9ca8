"""Named rules that forbid what the model heard: the opposite of what was asked is never done.

The rules are data of each language: `vetoes` in locales/*/reading.toml.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.intents.features import Features
from bot.intents.reading import one_of

_KIND = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Veto:
    """A rule that forbids intents.

    Attributes:
        name: what it is about.
        text: what it looks for, in a sentence as `Features.lowered` gives it.
        unless: what makes it void.
        never: the intents that it forbids.
        instead: what is heard in their place; None for whatever else is likely.
    """

    name: str
    text: re.Pattern[str]
    unless: re.Pattern[str]
    never: frozenset[str]
    instead: str | None

    def holds(self, lowered: str) -> bool:
        """Tell whether a sentence must not be heard as any of the intents in `never`."""
        return self.text.search(lowered) is not None and self.unless.search(lowered) is None


def vetoes_of(language: Mapping[str, Any], features: Features) -> Iterator[Veto]:
    """Read the vetoes of one language; raises KeyError or ValueError for what is not expected."""
    words = {
        kind: one_of(features.lowered(word.strip()) for word in listed.split("|"))
        for kind, listed in language["kinds"].items()
    }
    for name, table in language.get("vetoes", {}).items():
        yield Veto(
            name,
            _pattern(table["text"].translate(features.letters), words),
            _pattern(table.get("unless", "(?!)").translate(features.letters), words),
            frozenset(table["never"]),
            table.get("instead"),
        )


def _pattern(text: str, words: Mapping[str, str]) -> re.Pattern[str]:
    # Line ends and the space that indents a line are no part of it.
    joined = "".join(line.removeprefix("  ") for line in text.splitlines())
    return re.compile(_KIND.sub(lambda found: words[found[1]], joined))
