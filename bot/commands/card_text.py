"""An Adaptive Card as lines for a terminal."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

_LINK = re.compile(r"\[([^\]]+)\]\(([^()\s]+)\)")
_ESCAPED = re.compile(r"\\([\\`*_~\[\]<>&|])")


def card_lines(card: dict[str, Any]) -> Iterator[str]:
    """Describe what a card shows from top to bottom, pictures by their words, then its buttons."""
    yield from _lines(card.get("body", []))
    yield from _buttons(card.get("actions", []))


def _lines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _lines(each)
        return
    match node.get("type"):
        case "TextBlock":
            yield from _plain(node["text"]).splitlines()
        case "Image":
            yield f"({node['altText']})"
        case "FactSet":
            yield from (f"{fact['title']}: {_plain(fact['value'])}" for fact in node["facts"])
        case "ActionSet":
            yield from _buttons(node["actions"])
        case _:
            for inner in ("columns", "items"):
                yield from _lines(node.get(inner, []))


def _buttons(actions: Iterable[dict[str, Any]]) -> Iterator[str]:
    for action in actions:
        yield f"[{action['title']}]" + (f" {action['url']}" if "url" in action else "")


def _plain(markdown: str) -> str:
    """Return Markdown without its marks, and links with their addresses behind their words."""
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1 (\2)", markdown.replace("**", "")))
