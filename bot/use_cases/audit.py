"""The audit: what is written to people's data, for whom and at whose request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.core.clock import Now
from bot.use_cases.authorizer import Act, Actor, Authorizer


@dataclass(frozen=True)
class Effect:
    """A write that is about to happen.

    Attributes:
        card_id: the card on which it was asked for; None for a command.
        subject: Entra object id of whose data is written.
        actor: who asked for it.
        act: what it is part of; None in rows that were written before acts were noted.
        action: "write" or "remove".
        target: such as "sharepoint:L"; never a name or an address.
    """

    id: UUID
    card_id: UUID | None
    subject: str
    actor: Actor
    act: Act | None
    action: str
    target: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class EffectResult:
    """How a write ended, and when (UTC)."""

    outcome: str
    detail: str | None
    at: datetime


@dataclass(frozen=True)
class EffectWithResult:
    """A write and how it ended; without a result that is not known."""

    effect: Effect
    result: EffectResult | None


class EffectStore(Protocol):
    """Durable rows, one before each write and one after it."""

    async def begin(self, effect: Effect) -> None:
        """Add the row before the write; it is on the disk when this returns."""

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        """Add the row after the write; the first result stands."""

    async def of_person(self, subject: str, since: datetime) -> list[EffectWithResult]:
        """The writes to one person's data since that moment (UTC), oldest first."""


@dataclass(frozen=True)
class EffectAudit:
    """Implements bot.use_cases.ports.Audit with rows: the writes of one act."""

    effects: EffectStore
    authorizer: Authorizer
    actor: Actor
    act: Act
    card_id: UUID | None
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta

    async def begin(self, subject: str, action: str, target: str) -> UUID:
        """Note what is about to be written; raises NotAuthorized, and notes nothing then."""
        await self.authorizer.require(self.actor, self.act, subject)
        effect = Effect(
            id=self.new_id(),
            card_id=self.card_id,
            subject=subject,
            actor=self.actor,
            act=self.act,
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
