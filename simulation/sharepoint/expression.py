"""REST paths such as `web/GetFolderByServerRelativeUrl('/a')/Files/add(url='b',overwrite=true)`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_plus

from simulation.sharepoint.errors import invalid_expression

Value = str | bool | int | None
TERM = re.compile(r"(?P<name>[^/('?]+)(?:\((?P<arguments>(?:[^'()]|'(?:[^']|'')*')*)\))?(?:/|$)")
ARGUMENT = re.compile(
    r"\s*(?:(?P<name>\w+)\s*=\s*)?(?P<literal>(?:guid|datetime)?'(?:[^']|'')*'|[^,'=]+)\s*(?:,|$)"
)


@dataclass(frozen=True)
class Term:
    """One step of a path: its name in lower case, and its arguments."""

    name: str
    positional: tuple[Value, ...] = ()
    named: Mapping[str, Value] = field(default_factory=dict)

    def argument(self, name: str, default: Value = None) -> Value:
        """Return the argument of this name, or else the first one without a name."""
        if name.lower() in self.named:
            return self.named[name.lower()]
        return self.positional[0] if self.positional else default

    def text(self, name: str) -> str:
        """Return the argument as text. Raises SharePointError."""
        value = self.argument(name)
        if not isinstance(value, str):
            raise invalid_expression(self.name)
        return value


def parse(path: str, query: str) -> list[Term]:
    """Parse a percent-encoded path; `@v` in brackets is looked up in the query.

    Raises SharePointError.
    """
    expression = unquote(path).strip("/")
    aliases = _aliases(query)
    terms: list[Term] = []
    position = 0
    while position < len(expression):
        match = TERM.match(expression, position)
        if match is None:
            raise invalid_expression(expression)
        terms.append(_term(match["name"], match["arguments"] or "", aliases))
        position = match.end()
    return terms


def _aliases(query: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in query.split("&") if part)
    return {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}


def _term(name: str, arguments: str, aliases: Mapping[str, str]) -> Term:
    positional: list[Value] = []
    named: dict[str, Value] = {}
    position = 0
    while position < len(arguments):
        match = ARGUMENT.match(arguments, position)
        if match is None:
            raise invalid_expression(f"{name}({arguments})")
        value = _value(match["literal"].strip(), aliases)
        if match["name"]:
            named[match["name"].lower()] = value
        else:
            positional.append(value)
        position = match.end()
    return Term(name.lower(), tuple(positional), named)


def _value(literal: str, aliases: Mapping[str, str]) -> Value:
    if literal.startswith("@"):
        if literal not in aliases:
            raise invalid_expression(literal)
        literal = aliases[literal].strip()
    constants: dict[str, Value] = {"true": True, "false": False, "null": None}
    if literal.lower() in constants:
        return constants[literal.lower()]
    if literal.lstrip("-").isdigit():
        return int(literal)
    quoted = re.fullmatch(r"(?:guid|datetime)?'((?:[^']|'')*)'", literal)
    if quoted is None:
        raise invalid_expression(literal)
    return quoted[1].replace("''", "'")
