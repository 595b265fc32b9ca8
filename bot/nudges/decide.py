"""Decide what becomes of a noticed photo change. Pure: no clock, no database, no service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.nudges.policy import Audience, Manner, Policy
from bot.photos.causes import Party, Remedy
from bot.photos.diagnose import Diagnosis
from bot.photos.verdict import Verdict

# How soon to look again at what is expected to pass.
SOON = timedelta(hours=1)
TOMORROW = timedelta(days=1)


class Because(StrEnum):
    """Why a change waits, or was dropped."""

    GRACE = "grace"
    HELD = "held"
    GROUPS_NOT_READ = "groups_not_read"
    DISABLED = "disabled"
    NOT_READ = "not_read"
    PAUSED = "paused"
    ANOTHER_IS_QUEUED = "another_is_queued"
    WRITTEN_TO_LATELY = "written_to_lately"
    OUTSIDE_HOURS = "outside_hours"

    SWITCHED_OFF = "switched_off"
    GONE = "gone"
    GUEST = "guest"
    EXCLUDED = "excluded"
    NOT_IN_PILOT = "not_in_pilot"
    STOPPED = "stopped"
    TOLD_OFTEN = "told_often"
    TOO_OLD = "too_old"
    SETTLED = "settled"
    NOT_KNOWN = "not_known"
    NOTHING_HELPS = "nothing_helps"


class Standing(StrEnum):
    """A person's account, as the last sweep found it."""

    MEMBER = "member"
    DISABLED = "disabled"
    GUEST = "guest"
    GONE = "gone"


class Occasion(Protocol):
    """What somebody may be written to about: a photo change, or that a campaign was started."""

    @property
    def noticed_at(self) -> datetime:
        """Since when it is so (UTC)."""

    @property
    def nudges(self) -> int:
        """How often the person was written to about it."""


@dataclass(frozen=True)
class CampaignStart:
    """The start of a campaign, which writes to each person once."""

    noticed_at: datetime
    nudges: int = 0


@dataclass(frozen=True)
class Groups:
    """The groups of the policy that a person is in, directly or through other groups."""

    pilot: bool
    excluded: bool


@dataclass(frozen=True)
class Addressee:
    """What is known of the person whose photo changed.

    Attributes:
        groups: None where they could not be read.
        zone: their time zone; None where it is not known.
        stopped: whether they want no unasked messages.
        paused_until: until when they want none (UTC).
        written_to_at: when they were last written to unasked (UTC).
        has_queued: whether an unasked message to them waits already.
    """

    standing: Standing
    groups: Groups | None
    zone: ZoneInfo | None = None
    stopped: bool = False
    paused_until: datetime | None = None
    written_to_at: datetime | None = None
    has_queued: bool = False


@dataclass(frozen=True)
class WaitUntil:
    """Decide again at a moment (UTC)."""

    moment: datetime
    because: Because


@dataclass(frozen=True)
class CheckFirst:
    """Check the photo, and decide again with the result."""


@dataclass(frozen=True)
class Nudge:
    """Write to the person, and offer what helps."""


@dataclass(frozen=True)
class SyncAndTell:
    """Sync SharePoint's copies, and write to the person what was done."""


@dataclass(frozen=True)
class SyncQuietly:
    """Sync SharePoint's copies, and write to nobody."""


@dataclass(frozen=True)
class Drop:
    """Do nothing about the change, now or later."""

    because: Because


Decision = WaitUntil | CheckFirst | Nudge | SyncAndTell | SyncQuietly | Drop


def decide(
    about: Occasion, result: Diagnosis | None, person: Addressee, policy: Policy, now: datetime
) -> Decision:
    """Decide about one change, or one message of a campaign, at a moment (UTC).

    `result` is of a check that was made just now; None before there is one, upon which the
    answer is `CheckFirst` where nothing else stands in the way.
    """
    if reason := _why_drop(about, person, policy, now):
        return Drop(reason)
    if wait := _wait_before_check(about, person, policy, now):
        return wait
    action = act(result, policy, now)
    # What is settled need not wait for anybody, and a sync of which nobody is told disturbs nobody.
    if isinstance(action, Drop) or policy.manner is Manner.SYNC_QUIETLY:
        return action
    # Asked before the check too, so that none is made for somebody who can't be told yet.
    return _wait_for_person(person, policy, now) or action


