"""The audit: rows about every write to a person's data, with its actor, subject and result."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.core.clock import Now
from bot.use_cases.authorizer import Act, Actor, Authorizer
from bot.use_cases.subject_lease import LeaseLost


@dataclass(frozen=True)
class Effect:
    """A write that is about to happen.

    Attributes:
        card_id: the card whose button started the act; None for a command.
        subject: Entra object id of the person whose data is written.
        actor: who asked for the act.
        act: the act that the write belongs to; None in rows older than this column.
        action: "write" or "remove".
        target: store and part, such as "sharepoint:L"; never a name or an address.
        reason: what an agent gave as the reason for a change to somebody else's data.
        expires_at: when the retention sweep may delete the row (UTC).
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
    reason: str | None = None


@dataclass(frozen=True)
class EffectResult:
    """How a write ended, and when (UTC).

    Attributes:
        outcome: value of a `bot.use_cases.write.WriteOutcome`.
        detail: the service's own error code, where it gave one.
    """

    outcome: str
    detail: str | None
    at: datetime


@dataclass(frozen=True)
class EffectWithResult:
    """A write and its result; without a result nobody knows whether it was carried out."""

    effect: Effect
    result: EffectResult | None


class EffectStore(Protocol):
    """Durable rows, one before each write and one after it."""

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        """Add the row before the write, if the owner `lease` holds the subject's lease.

        The row is durable when this returns. False where the lease is another's by now; then
        nothing was added.
        """

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        """Add the result after the write; a second result of one effect is ignored."""

    async def of_person(self, subject: str, since: datetime) -> list[EffectWithResult]:
        """Return the writes to one person's data since a moment (UTC), oldest first."""


@dataclass(frozen=True)
class EffectAudit:
    """Implements bot.use_cases.ports.Audit: stores the writes of one act as rows.

    Attributes:
        lease: who this act is in the subject's lease, without which nothing is written.
        reason: what an agent gave as the reason for the act.
    """

    effects: EffectStore
    authorizer: Authorizer
    actor: Actor
    act: Act
    card_id: UUID | None
    lease: UUID
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta
    reason: str | None = None

    async def begin(self, subject: str, action: str, target: str) -> UUID:
        """Add the row of a write; raises NotAuthorized or LeaseLost, and then adds nothing."""
        # The service asked before the act; asked again here, no caller can write without.
        await self.authorizer.require(self.actor, self.act, subject, self.reason)
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
            reason=self.reason,
        )
        if not await self.effects.begin(effect, self.lease):
            raise LeaseLost
        return effect.id

    async def finish(self, effect: UUID, outcome: str, detail: str | None = None) -> None:
        """Add the result of a write; `detail` is the service's error code, if any."""
        await self.effects.finish(effect, outcome, detail, self.now())
