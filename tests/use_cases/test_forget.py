"""Forgetting a person: under their lease, after what is under way has ended, and counted again."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from bot.core.clock import Now
from bot.use_cases.forget import MAX_LOOKS, Forget, PersonCounts, StillWorking
from bot.use_cases.subject_lease import LeaseTaken, SubjectLeases
from tests.behaviours.memory import FakeLeases

ADA = "ada"
NONE = PersonCounts({}, {})


@dataclass
class Rows:
    """Rows of one person, on which somebody works for so many looks."""

    leases: FakeLeases
    looks: int = 0
    cards: int = 2
    new_cards: int = 0
    done: list[str] = field(default_factory=list)

    async def count(self, person: str) -> PersonCounts:
        return PersonCounts({"card": self.cards} if self.cards else {}, {})

    async def withdraw(self, person: str) -> int:
        self._note("withdraw")
        return 1

    async def delete(self, person: str, now: Now) -> PersonCounts:
        self._note("delete")
        if self.looks:
            self.looks -= 1
            raise StillWorking
        deleted = await self.count(person)
        self.cards = self.new_cards
        return deleted

    def _note(self, what: str) -> None:
        assert ADA in self.leases.owners, "nobody may write without the lease"
        self.done.append(what)


@pytest.fixture
def leases() -> FakeLeases:
    return FakeLeases()


@pytest.fixture
def rows(leases: FakeLeases) -> Rows:
    return Rows(leases)


@dataclass
class Slept:
    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def for_ever(_: float) -> None:
    await asyncio.Event().wait()


def forget(rows: Rows, sleep: Slept) -> Forget:
    leases = SubjectLeases(rows.leases, uuid4, for_ever)
    return Forget(leases, rows, lambda: datetime(2026, 3, 2, tzinfo=UTC), sleep)


async def test_messages_are_withdrawn_and_rows_deleted_under_the_lease(rows: Rows) -> None:
    forgotten = await forget(rows, Slept())(ADA)
    assert rows.done == ["withdraw", "delete"]
    assert (forgotten.withdrawn, forgotten.done.owned) == (1, {"card": 2})
    assert forgotten.left == NONE
    assert not rows.leases.owners


async def test_what_is_under_way_is_waited_for(rows: Rows) -> None:
    rows.looks, slept = 3, Slept()
    forgotten = await forget(rows, slept)(ADA)
    assert slept.seconds == [1.0, 1.0, 1.0]
    assert forgotten.done.owned == {"card": 2}


async def test_what_does_not_end_is_given_up_and_nothing_is_deleted(rows: Rows) -> None:
    rows.looks, slept = MAX_LOOKS, Slept()
    with pytest.raises(StillWorking):
        await forget(rows, slept)(ADA)
    assert (len(slept.seconds), rows.cards) == (MAX_LOOKS - 1, 2)
    assert not rows.leases.owners


async def test_nothing_happens_while_the_photo_is_changed(rows: Rows) -> None:
    rows.leases.owners[ADA] = UUID(int=1)
    with pytest.raises(LeaseTaken):
        await forget(rows, Slept())(ADA)
    assert rows.done == []


async def test_what_was_stored_meanwhile_is_not_called_deleted(rows: Rows) -> None:
    rows.new_cards = 1
    assert (await forget(rows, Slept())(ADA)).left.owned == {"card": 1}
