"""An Adaptive Card as lines for a terminal."""

from collections.abc import Iterator
from typing import Any


def card_lines(card: dict[str, Any]) -> Iterator[str]:
    """Describe what a card shows from top to bottom, pictures by their words, then its buttons."""
    yield from _lines(card.get("body", []))
    for action in card.get("actions", []):
        yield f"[{action['title']}]" + (f" {action['url']}" if "url" in action else "")


def _lines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _lines(each)
        return
    match node.get("type"):
        case "TextBlock":
            yield from node["text"].replace("**", "").splitlines()
        case "Image":
            yield f"({node['altText']})"
        case "FactSet":
            yield from (f"{fact['title']}: {fact['value']}" for fact in node["facts"])
        case _:
            for inner in ("columns", "items"):
                yield from _lines(node.get(inner, []))
