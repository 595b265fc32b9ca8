"""What the work of a card comes to, and what the card shows until then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.reply import Card
from bot.chat.stores import CardState


@dataclass(frozen=True)
class Finished:
    """The card that shows a result, and what the row says of it; None keeps what it said."""

    card: Card
    summary: str
    state: CardState
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Screens:
    """What is shown while there is no result, and when there will be none."""

    waiting: Finished
    apology: Finished
