"""Typed buttons: what a card's button carries, written and read in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, Self, cast, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bot.chat.turn import Pressed, Turn
from cards.views import Button

# No field is longer, and reading one that somebody forged must not hold up the event loop.
MAX_CHARACTERS = 1000


@dataclass(frozen=True)
class CardButton:
    """What one kind of button carries: ids and enums, each with a default.

    A subclass names its verb, and the verbs by which cards that are already in chats call it.
    Whatever a client sends is validated field by field, and what is not of a field's type becomes
    its default: a forged press, or one of an older card, asks for nothing in particular.
    """

    verb: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, *, verb: str, aliases: tuple[str, ...] = ()) -> None:
        """Name the verb of a kind of button."""
        cls.verb, cls.aliases = verb, aliases

    @classmethod
    def of(cls, turn: Turn) -> Self:
        """Read the button that was pressed; the defaults where no such button was."""
        event = turn.event
        if isinstance(event, Pressed) and event.verb in (cls.verb, *cls.aliases):
            return cls.read(event.data)
        return cls()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Read what a client sent."""
        sent = {each.name: data.get(each.name) for each in fields(cls)}
        valid = {name: _valid(cls, name, value) for name, value in sent.items()}
        return cls(**{name: value for name, value in valid.items() if value is not None})

    def titled(self, title: str, *, primary: bool = False) -> Button:
        """Give the button as a card shows it."""
        carried = {each.name: _text(getattr(self, each.name)) for each in fields(self)}
        data = {name: text for name, text in carried.items() if text}
        return Button(title, self.verb, data, primary)


def _valid(button: type[CardButton], name: str, value: Any) -> Any:
    # Clients bring strings back most faithfully, so a button carries nothing else.
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
        return None
    kind, adapter = _field(cast(Any, button), name)
    try:
        return adapter.validate_python(value.split() if get_origin(kind) is tuple else value)
    except ValidationError:
        return None


@cache
def _field(button: Any, name: str) -> tuple[Any, TypeAdapter[Any]]:
    kind = get_type_hints(button)[name]
    return kind, TypeAdapter(kind)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
