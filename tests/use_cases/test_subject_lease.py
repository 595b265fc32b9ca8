"""The lease around a change: kept while the change lasts, and a change without it is cut off."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from bot.use_cases.subject_lease import LeaseLost, LeaseTaken, SubjectLeases
from tests.behaviours.memory import FakeLeases

AMARA = "amara"
# Of these tests' leases, in seconds. A renewal comes at once.
SHORT = 0.05


@dataclass
class Store(FakeLeases):
    """Leases whose store answers as a test says, once `breaks` is set."""

    breaks: Exception | None = None
    renewed: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answers.set()

    async def renew(self, subject: str, owner: UUID, seconds: float) -> bool:
        self.renewed += 1
        await self.answers.wait()
        if self.breaks:
            raise self.breaks
        return await super().renew(subject, owner, seconds)


@pytest.fixture
def store() -> Store:
    return Store()


def leases(store: Store, seconds: float = SHORT) -> SubjectLeases:
    async def sleep(_: float) -> None:
        await asyncio.sleep(SHORT / 10)

    return SubjectLeases(store, uuid4, sleep, seconds)


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_a_lease_lasts_as_long_as_the_change(store: Store) -> None:
    async with leases(store).hold(AMARA):
        await asyncio.sleep(3 * SHORT)
        with pytest.raises(LeaseTaken):
            async with leases(store).hold(AMARA):
                raise AssertionError("two changes at once")
    assert store.owners == {}
    assert store.renewed > 3


async def test_a_change_is_cut_off_when_another_has_the_lease(store: Store) -> None:
    another = uuid4()

    async def change() -> None:
        async with leases(store, seconds=60).hold(AMARA):
            store.owners[AMARA] = another
            await for_ever()

    with pytest.raises(LeaseLost):
        await change()
    assert store.owners == {AMARA: another}


async def test_a_change_is_cut_off_when_its_lease_can_not_be_renewed(store: Store) -> None:
    store.breaks = OSError("the database is away")
    with pytest.raises(LeaseLost):
        async with leases(store).hold(AMARA):
            await for_ever()
    assert store.renewed > 1


async def test_a_change_is_cut_off_when_the_store_does_not_answer(store: Store) -> None:
    store.answers.clear()
    with pytest.raises(LeaseLost):
        async with leases(store).hold(AMARA):
            await for_ever()
    assert store.renewed == 1


async def test_a_change_that_ended_without_its_lease_is_told_so(store: Store) -> None:
    with pytest.raises(LeaseLost):
        async with leases(store).hold(AMARA):
            store.owners[AMARA] = uuid4()


@pytest.mark.parametrize("error", [RuntimeError("broken"), TimeoutError("of a service")])
async def test_a_change_that_breaks_releases_the_lease(store: Store, error: Exception) -> None:
    with pytest.raises(type(error)):
        async with leases(store).hold(AMARA):
            raise error
    assert store.owners == {}


async def test_a_change_that_is_cancelled_releases_the_lease(store: Store) -> None:
    async def change() -> None:
        async with leases(store).hold(AMARA):
            await for_ever()

    task = asyncio.create_task(change())
    await asyncio.sleep(SHORT / 5)
    assert store.owners
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert store.owners == {}


async def test_what_broke_the_change_is_raised_where_the_lease_can_not_be_released(
    store: Store,
) -> None:
    store.breaks = OSError("the database is away")
    with pytest.raises(RuntimeError):
        async with leases(store).hold(AMARA):
            raise RuntimeError("broken")