def act(result: Diagnosis | None, policy: Policy, now: datetime) -> Decision:
    """Decide by the result of a check alone, as for somebody who asked to be told."""
    if result is None:
        return CheckFirst()
    if ending := _unless_stale(result, now):
        return ending
    if result.remedy is Remedy.REPAIR:
        return _by_manner(policy.manner)
    if result.remedy.actor is Party.PERSON and policy.manner is not Manner.SYNC_QUIETLY:
        return Nudge()
    return Drop(Because.NOTHING_HELPS)


def _why_drop(about: Occasion, person: Addressee, policy: Policy, now: datetime) -> Because | None:
    groups, audience = person.groups, policy.audience
    writes = policy.manner is not Manner.SYNC_QUIETLY
    reasons = {
        Because.SWITCHED_OFF: audience is Audience.OFF,
        Because.GONE: person.standing is Standing.GONE,
        Because.GUEST: person.standing is Standing.GUEST,
        Because.EXCLUDED: groups is not None and groups.excluded,
        Because.NOT_IN_PILOT: groups and audience is Audience.PILOT and not groups.pilot,
        # A sync that is to be told is not made for somebody who can't be told.
        Because.STOPPED: writes and person.stopped,
        Because.TOLD_OFTEN: writes and about.nudges >= policy.nudges,
        Because.TOO_OLD: now - about.noticed_at >= policy.forgotten_after,
    }
    return next((reason for reason, applies in reasons.items() if applies), None)


def _wait_before_check(
    about: Occasion, person: Addressee, policy: Policy, now: datetime
) -> WaitUntil | None:
    settled_by = about.noticed_at + policy.grace
    # Before the grace, so that an administrator sees why nothing will come of the change.
    if policy.is_held:
        return WaitUntil(max(settled_by, now + SOON), Because.HELD)
    if now < settled_by:
        return WaitUntil(settled_by, Because.GRACE)
    if person.groups is None:
        return WaitUntil(now + SOON, Because.GROUPS_NOT_READ)
    if person.standing is Standing.DISABLED:
        # On leave, perhaps: the change is not forgotten until they are back.
        return WaitUntil(now + TOMORROW, Because.DISABLED)
    return None


def _wait_for_person(person: Addressee, policy: Policy, now: datetime) -> WaitUntil | None:
    earliest, because = now, Because.OUTSIDE_HOURS
    if person.has_queued:
        earliest, because = now + TOMORROW, Because.ANOTHER_IS_QUEUED
    if person.paused_until and person.paused_until > earliest:
        earliest, because = person.paused_until, Because.PAUSED
    if person.written_to_at and person.written_to_at + policy.between > earliest:
        earliest, because = person.written_to_at + policy.between, Because.WRITTEN_TO_LATELY
    moment = policy.hours.next(earliest, person.zone or policy.zone)
    return WaitUntil(moment, because) if moment > now else None


def _unless_stale(result: Diagnosis, now: datetime) -> Decision | None:
    if result.verdict in (Verdict.IN_SYNC, Verdict.NO_PHOTO):
        return Drop(Because.SETTLED)
    # Also where a difference was seen: what helps depends on the store that could not be read.
    if result.remedy is Remedy.CHECK_AGAIN:
        return WaitUntil(now + SOON, Because.NOT_READ)
    return Drop(Because.NOT_KNOWN) if result.verdict is Verdict.UNSURE else None


def _by_manner(manner: Manner) -> Decision:
    match manner:
        case Manner.ASK:
            return Nudge()
        case Manner.SYNC_AND_TELL:
            return SyncAndTell()
        case Manner.SYNC_QUIETLY:
            return SyncQuietly()
