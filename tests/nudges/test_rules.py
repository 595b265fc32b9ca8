"""Rules that hold for every change, person, policy and moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.decide import (
    Addressee,
    Because,
    CheckFirst,
    Decision,
    Drop,
    Groups,
    Nudge,
    Standing,
    SyncAndTell,
    SyncQuietly,
    WaitUntil,
    decide,
)
from bot.nudges.policy import Audience, Manner, Policy
from bot.photos.causes import Remedy
from bot.photos.diagnose import Diagnosis
from bot.photos.verdict import Verdict
from bot.watch.change import ChangeKind, PhotoChange

START = datetime(2026, 6, 1, tzinfo=UTC)
ZONES = st.sampled_from([ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Taipei"), ZoneInfo("UTC")])
MOMENTS = st.timedeltas(timedelta(), timedelta(days=60)).map(lambda later: START + later)
MAYBE_MOMENTS = st.none() | MOMENTS
CHANGES = st.builds(
    PhotoChange,
    id=st.just(UUID(int=1)),
    subject=st.just("subject"),
    kind=st.sampled_from(ChangeKind),
    noticed_at=MOMENTS,
    etag=st.none() | st.just("etag"),
    nudges=st.integers(0, 4),
)
RESULTS = st.builds(
    Diagnosis,
    copies=st.just(()),
    verdict=st.sampled_from(Verdict),
    causes=st.just(()),
    remedy=st.sampled_from(Remedy),
)
PEOPLE = st.builds(
    Addressee,
    standing=st.sampled_from(Standing),
    groups=st.none() | st.builds(Groups, pilot=st.booleans(), excluded=st.booleans()),
    zone=st.none() | ZONES,
    stopped=st.booleans(),
    paused_until=MAYBE_MOMENTS,
    written_to_at=MAYBE_MOMENTS,
    has_queued=st.booleans(),
)
POLICIES = st.builds(
    Policy,
    audience=st.sampled_from(Audience),
    manner=st.sampled_from(Manner),
    zone=ZONES,
    is_held=st.booleans(),
)


@dataclass(frozen=True)
class Situation:
    """All that a decision goes by."""

    change: PhotoChange
    result: Diagnosis | None
    person: Addressee
    policy: Policy
    now: datetime

    def decision(self) -> Decision:
        return decide(self.change, self.result, self.person, self.policy, self.now)


SITUATIONS = st.builds(
    Situation,
    change=CHANGES,
    result=st.none() | RESULTS,
    person=PEOPLE,
    policy=POLICIES,
    now=MOMENTS,
)


@given(SITUATIONS)
def test_nobody_is_written_to_who_may_not_be_or_when_they_may_not_be(seen: Situation) -> None:
    if not isinstance(seen.decision(), Nudge | SyncAndTell):
        return
    person, policy, now = seen.person, seen.policy, seen.now
    assert seen.result is not None
    assert person.standing is Standing.MEMBER
    assert person.groups is not None
    assert not person.groups.excluded
    assert person.groups.pilot or policy.audience is not Audience.PILOT
    assert not person.stopped
    assert not person.has_queued
    assert person.paused_until is None or person.paused_until <= now
    assert person.written_to_at is None or person.written_to_at + timedelta(days=7) <= now
    assert policy.hours.include(now, person.zone or policy.zone)
    assert not policy.is_held
    assert seen.change.nudges < policy.nudges
    assert now - seen.change.noticed_at >= policy.grace


@given(SITUATIONS)
def test_nothing_is_written_to_sharepoint_that_the_company_does_not_want_or_the_bot_may_not(
    seen: Situation,
) -> None:
    decision = seen.decision()
    if not isinstance(decision, SyncAndTell | SyncQuietly):
        return
    assert seen.result is not None
    assert seen.result.remedy is Remedy.REPAIR
    assert not seen.policy.is_held
    assert seen.person.groups is not None
    assert not seen.person.groups.excluded
    quietly = isinstance(decision, SyncQuietly)
    assert seen.policy.manner is (Manner.SYNC_QUIETLY if quietly else Manner.SYNC_AND_TELL)


@given(SITUATIONS)
def test_a_wait_ends_later_than_now(seen: Situation) -> None:
    decision = seen.decision()
    if isinstance(decision, WaitUntil):
        assert decision.moment > seen.now


@given(CHANGES, RESULTS, PEOPLE, POLICIES, st.lists(MOMENTS, max_size=40))
def test_one_person_gets_at_most_one_message_a_week_and_three_about_one_change(
    change: PhotoChange,
    result: Diagnosis,
    person: Addressee,
    policy: Policy,
    moments: list[datetime],
) -> None:
    written_to_at: list[datetime] = [person.written_to_at] if person.written_to_at else []
    nudges = change.nudges
    for now in sorted(moments):
        known = Addressee(
            person.standing,
            person.groups,
            person.zone,
            written_to_at=written_to_at[-1] if written_to_at else None,
        )
        told = PhotoChange(
            change.id, change.subject, change.kind, change.noticed_at, change.etag, nudges
        )
        if isinstance(decide(told, result, known, policy, now), Nudge | SyncAndTell):
            assert not written_to_at or now - written_to_at[-1] >= timedelta(days=7)
            written_to_at.append(now)
            nudges += 1
    assert nudges <= max(3, change.nudges)


@given(CHANGES, PEOPLE, POLICIES, MOMENTS)
def test_no_check_is_made_for_somebody_about_whom_nothing_would_be_done(
    change: PhotoChange, person: Addressee, policy: Policy, now: datetime
) -> None:
    before = decide(change, None, person, policy, now)
    after: set[type[Decision]] = {
        type(decide(change, _result(verdict, remedy), person, policy, now))
        for verdict in Verdict
        for remedy in Remedy
    }
    if isinstance(before, CheckFirst):
        assert not after.isdisjoint({Nudge, SyncAndTell, SyncQuietly})
    else:
        assert after <= {type(before), Drop}


def _result(verdict: Verdict, remedy: Remedy) -> Diagnosis:
    return Diagnosis((), verdict, (), remedy)


def test_switched_off_drops_what_was_noticed() -> None:
    change = PhotoChange(UUID(int=1), "subject", ChangeKind.CHANGED, START, "etag")
    person = Addressee(Standing.MEMBER, Groups(pilot=True, excluded=False))
    decision = decide(change, None, person, Policy(Audience.OFF), START)
    assert decision == Drop(Because.SWITCHED_OFF)
