"""A card as its reader sees it."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

WAITING = frozenset(
    {
        "Checking your photo…",
        "Updating your photo…",
        "Changing your photo…",
        "Looking at your picture…",
        "Looking for your photo…",
        "Looking for your old pictures…",
    }
)
FIXED = "Done! SharePoint now has this photo"
NEW_EVERYWHERE = "Done! Your new photo is in both places"
SAYS_RIGHT = frozenset(
    {
        *(FIXED, NEW_EVERYWHERE, "Done! Both places now have this photo"),
        *("Your photo is the same everywhere", "Nothing had to be done"),
        # Its lead says that the photo is the same everywhere today.
        "Your next photo won't reach SharePoint",
    }
)
PLACES = {"SharePoint, large": "L", "SharePoint, medium": "M", "SharePoint, small": "S"}


@dataclass(frozen=True)
class Card:
    """One card, and the id of the message that carries it."""

    message_id: str
    content: Mapping[str, Any]
    edited: datetime | None = None

    @property
    def title(self) -> str:
        return self.texts[0]

    @property
    def is_waiting(self) -> bool:
        return self.title in WAITING

    @property
    def says_right(self) -> bool:
        """Whether it says that every copy is right."""
        return self.title in SAYS_RIGHT

    @property
    def texts(self) -> list[str]:
        """Every paragraph and the value of every fact, in the order of reading."""
        return [
            words
            for element in _elements(self.content)
            for words in (
                *([element["text"]] if "text" in element else []),
                *(fact["value"] for fact in element.get("facts", ())),
            )
        ]

    @property
    def states(self) -> dict[str, str]:
        """What is said of each of SharePoint's sizes, without what is known of it besides."""
        facts = {
            fact["title"]: fact["value"]
            for element in _elements(self.content)
            for fact in element.get("facts", ())
        }
        return {
            size: facts[place].partition(":")[0] for place, size in PLACES.items() if place in facts
        }

    @property
    def pictures(self) -> dict[str, bytes]:
        """The shown pictures, by the place that their alternative text names."""
        images = [item for item in _elements(self.content) if item.get("type") == "Image"]
        return {
            image["altText"].partition(":")[0]: b64decode(image["url"].partition("base64,")[2])
            for image in images
        }

    @property
    def verbs(self) -> set[str]:
        """What its buttons ask the bot for."""
        return {action["verb"] for action in self._actions if "verb" in action}

    @property
    def has_next_step(self) -> bool:
        """Whether there is something to press, or to wait for."""
        return self.is_waiting or bool(self._actions)

    def action(self, verb: str) -> Mapping[str, Any]:
        """The button with this verb."""
        return next(action for action in self._actions if action.get("verb") == verb)

    @property
    def _actions(self) -> list[Mapping[str, Any]]:
        beneath = [
            action
            for element in _elements(self.content)
            if element.get("type") == "ActionSet"
            for action in element["actions"]
        ]
        return [*beneath, *self.content.get("actions", ())]


def _elements(content: Any) -> Iterator[Mapping[str, Any]]:
    """Every element of the body, outermost first."""
    if isinstance(content, list):
        for each in content:
            yield from _elements(each)
    elif isinstance(content, dict):
        if content.get("type") not in ("AdaptiveCard", None):
            yield content
        for name in ("body", "columns", "items"):
            yield from _elements(content.get(name))
