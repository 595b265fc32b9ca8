"""What is kept in memory: one thing for a person's newest card, until it expires, within limits."""

from datetime import timedelta
from uuid import UUID
from weakref import ref

import pytest

from bot.core.expiring_store import MAX_BYTES, MIN_ENTRY_BYTES, ExpiringStore
from tests.behaviours.fakes import FakeClock
from tests.photos.examples import READ_AT

CARD, OTHER = UUID(int=1), UUID(int=2)
TEN_MINUTES = timedelta(minutes=10)
MOST = 3 * MIN_ENTRY_BYTES


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(clock: FakeClock) -> ExpiringStore[str]:
    """Room for three small things."""
    return ExpiringStore(clock, TEN_MINUTES, max_bytes=MOST)


def test_a_thing_is_kept_and_its_expiry_is_returned(store: ExpiringStore[str]) -> None:
    assert store.put("amara", CARD, "picture", 10) == READ_AT + TEN_MINUTES
    assert store.get("amara", CARD) == "picture"


def test_no_other_person_gets_a_thing(store: ExpiringStore[str]) -> None:
    store.put("amara", CARD, "picture", 10)
    assert store.get("ben", CARD) is None


def test_a_later_picture_replaces_the_earlier_one(store: ExpiringStore[str]) -> None:
    store.put("amara", CARD, "picture", 10)
    store.put("amara", OTHER, "another", 10)
    assert store.get("amara", CARD) is None
    assert store.get("amara", OTHER) == "another"


def test_a_thing_is_dropped_when_it_expires(store: ExpiringStore[str], clock: FakeClock) -> None:
    store.put("amara", CARD, "picture", 10)
    clock.advance(599)
    assert store.get("amara", CARD) == "picture"
    clock.advance(1)
    assert store.get("amara", CARD) is None


def test_expire_drops_things_that_nobody_asks_for(clock: FakeClock) -> None:
    store: ExpiringStore[Thing] = ExpiringStore(clock, TEN_MINUTES)
    store.put("amara", CARD, thing := Thing(), 10)
    left = ref(thing)
    del thing
    clock.advance(600)
    store.expire()
    assert left() is None


def test_the_oldest_go_when_there_are_too_many_bytes(store: ExpiringStore[str]) -> None:
    store.put("amara", CARD, "picture", MOST * 6 // 10)
    store.put("ben", CARD, "picture", MOST * 6 // 10)
    assert store.get("amara", CARD) is None
    assert store.get("ben", CARD) == "picture"


def test_the_oldest_go_when_there_are_too_many_people(store: ExpiringStore[str]) -> None:
    for name in ("amara", "ben", "chiara", "dmitri"):
        store.put(name, CARD, name, 1)
    kept = [store.get(name, CARD) for name in ("amara", "ben", "chiara", "dmitri")]
    assert kept == [None, "ben", "chiara", "dmitri"]


def test_no_more_than_a_thousand_small_things_are_kept(clock: FakeClock) -> None:
    store: ExpiringStore[int] = ExpiringStore(clock, TEN_MINUTES)
    room = MAX_BYTES // MIN_ENTRY_BYTES
    for number in range(room + 1):
        store.put(str(number), CARD, number, 1)
    assert (room, store.get("0", CARD)) == (1024, None)
    assert [store.get(str(number), CARD) for number in (1, room)] == [1, room]


def test_replacing_a_persons_thing_drops_no_others(
    store: ExpiringStore[str],
) -> None:
    for name in ("amara", "ben", "chiara"):
        store.put(name, CARD, name, 1)
    store.put("chiara", OTHER, "another", 1)
    assert [store.get(name, CARD) for name in ("amara", "ben")] == ["amara", "ben"]


def test_a_thing_that_is_too_large_is_not_kept_and_has_no_expiry(store: ExpiringStore[str]) -> None:
    assert store.put("amara", CARD, "picture", MOST) is not None
    assert store.put("ben", CARD, "picture", MOST + 1) is None
    assert store.get("ben", CARD) is None
    assert store.get("amara", CARD) == "picture"


def test_a_thing_that_is_too_large_still_drops_the_earlier_one(
    store: ExpiringStore[str],
) -> None:
    store.put("amara", CARD, "picture", 10)
    store.put("amara", CARD, "picture", MOST + 1)
    assert store.get("amara", CARD) is None


def test_a_dropped_thing_is_gone(store: ExpiringStore[str]) -> None:
    store.put("amara", CARD, "picture", 10)
    store.drop("amara")
    assert store.get("amara", CARD) is None


class Thing:
    """Something whose end can be seen."""
