from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.watch.change import ChangeKind
from bot.watch.notice import NO_PHOTO, VANISHED_FOR, Noticed, WatchedPerson, notice

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def after(known: WatchedPerson, noticed: Noticed | None) -> WatchedPerson:
    """What is stored once a reading was."""
    return WatchedPerson(known.subject, noticed.etag, noticed.vanished_at) if noticed else known


def test_the_same_etag_is_nothing_to_store() -> None:
    assert notice(WatchedPerson("ada", "1"), "1", NOW) is None
    assert notice(WatchedPerson("ada", NO_PHOTO), NO_PHOTO, NOW) is None


@pytest.mark.parametrize("etag", ["1", NO_PHOTO])
def test_the_first_reading_of_a_person_is_a_baseline(etag: str) -> None:
    known = WatchedPerson("ada")
    assert notice(known, etag, NOW) == Noticed(known, etag, NOW)


def test_another_photo_is_a_change() -> None:
    known = WatchedPerson("ada", "1")
    assert notice(known, "2", NOW) == Noticed(known, "2", NOW, kind=ChangeKind.CHANGED)


def test_a_first_photo_is_new() -> None:
    known = WatchedPerson("ada", NO_PHOTO)
    assert notice(known, "1", NOW) == Noticed(known, "1", NOW, kind=ChangeKind.NEW)


def test_a_photo_has_vanished_when_it_is_not_found_twice_an_hour_apart() -> None:
    known = WatchedPerson("ada", "1")
    once = notice(known, NO_PHOTO, NOW)
    assert once == Noticed(known, "1", NOW, vanished_at=NOW)
    known = after(known, once)
    assert notice(known, NO_PHOTO, NOW + VANISHED_FOR - timedelta(seconds=1)) is None
    twice = notice(known, NO_PHOTO, NOW + VANISHED_FOR)
    # It is dated to when it was first missed.
    assert twice == Noticed(known, NO_PHOTO, NOW, kind=ChangeKind.VANISHED)
    assert notice(after(known, twice), NO_PHOTO, NOW + 2 * VANISHED_FOR) is None


def test_a_photo_that_is_found_again_did_not_change() -> None:
    known = WatchedPerson("ada", "1", vanished_at=NOW)
    again = notice(known, "1", NOW + VANISHED_FOR)
    assert again == Noticed(known, "1", NOW + VANISHED_FOR)
    assert after(known, again) == WatchedPerson("ada", "1")


def test_another_photo_in_place_of_a_vanished_one_is_a_change() -> None:
    known = WatchedPerson("ada", "1", vanished_at=NOW)
    later = NOW + timedelta(minutes=5)
    assert notice(known, "2", later) == Noticed(known, "2", later, kind=ChangeKind.CHANGED)


@given(st.lists(st.tuples(st.sampled_from(["1", "2", NO_PHOTO]), st.integers(0, 90))))
def test_changes_are_told_exactly_as_often_as_the_stored_photo_changes(
    readings: list[tuple[str, int]],
) -> None:
    known, now, told, stored = WatchedPerson("ada"), NOW, 0, 0
    for etag, minutes in readings:
        now += timedelta(minutes=minutes)
        noticed = notice(known, etag, now)
        following = after(known, noticed)
        stored += known.etag is not None and following.etag != known.etag
        told += noticed is not None and noticed.kind is not None
        assert notice(following, etag, now) is None
        known = following
    assert told == stored
