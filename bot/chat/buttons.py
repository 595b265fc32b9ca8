"""Typed buttons: the data that a card's button carries, written and validated in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, Self, cast, get_origin, get_type_hints
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from bot.chat.turn import Pressed, Turn
from cards.views import Button

# No real field is longer. Parsing a megabyte that somebody forged would block the event loop.
MAX_CHARACTERS = 1000
# The verb of a button now, by each that it had on older cards.
_NOW: dict[str, str] = {}


@dataclass(frozen=True)
class CardButton:
    """The data of one kind of button: ids and enums, each with a default.

    A subclass names its verb, and as aliases the verbs that cards already in chats use for it.
    What a client sends is validated field by field, and an invalid value becomes the field's
    default: a forged press, or one on an older card, never raises.
    """

    verb: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, *, verb: str, aliases: tuple[str, ...] = ()) -> None:
        """Set the verb of a subclass, and its older verbs."""
        cls.verb, cls.aliases = verb, aliases
        _NOW.update(dict.fromkeys(aliases, verb))

    @classmethod
    def of(cls, turn: Turn) -> Self:
        """Read the pressed button; all defaults where the turn is not a press of this kind."""
        event = turn.event
        if isinstance(event, Pressed) and event.verb in (cls.verb, *cls.aliases):
            return cls.read(event.data)
        return cls()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Read the data that a client sent; invalid fields get their defaults."""
        valid = {each.name: _valid(cls, each.name, data.get(each.name)) for each in fields(cls)}
        return cls(**{name: value for name, value in valid.items() if value is not None})

    def titled(self, title: str, *, primary: bool = False) -> Button:
        """Return the button as a card shows it; empty fields are left out."""
        texts = {each.name: _text(getattr(self, each.name)) for each in fields(self)}
        data = {name: text for name, text in texts.items() if text}
        return Button(title, self.verb, data, primary)


def verb_now(pressed: str) -> str:
    """Return the verb by which a card's row knows a button that may be pressed on an older card."""
    return _NOW.get(pressed, pressed)


def card_in(data: Mapping[str, Any]) -> UUID | None:
    """Read which card shows a button, of whatever kind; None where the button doesn't say."""
    value = data.get("card")
    try:
        return UUID(value) if isinstance(value, str) and len(value) <= MAX_CHARACTERS else None
    except ValueError:
        return None


def _valid(button: type[CardButton], name: str, value: Any) -> Any:
    # A button carries strings only: clients return other types of JSON less reliably.
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
        return None
    kind, adapter = _field(cast(Any, button), name)
    try:
        return adapter.validate_python(value.split() if get_origin(kind) is tuple else value)
    except ValidationError:
        return None


# Building an adapter takes longer than reading a press, so each field has one for good.
@cache
def _field(button: Any, name: str) -> tuple[Any, TypeAdapter[Any]]:
    kind = get_type_hints(button)[name]
    return kind, TypeAdapter(kind)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
