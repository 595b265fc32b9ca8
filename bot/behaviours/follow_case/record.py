"""What the row of a card keeps by which an agent follows a case; that tells it from other cards."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from bot.chat.stores import CardRow


@dataclass(frozen=True)
class FollowingRecord:
    """The row of a following card.

    Attributes:
        following: id of the following.
        reason: why the agent lets a worker sync, until it has.
    """

    following: UUID
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the JSON that a row stores; fields that are None are left out."""
        kept: dict[str, Any] = _JSON.dump_python(self, mode="json")
        return {name: value for name, value in kept.items() if value is not None}


_JSON = TypeAdapter(FollowingRecord)


def following_in(row: CardRow) -> FollowingRecord | None:
    """Read the record of a following card; None for a card of another kind."""
    try:
        return _JSON.validate_python(row.record)
    except ValidationError:
        return None
