"""Decide about the changes that are due, some at a time; several processes may do so at once.

A change is claimed under a lease. Whoever loses it can note nothing more about the change, so that
of two processes one only asks for a message.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.core.background import repeat, running
from bot.core.clock import Now, Sleep
from bot.core.lease import LEASE, RENEWAL_SECONDS, Lease
from bot.core.logs import where_it_broke
from bot.core.metrics import Metrics, unread_metrics
from bot.nudges.decide import (
    SOON,
    TOMORROW,
    Because,
    CheckFirst,
    Decision,
    Drop,
    Nudge,
    SyncAndTell,
    SyncQuietly,
    WaitUntil,
    decide,
)
from bot.nudges.policy import Audience, Policy
from bot.nudges.ports import (
    NUDGE,
    ChangeStore,
    Due,
    HoldStore,
    NoticedChange,
    NudgeRow,
    Outcome,
    Sent,
)
from bot.outbox.message import MessageState
from bot.outbox.outbox import Outbox
from bot.photos.readings import NoAccount
from bot.photos.versions import picture_versions
from bot.use_cases.authorizer import POLICY
from bot.use_cases.changes import UnderWay
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Person as Known
from bot.use_cases.service import Changed, Found, PhotoServices
from bot.use_cases.sync import ActResult, Ending

# Each may make a check, of some seven requests.
MAX_AT_ONCE = 8
MOMENT = timedelta(minutes=1)
WAITING = frozenset({None, MessageState.QUEUED, MessageState.SENDING})
# Those may have arrived, and count.
ARRIVED = frozenset({MessageState.DELIVERED, MessageState.UNCONFIRMED})
DONE = frozenset({Ending.FIXED, Ending.NOTHING_TO_DO})
# As metrics count them.
OUTCOMES: Mapping[type[Decision], str] = {
    WaitUntil: "wait",
    Drop: "drop",
    Nudge: "nudge",
    SyncAndTell: "sync_and_tell",
    SyncQuietly: "sync_quietly",
}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Decider:
    """The decider about photo changes.

    Attributes:
        limit: people whose photo may change within a day before everything is held.
        new_reference: makes the reference of a message.
        retention: how long rows of messages are kept.
    """

    changes: ChangeStore
    hold: HoldStore
    photo_services: PhotoServices
    outbox: Outbox
    policy: Policy
    limit: int
    now: Now
    sleep: Sleep
    new_id: Callable[[], UUID]
    new_reference: Callable[[], str]
    retention: timedelta
    most: int = MAX_AT_ONCE
    metrics: Metrics = field(default_factory=unread_metrics)

    async def drain(self) -> None:
        """Decide about everything that is due, unless all is held."""
        if self.policy.audience is Audience.OFF:
            return
        owner = str(self.new_id())
        async with running(self._keep_lease(owner)):
            try:
                while due := await self._claim(owner):
                    await asyncio.gather(*map(self._decide_about, due))
            finally:
                await self.changes.release(owner)

    async def _claim(self, owner: str) -> list[Due]:
        now = self.now()
        hold = await self.hold.note_changes(self.limit, now)
        if hold.held_at == now:
            _log.warning("everything_held", because=hold.because)
        return [] if hold.is_on else await self.changes.claim(self._lease(owner), now, self.most)

    async def _decide_about(self, due: Due) -> None:
        try:
            await (self._settle_message(due, due.sent) if due.sent else self._carry_out(due))
        except Exception as error:  # noqa: BLE001 - one change that breaks must not stop the rest
            _log.error("change_not_decided", **where_it_broke(error))
            await self.changes.wait(due, self.now() + SOON, Outcome.WAITS, "failed")

    async def _settle_message(self, due: Due, sent: Sent) -> None:
        """Note how the last message about a change ended, upon which it is decided about anew."""
        if sent.state is None:
            # The process that asked for it died before it was queued.
            await self._queue(due, sent.nudge_id)
        if sent.state in WAITING:
            await self.changes.wait(due, self.now() + SOON, Outcome.NUDGED, None)
            return
        arrived = sent.state in ARRIVED
        if not await self.changes.count(due, arrived=arrived, now=self.now()):
            return
        if sent.state is MessageState.FAILED:
            await self._end(due, Outcome.NOT_REACHABLE, sent.reason)
        else:
            # At once, with what the rows say by now of the person's week.
            await self.changes.wait(due, self.now(), Outcome.NUDGED, None)

    async def _carry_out(self, due: Due) -> None:
        found = None
        decision = self._decide(due, None)
        if isinstance(decision, CheckFirst):
            found = await self.photo_services.of(POLICY, due.change.subject).check()
            decision = self._decide(due, found)
        because = decision.because if isinstance(decision, WaitUntil | Drop) else None
        self.metrics.decided(OUTCOMES[type(decision)], because and because.value)
        match decision:
            case WaitUntil(moment, because):
                await self.changes.wait(due, moment, Outcome.WAITS, because)
            case Drop(because):
                await self._end(due, Outcome.DROPPED, because)
            case Nudge():
                await self._nudge(due, Outcome.WOULD_NUDGE)
            case SyncAndTell():
                await self._nudge(due, Outcome.WOULD_SYNC_AND_TELL)
            case SyncQuietly() if self.policy.is_shadow:
                await self._end(due, Outcome.WOULD_SYNC_QUIETLY, None)
            case SyncQuietly() if isinstance(found, CheckResult):
                await self._sync(due, found)

    def _decide(self, due: Due, found: Found | None) -> Decision:
        if found is None or isinstance(found, CheckResult):
            result = None if found is None else found.diagnosis
            return decide(due.change, result, due.person, self.policy, self.now())
        return without_a_check(found, self.now())

    async def _nudge(self, due: Due, would: Outcome) -> None:
        """Ask for a message; in shadow mode, only note whom it would have gone to."""
        now, shadow = self.now(), self.policy.is_shadow
        change = due.change
        nudge = NudgeRow(
            id=self.new_id(),
            subject=change.subject,
            change=NoticedChange(change.id, change.kind, change.noticed_at),
            reference=self.new_reference(),
            is_shadow=shadow,
            created_at=now,
            expires_at=now + self.retention,
        )
        outcome, until = (would, now + self.policy.between) if shadow else (Outcome.NUDGED, now)
        if not await self.changes.nudge(due, nudge, outcome, until):
            return
        if not shadow:
            await self._queue(due, nudge.id)
            # By then it has mostly been sent.
            await self.changes.wait(due, self.now() + SOON, Outcome.NUDGED, None)

    async def _queue(self, due: Due, nudge_id: UUID) -> None:
        await self.outbox.put(
            NUDGE,
            reader=due.reader,
            subject=due.change.subject,
            actor=POLICY,
            about=nudge_id,
            due_at=self.now(),
        )

    async def _sync(self, due: Due, found: CheckResult) -> None:
        shown = picture_versions(found.readings)
        done = await self.photo_services.of(POLICY, due.change.subject).sync(None, shown)
        now, ending = self.now(), ending_of(done)
        _log.info("synced_quietly", ending=ending)
        if isinstance(done, ActResult) and done.ending in DONE:
            await self._end(due, Outcome.SYNCED, ending)
            return
        # Another change, or another photo by now: soon. What could not be written: tomorrow.
        is_soon = isinstance(done, UnderWay) or ending == Ending.PHOTO_CHANGED.value
        until = now + (MOMENT if is_soon else TOMORROW)
        await self.changes.wait(due, until, Outcome.NOT_SYNCED, ending)

    async def _end(self, due: Due, outcome: Outcome, because: str | None) -> None:
        await self.changes.end(due, outcome, because, self.now())

    async def _keep_lease(self, owner: str) -> None:
        async def renew() -> None:
            await self.changes.renew(self._lease(owner))

        await self.sleep(RENEWAL_SECONDS)
        await repeat(renew, every=RENEWAL_SECONDS, sleep=self.sleep)

    def _lease(self, owner: str) -> Lease:
        return Lease(owner, self.now() + LEASE)


def without_a_check(found: Found, now: datetime) -> WaitUntil | Drop:
    """Decide about somebody whose photo could not be checked at all."""
    if isinstance(found, Known):
        return Drop(Because.GUEST)
    if isinstance(found, NoAccount):
        return Drop(Because.GONE)
    return WaitUntil(now + SOON, Because.NOT_READ)


def ending_of(done: Changed) -> str:
    """Name how a sync ended, or why it was not begun."""
    if isinstance(done, ActResult):
        return done.ending.value
    return "under_way" if isinstance(done, UnderWay) else "not_read"
