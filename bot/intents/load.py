"""Load the intents: the rules from one file, and the phrases of each language from its own."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.chat.language import LOCALES
from bot.intents.folding import Folding, folding_of
from bot.intents.recognise import Intents, Pattern, Rule
from bot.intents.spelling import Spelling, spelling_of
from bot.intents.vocabulary import Coupling, Meanings, Phrase, Vocabulary

FILE = "intents.toml"
# How many phrases further on the next part of a coupling may stand, unless it says otherwise.
DEFAULT_REACH = 4
Table = Mapping[str, Any]


def load_intents(folder: Path = LOCALES) -> Intents:
    """Read the rules in a folder and the phrases of every language below it.

    Raises KeyError, ValueError or OSError for files that are not as expected.
    """
    shared = _read(folder / FILE)
    languages = [_read(path) for path in sorted(folder.glob(f"*/{FILE}"))]
    folding = folding_of(
        letters=str.maketrans(dict(pair for table in languages for pair in _variants(table))),
        silent=[word for table in languages for word in _split(table.get("silent", ""))],
    )
    return Intents(tuple(_rules(shared)), _vocabulary(shared, languages, folding), folding)


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _variants(language: Table) -> Iterator[tuple[str, str]]:
    """Yield pairs of a variant letter and the one that the phrases of this language use."""
    table = language.get("letters", {})
    foreign, own = ("".join(table.get(of, "").split()) for of in ("foreign", "own"))
    return zip(foreign, own, strict=True)


def _rules(shared: Table) -> Iterator[Rule]:
    asides = _meanings(shared["asides"])
    for table in shared["rule"]:
        yield Rule(
            intent=table["intent"],
            says=_patterns(table.get("says", ())),
            only=_patterns(table.get("only", ())),
            unless=_meanings(table.get("unless", "")),
            whole=table.get("whole", False),
            alone=table.get("alone", False),
            asides=asides | _meanings(table.get("beside", "")),
        )


def _vocabulary(shared: Table, languages: Sequence[Table], folding: Folding) -> Vocabulary:
    meant: defaultdict[Phrase, Meanings] = defaultdict(frozenset)
    for language in languages:
        for meanings, phrases in language["words"].items():
            for phrase in _split(phrases):
                meant[tuple(folding.words(phrase))] |= _meanings(meanings)
    return Vocabulary(
        phrases=dict(meant),
        lengths=_lengths(meant),
        couplings=tuple(_couplings(shared["together"])),
        spelling=_spelling(meant, languages),
    )


def _spelling(phrases: Iterable[Phrase], languages: Iterable[Table]) -> Spelling:
    tables = [language.get("spelling", {}) for language in languages]
    right = (word for table in tables for word in table.get("right", "").split())
    return spelling_of(
        known=(*right, *(word for phrase in phrases for word in phrase)),
        telling=(word for table in tables for word in table.get("telling", "").split()),
    )


def _lengths(phrases: Iterable[Phrase]) -> dict[str, list[int]]:
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        lengths[phrase[0]].add(len(phrase))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}


def _couplings(tables: Iterable[Table]) -> Iterator[Coupling]:
    for table in tables:
        for parts in _patterns(table["of"]):
            yield Coupling(parts, _meanings(table["means"]), table.get("within", DEFAULT_REACH))


def _patterns(patterns: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(
        tuple(frozenset(alternatives.split("|")) for alternatives in pattern.split())
        for pattern in patterns
    )


def _split(phrases: str) -> list[str]:
    return [phrase.strip() for phrase in phrases.split("|") if phrase.strip()]


def _meanings(names: str) -> Meanings:
    return frozenset(names.split())
