from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.lease import Lease
from bot.photos.capabilities import Capability
from bot.watch.ports import AccountKind, SweepPhase, WatchRun
from bot.watch.status import WatchCounts, WatchStatus

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVERY = 6 * HOUR
ENOUGH = frozenset({Capability.READ_ACCOUNT, Capability.READ_MICROSOFT_365_PHOTO})
PEOPLE = {
    AccountKind.MEMBER: 41,
    AccountKind.GUEST: 5,
    AccountKind.DISABLED: 3,
    AccountKind.GONE: 2,
}
NOTHING = WatchStatus(
    "on", EVERY, [AccountKind.MEMBER], WatchCounts(WatchRun(), {}, 0, {}), ENOUGH, NOW
)


def status_of(run: WatchRun) -> WatchStatus:
    return replace(NOTHING, counts=WatchCounts(run, PEOPLE, 0, {}))


def test_a_first_sweep_is_due_at_once() -> None:
    assert NOTHING.due_at == NOW
    assert not NOTHING.is_late


def test_the_next_sweep_is_due_an_interval_after_the_last_began() -> None:
    run = WatchRun(started_at=NOW - HOUR, finished_at=NOW)
    assert status_of(run).due_at == NOW + 5 * HOUR


def test_an_interrupted_sweep_is_due_when_the_service_may_be_asked_again() -> None:
    run = WatchRun(SweepPhase.PHOTOS, started_at=NOW - HOUR, retry_at=NOW + HOUR)
    assert status_of(run).due_at == NOW + HOUR
    assert status_of(replace(run, retry_at=None)).due_at == NOW


def test_a_sweep_is_under_way_while_its_lease_lasts() -> None:
    run = WatchRun(SweepPhase.PHOTOS, lease=Lease("me", NOW + HOUR))
    assert status_of(run).is_under_way
    assert not status_of(replace(run, lease=Lease("me", NOW))).is_under_way
    assert not NOTHING.is_under_way


def test_it_is_late_when_no_sweep_was_completed_for_two_intervals() -> None:
    run = WatchRun(finished_at=NOW - 12 * HOUR)
    assert not status_of(run).is_late
    assert status_of(replace(run, finished_at=NOW - 13 * HOUR)).is_late


def test_twenty_people_who_are_watched_take_one_request() -> None:
    status = status_of(WatchRun())
    assert (status.watched, status.photo_requests) == (41, 3)
    everybody = replace(
        status, accounts=[AccountKind.MEMBER, AccountKind.GUEST, AccountKind.DISABLED]
    )
    assert (everybody.watched, everybody.photo_requests) == (49, 3)


def test_permissions_that_a_sweep_needs_are_named() -> None:
    assert NOTHING.missing == ()
    assert replace(NOTHING, granted=frozenset()).missing == (
        "User.Read.All",
        "ProfilePhoto.Read.All",
    )
    accounts = replace(NOTHING, granted=frozenset({Capability.READ_ACCOUNT}))
    assert accounts.missing == ("ProfilePhoto.Read.All",)
