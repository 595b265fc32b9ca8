"""Changes to people's photos: one at a time for each subject, and every write in the audit."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from bot.core.clock import Now
from bot.core.logs import where_it_broke
from bot.photos.readings import NoPhoto, Photo
from bot.use_cases.audit import EffectAudit, EffectStore
from bot.use_cases.authorizer import Act, Actor, Authorizer
from bot.use_cases.by_rights import UseCases
from bot.use_cases.ports import Audit, Person
from bot.use_cases.snapshot_writer import MICROSOFT_365
from bot.use_cases.subject_lease import LeaseLost, LeaseTaken, SubjectLeases
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import WriteOutcome

_log = structlog.get_logger(__name__)

# An act that writes, by the use cases of one person.
AnyChange = Callable[[UseCases, Person, Audit], Awaitable[ActResult]]


@dataclass(frozen=True)
class UnderWay:
    """Another change to the subject's photo is under way, so that nothing was read or written."""


class OwnWrites(Protocol):
    """The etags of photos that Photobot wrote, which are no changes that somebody made."""

    async def note(self, subject: str, etag: str, now: datetime) -> None:
        """Store the etag of the photo that was written; empty where it was removed."""


@dataclass(frozen=True)
class Changes:
    """Makes changes, each under the subject's lease from its first read to its last.

    Attributes:
        own_writes: told of photos that were written; None where nobody watches for changes.
        retention: how long rows of the audit are kept.
    """

    effects: EffectStore
    leases: SubjectLeases
    authorizer: Authorizer
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta
    own_writes: OwnWrites | None = None

    async def make(
        self,
        change: AnyChange,
        use_cases: UseCases,
        person: Person,
        *,
        actor: Actor,
        act: Act,
        card: UUID | None = None,
        reason: str | None = None,
    ) -> ActResult | UnderWay:
        """Make a change unless another one of this person's photo is under way.

        `person` was looked up, as the lease belongs to their object id. An agent gives a `reason`,
        which the audit keeps. Raises NotAuthorized.
        """
        try:
            async with self.leases.hold(person.id) as lease:
                audit = EffectAudit(
                    self.effects,
                    self.authorizer,
                    actor,
                    act,
                    card,
                    lease,
                    self.now,
                    self.new_id,
                    self.retention,
                    reason,
                )
                result = await change(use_cases, person, audit)
                await self._note_own_write(person, result)
                return result
        except LeaseTaken:
            return UnderWay()
        except LeaseLost:
            found = await use_cases.check(person)
            return ActResult(Ending.CUT_OFF, (), found, before=None)

    async def _note_own_write(self, person: Person, result: ActResult) -> None:
        """Note the etag that the check after a write read; where it read none, the audit tells."""
        etag = _etag_written(result)
        if self.own_writes is None or etag is None:
            return
        try:
            await self.own_writes.note(person.id, etag, self.now())
        except Exception as error:  # noqa: BLE001 - the act is done, and its result has to be told
            _log.warning("own_write_not_noted", **where_it_broke(error))


def _etag_written(result: ActResult) -> str | None:
    """Return the etag of the Microsoft 365 photo that an act wrote, empty where it removed it."""
    is_written = any(
        step.target == MICROSOFT_365 and step.outcome is WriteOutcome.VERIFIED
        for step in result.steps
    )
    photo = result.check_result.readings.microsoft_365
    if not is_written:
        return None
    if isinstance(photo, NoPhoto):
        return ""
    return photo.etag if isinstance(photo, Photo) else None
