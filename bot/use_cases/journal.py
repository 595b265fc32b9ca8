"""The audit of what is written for one card."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.core.clock import Now


@dataclass(frozen=True)
class Effect:
    """A write that is about to happen.

    Attributes:
        actor: who asked for it: "person", or "command" for the command line.
        target: such as "sharepoint:L"; never a name or an address.
    """

    id: UUID
    card_id: UUID | None
    person_id: str
    actor: str
    action: str
    target: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class EffectResult:
    """How a change ended, and when (UTC)."""

    outcome: str
    detail: str | None
    at: datetime


@dataclass(frozen=True)
class EffectWithResult:
    """A change and how it ended; without a result that is not known."""

    effect: Effect
    result: EffectResult | None


class Effects(Protocol):
    """Durable rows, one before each write and one after it."""

    async def begin(self, effect: Effect) -> None:
        """Add the row before the write."""

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        """Add the row after the write."""


@dataclass(frozen=True)
class EffectJournal:
    """Notes the effects of one repair."""

    effects: Effects
    card_id: UUID | None
    actor: str
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta

    async def begin(self, person_id: str, action: str, target: str) -> UUID:
        """Note what is about to be written."""
        effect = Effect(
            id=self.new_id(),
            card_id=self.card_id,
            person_id=person_id,
            actor=self.actor,
            action=action,
            target=target,
            at=self.now(),
            expires_at=self.now() + self.retention,
        )
        await self.effects.begin(effect)
        return effect.id

    async def finish(self, effect: UUID, outcome: str, detail: str | None = None) -> None:
        """Note what became of it."""
        await self.effects.finish(effect, outcome, detail, self.now())
