"""What would be decided about a person's photo now. Pure, and by the rules of `decide` alone."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.nudges.decide import (
    Addressee,
    CheckFirst,
    Decision,
    Drop,
    Nudge,
    Standing,
    SyncAndTell,
    act,
    decide,
)
from bot.nudges.decider import WAITING, without_a_check
from bot.nudges.policy import Policy
from bot.nudges.ports import NoticedChange, NudgeRow, Sent
from bot.photos.readings import Account, NoPhoto
from bot.use_cases.check import CheckResult
from bot.use_cases.service import Found
from bot.watch.change import ChangeKind, PhotoChange

# The id of what is not stored. A real reference is made when a message is.
NONE = UUID(int=0)
NO_REFERENCE = "PB-0000000"


@dataclass(frozen=True)
class Noted:
    """What the rows hold of a person.

    Attributes:
        change: the change of their photo that is open; None where there is none, or its message
            failed, upon which nothing more is done.
        decide_at: when it is decided about next (UTC).
        is_known: whether a sweep has seen them.
        reader: the person's id as their chat writes it.
        sent: the message about it whose end was not noted yet.
        reference: that of this message.
    """

    change: PhotoChange | None
    decide_at: datetime | None
    person: Addressee
    is_known: bool
    reader: str
    sent: Sent | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Preview:
    """A decision, and the message that would be written.

    Attributes:
        is_noted: whether the change was noticed, or is only supposed.
        nudge: what the message would be about; None where nobody would be written to.
        is_synced_first: whether the message would tell of a sync, which is not made here.
    """

    is_noted: bool
    change: PhotoChange
    decision: Decision
    nudge: NudgeRow | None
    is_synced_first: bool


def preview(subject: str, noted: Noted, found: Found, policy: Policy, now: datetime) -> Preview:
    """Decide by a check that was made just now; supposes a change where none was noticed."""
    change = noted.change or _supposed(subject, found, policy, now)
    person = noted.person
    if noted.change is None and not noted.is_known:
        person = _not_seen_yet(person, found)
    result = found.diagnosis if isinstance(found, CheckResult) else None
    decision = decide(change, None, person, policy, now)
    if isinstance(decision, CheckFirst):
        if isinstance(found, CheckResult):
            decision = decide(change, result, person, policy, now)
        else:
            decision = without_a_check(found, now)
    # Also of a decision to wait one sees what there would be to say.
    told = None if isinstance(decision, Drop) else act(result, policy, now)
    is_synced_first = isinstance(told, SyncAndTell)
    nudge = None
    if isinstance(told, Nudge | SyncAndTell):
        nudge = NudgeRow(
            id=NONE,
            subject=change.subject,
            change=NoticedChange(change.id, change.kind, change.noticed_at),
            reference=_reference(noted),
            is_shadow=policy.is_shadow,
            created_at=now,
            expires_at=now,
            # What the card says is for the case that the sync does not succeed.
            sync_ending="not_fixed" if is_synced_first else None,
        )
    return Preview(noted.change is not None, change, decision, nudge, is_synced_first)


def _supposed(subject: str, found: Found, policy: Policy, now: datetime) -> PhotoChange:
    """Return a change whose time of grace ends at this moment."""
    kind = ChangeKind.CHANGED
    if isinstance(found, CheckResult) and isinstance(found.readings.microsoft_365, NoPhoto):
        kind = ChangeKind.VANISHED
    return PhotoChange(NONE, subject.lower(), kind, now - policy.grace, None)


def _reference(noted: Noted) -> str:
    """Return the reference of the message that waits; another one will get another."""
    is_waiting = noted.sent is not None and noted.sent.state in WAITING
    return noted.reference or NO_REFERENCE if is_waiting else NO_REFERENCE


def _not_seen_yet(person: Addressee, found: Found) -> Addressee:
    """Describe somebody whom no sweep has seen as a sweep would find them."""
    if not isinstance(found, CheckResult):
        return person
    account = found.readings.account
    is_disabled = isinstance(account, Account) and account.enabled is False
    return replace(person, standing=Standing.DISABLED if is_disabled else Standing.MEMBER)
