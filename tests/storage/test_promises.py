import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg import AsyncConnection

from bot.core.lease import Lease
from bot.storage.database import Database
from bot.storage.promises import Promises
from bot.storage.sweeps import delete_expired
from tests.conversation.fakes import FakeClock
from tests.storage.test_effects import NOW

DAY = timedelta(days=1)
DUE = NOW + DAY
MINE = Lease("mine", DUE + timedelta(minutes=1))
THEIRS = replace(MINE, owner="theirs")


class Timers:
    """What was asked of the job queue; it refuses where it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[UUID, datetime]] = []
        self.refusing = False

    async def set(self, promise_id: UUID, at: datetime, _: AsyncConnection) -> None:
        if self.refusing:
            raise ConnectionError
        self.asked.append((promise_id, at))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
def timers() -> Timers:
    return Timers()


@pytest.fixture
def promises(database: Database, timers: Timers, clock: FakeClock) -> Promises:
    return Promises(database, timers.set, clock, uuid4, DAY)


async def test_a_promise_is_open_and_has_a_timer(promises: Promises, timers: Timers) -> None:
    promise = await promises.make("ada", DUE)
    assert (promise.person_id, promise.due_at, promise.made_at) == ("ada", DUE, NOW)
    assert await promises.open_of("ada") == promise == await promises.open(promise.id)
    assert timers.asked == [(promise.id, DUE)]
    assert await promises.open_of("ben") is None


async def test_without_its_timer_there_is_no_promise(promises: Promises, timers: Timers) -> None:
    timers.refusing = True
    with pytest.raises(ConnectionError):
        await promises.make("ada", DUE)
    assert await promises.open_of("ada") is None


async def test_a_new_promise_takes_the_place_of_an_open_one(promises: Promises) -> None:
    first = await promises.make("ada", DUE)
    second = await promises.make("ada", DUE + DAY)
    assert await promises.open_of("ada") == second
    assert await promises.open(first.id) is None


async def test_promises_made_at_the_same_time_leave_one_open(
    promises: Promises, clock: FakeClock
) -> None:
    made = await asyncio.gather(*(promises.make("ada", DUE) for _ in range(6)))
    assert await promises.open_of("ada") in made
    assert len(await promises.overdue(DUE)) == 1


async def test_a_promise_is_withdrawn_once(promises: Promises) -> None:
    promise = await promises.make("ada", DUE)
    assert await promises.withdraw("ada")
    assert not await promises.withdraw("ada")
    assert await promises.open(promise.id) is None
    assert await promises.open_of("ada") is None


async def test_a_promise_is_taken_by_one_and_not_before_it_is_due(
    promises: Promises, clock: FakeClock
) -> None:
    promise = await promises.make("ada", DUE)
    assert await promises.take(promise.id, MINE) is None
    clock.now = DUE
    assert await promises.take(promise.id, MINE) == promise
    assert await promises.take(promise.id, THEIRS) is None


async def test_of_many_who_take_a_promise_one_has_it(promises: Promises, clock: FakeClock) -> None:
    promise = await promises.make("ada", DUE)
    clock.now = DUE
    leases = [replace(MINE, owner=str(number)) for number in range(6)]
    taken = await asyncio.gather(*(promises.take(promise.id, lease) for lease in leases))
    assert [one for one in taken if one] == [promise]


async def test_a_promise_can_be_taken_again_when_its_lease_ran_out(
    promises: Promises, clock: FakeClock
) -> None:
    promise = await promises.make("ada", DUE)
    clock.now = DUE
    await promises.take(promise.id, MINE)
    longer = replace(MINE, until=DUE + DAY)
    assert await promises.renew(promise.id, longer)
    assert not await promises.renew(promise.id, THEIRS)
    clock.now = MINE.until
    assert await promises.take(promise.id, THEIRS) is None
    clock.now = longer.until
    assert await promises.take(promise.id, THEIRS) == promise


async def test_what_has_ended_can_neither_be_taken_nor_end_again(
    promises: Promises, clock: FakeClock
) -> None:
    kept, withdrawn = await promises.make("ada", DUE), await promises.make("ben", DUE)
    clock.now = DUE
    assert await promises.end(kept.id, kept=True)
    await promises.withdraw("ben")
    for promise in (kept, withdrawn):
        assert await promises.take(promise.id, MINE) is None
        assert not await promises.end(promise.id, kept=True)
    assert await promises.overdue(DUE) == []


async def test_overdue_is_what_is_due_and_nobody_keeps(
    promises: Promises, clock: FakeClock
) -> None:
    late, later = await promises.make("ada", DUE + DAY / 2), await promises.make("ben", DUE)
    await promises.make("cleo", DUE + DAY)
    assert await promises.overdue(DUE + DAY / 2) == [later.id, late.id]
    clock.now = DUE
    await promises.take(later.id, Lease("mine", DUE + DAY))
    assert await promises.overdue(DUE + DAY / 2) == [late.id]


async def test_a_promise_is_forgotten_some_time_after_it_was_due(
    promises: Promises, database: Database
) -> None:
    promise = await promises.make("ada", DUE)
    assert await delete_expired(database, DUE + DAY - timedelta(seconds=1)) == 0
    assert await promises.open_of("ada") == promise
    assert await delete_expired(database, DUE + DAY) == 1
    assert await promises.open_of("ada") is None
