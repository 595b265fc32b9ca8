"""Offers to sign in, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.chat.stores import Begun


@dataclass
class Offers:
    """Implements bot.chat.stores.SignInStore with dictionaries."""

    made: dict[UUID, str] = field(default_factory=dict)
    flows: dict[str, Begun] = field(default_factory=dict)

    async def offer(self, offer: UUID, person_id: str) -> None:
        self.made[offer] = person_id

    async def person_of(self, offer: UUID) -> str | None:
        return self.made.get(offer)

    async def begin(self, offer: UUID, state: str, flow: Mapping[str, Any]) -> str | None:
        person_id = self.made.get(offer)
        if person_id:
            self.flows[state] = Begun(person_id, flow)
        return person_id

    async def take(self, state: str) -> Begun | None:
        return self.flows.pop(state, None)
