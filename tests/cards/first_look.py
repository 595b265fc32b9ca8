"""What somebody takes in at the first look at a card: before anything is unfolded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.chat.surface import Card


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Everything in a card that has a type."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from elements(inner)


LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
LIST_ITEM = re.compile(r"^- .*$", re.MULTILINE)
SENTENCES = re.compile(r"(?<=[.!?])\s+|(?<=[。\uff01\uff1f])|\n+")


@dataclass(frozen=True)
class FirstLook:
    """The words of a card outside its details, quotes and small print.

    Attributes:
        sentences: of title, lead and why, in their order, before any section of a longer answer.
        captions: of each picture: its place, and what it is.
        buttons: those beneath pictures, then those below the card.
    """

    sentences: tuple[str, ...]
    captions: tuple[str, ...]
    buttons: tuple[dict[str, Any], ...]

    @property
    def in_sight(self) -> tuple[dict[str, Any], ...]:
        """Those that are not in the menu of the client."""
        return tuple(each for each in self.buttons if each.get("mode") != "secondary")


def first_look(card: Card) -> FirstLook:
    return FirstLook(
        sentences=tuple(_sentences(card)),
        captions=tuple(_captions(card)),
        buttons=tuple(_buttons(card)),
    )


def details(card: Card) -> dict[str, Any] | None:
    """What is folded away."""
    return next((each for each in card["body"] if each.get("id") == "details"), None)


def _sentences(card: Card) -> Iterator[str]:
    for each in card["body"]:
        # What follows a heading is a longer answer, which was asked for.
        if each.get("weight") == "Bolder" and each.get("style") != "heading":
            return
        if each["type"] == "TextBlock" and each.get("size") != "Small":
            # A list of dates and names was asked for, too.
            listed = LIST_ITEM.sub("", each["text"])
            text = LINK.sub(r"\1", listed).replace("**", "")
            yield from (sentence.strip() for sentence in SENTENCES.split(text) if sentence.strip())


def _captions(card: Card) -> Iterator[str]:
    for columns in (each for each in card["body"] if each["type"] == "ColumnSet"):
        yield from (each["text"] for each in elements(columns) if each["type"] == "TextBlock")


def _buttons(card: Card) -> Iterator[dict[str, Any]]:
    sets = (each for each in elements(card["body"]) if each["type"] == "ActionSet")
    beneath_pictures = (action for each in sets for action in each["actions"])
    yield from (each for each in beneath_pictures if each["type"] != "Action.ToggleVisibility")
    yield from card.get("actions", ())
