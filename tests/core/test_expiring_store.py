"""What is kept in memory: for a person's newest card, for a while, and not too much of it."""

from datetime import timedelta
from uuid import UUID
from weakref import ref

import pytest

from bot.core.expiring_store import Shelf
from tests.conversation.fakes import FakeClock
from tests.photos.examples import READ_AT

CARD, OTHER = UUID(int=1), UUID(int=2)
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shelf(clock: FakeClock) -> Shelf[str]:
    return Shelf(clock, TEN_MINUTES, most_bytes=100, most_people=3)


def test_what_was_put_is_there_and_until_when_is_said(shelf: Shelf[str]) -> None:
    assert shelf.put("amara", CARD, "picture", 10) == READ_AT + TEN_MINUTES
    assert shelf.get("amara", CARD) == "picture"


def test_nobody_else_gets_it(shelf: Shelf[str]) -> None:
    shelf.put("amara", CARD, "picture", 10)
    assert shelf.get("ben", CARD) is None


def test_a_later_picture_takes_the_place_of_the_earlier(shelf: Shelf[str]) -> None:
    shelf.put("amara", CARD, "picture", 10)
    shelf.put("amara", OTHER, "another", 10)
    assert shelf.get("amara", CARD) is None
    assert shelf.get("amara", OTHER) == "another"


def test_it_is_forgotten_when_its_time_is_over(shelf: Shelf[str], clock: FakeClock) -> None:
    shelf.put("amara", CARD, "picture", 10)
    clock.advance(599)
    assert shelf.get("amara", CARD) == "picture"
    clock.advance(1)
    assert shelf.get("amara", CARD) is None


def test_what_nobody_asks_for_again_is_forgotten_in_time_too(clock: FakeClock) -> None:
    shelf: Shelf[Thing] = Shelf(clock, TEN_MINUTES)
    shelf.put("amara", CARD, thing := Thing(), 10)
    left = ref(thing)
    del thing
    clock.advance(600)
    shelf.tidy()
    assert left() is None


def test_the_oldest_go_when_there_are_too_many_bytes(shelf: Shelf[str]) -> None:
    shelf.put("amara", CARD, "picture", 60)
    shelf.put("ben", CARD, "picture", 60)
    assert shelf.get("amara", CARD) is None
    assert shelf.get("ben", CARD) == "picture"


def test_the_oldest_go_when_there_are_too_many_people(shelf: Shelf[str]) -> None:
    for name in ("amara", "ben", "chiara", "dmitri"):
        shelf.put(name, CARD, name, 1)
    assert [shelf.get(name, CARD) for name in ("amara", "ben")] == [None, "ben"]


def test_what_is_too_large_is_not_kept_and_said_so(shelf: Shelf[str]) -> None:
    assert shelf.put("amara", CARD, "picture", 101) is None
    assert shelf.get("amara", CARD) is None


def test_what_is_dropped_is_gone(shelf: Shelf[str]) -> None:
    shelf.put("amara", CARD, "picture", 10)
    shelf.drop("amara")
    assert shelf.get("amara", CARD) is None


class Thing:
    """Something whose end can be seen."""
