"""Reads the intents: rules for every language from one file, words from one file for each."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.conversation.intents.folding import fold, words_of
from bot.conversation.intents.recognise import Intents, Pattern, Rule
from bot.conversation.intents.spelling import Spelling, spelling_of
from bot.conversation.intents.vocabulary import Coupling, Meanings, Phrase, Vocabulary
from bot.talk.language import LOCALES

FILE = "intents.toml"
Table = Mapping[str, Any]


def load_intents(folder: Path = LOCALES) -> Intents:
    """Read the rules in a folder and the words of every language below it."""
    shared = _read(folder / FILE)
    languages = [_read(path) for path in sorted(folder.glob(f"*/{FILE}"))]
    letters = str.maketrans(dict(pair for table in languages for pair in _variants(table)))
    return Intents(tuple(_rules(shared)), _vocabulary(shared, languages, letters), letters)


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _variants(language: Table) -> Iterator[tuple[str, str]]:
    """Letters that are written otherwise elsewhere, with the ones that the words use."""
    table = language.get("letters", {})
    return zip(table.get("foreign", ""), table.get("own", ""), strict=True)


def _rules(shared: Table) -> Iterator[Rule]:
    asides = _meanings(shared["asides"])
    for table in shared["rule"]:
        yield Rule(
            intent=table["intent"],
            says=_patterns(table.get("says", ())),
            only=_patterns(table.get("only", ())),
            unless=_meanings(table.get("unless", "")),
            whole=table.get("whole", False),
            asides=asides,
        )


def _vocabulary(shared: Table, languages: Sequence[Table], letters: dict[int, str]) -> Vocabulary:
    meant: defaultdict[Phrase, Meanings] = defaultdict(frozenset)
    for language in languages:
        for meanings, phrases in language["words"].items():
            for phrase in phrases.split("|"):
                words = words_of(fold(phrase.strip()).translate(letters))
                meant[tuple(words)] |= _meanings(meanings)
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
        for together, patterns in table.items():
            yield from (Coupling(parts, _meanings(together)) for parts in _patterns(patterns))


def _patterns(patterns: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(
        tuple(frozenset(alternatives.split("|")) for alternatives in pattern.split())
        for pattern in patterns
    )


def _meanings(names: str) -> Meanings:
    return frozenset(names.split())
