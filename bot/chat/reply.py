"""What a behaviour answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

Card = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """One answer, and what follows once it was given.

    Attributes:
        card: the Adaptive Card to show. In a person's own chat it takes the place of the card whose
            button was pressed; a card that several people share stays as it is.
        summary: plain text for notifications and screen readers, and all that somebody is shown who
            presses a button of a shared card.
        delivered: awaited with the message's id once the channel accepted the card, or with None
            where it may have.
        afterwards: run as a tracked background task, started after the answer was written.
    """

    card: Card
    summary: str
    delivered: Callable[[str | None], Awaitable[None]] | None = None
    afterwards: Callable[[], Awaitable[None]] | None = None
