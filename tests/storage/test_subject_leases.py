"""Leases of subjects: one owner at a time in all processes, until a bounded time."""

import asyncio
from uuid import UUID, uuid4

import pytest

from bot.storage.database import Database
from bot.storage.subject_leases import SubjectLeaseRows

SUBJECT = "6f3c0f5e-aaaa-4000-8000-000000000001"
FIRST, SECOND = UUID(int=1), UUID(int=2)
LONG, OVER = 60.0, -1.0


@pytest.fixture
def leases(database: Database) -> SubjectLeaseRows:
    return SubjectLeaseRows(database)


async def test_of_many_that_ask_at_a_time_one_gets_the_lease(leases: SubjectLeaseRows) -> None:
    for _ in range(5):
        owners = [uuid4() for _ in range(8)]
        taken = await asyncio.gather(*(leases.take(SUBJECT, each, LONG) for each in owners))
        assert taken.count(True) == 1
        assert await leases.release(SUBJECT, owners[taken.index(True)])


async def test_a_lease_is_one_however_the_object_id_is_spelt(leases: SubjectLeaseRows) -> None:
    assert await leases.take(SUBJECT.upper(), FIRST, LONG)
    assert not await leases.take(SUBJECT, SECOND, LONG)
    assert await leases.renew(SUBJECT, FIRST, LONG)
    assert await leases.release(SUBJECT, FIRST)


async def test_people_have_leases_of_their_own(leases: SubjectLeaseRows) -> None:
    assert await leases.take(SUBJECT, FIRST, LONG)
    assert await leases.take("somebody else", SECOND, LONG)


async def test_a_lease_that_was_released_can_be_taken(leases: SubjectLeaseRows) -> None:
    assert await leases.take(SUBJECT, FIRST, LONG)
    assert await leases.release(SUBJECT, FIRST)
    assert await leases.take(SUBJECT, SECOND, LONG)
    assert not await leases.release(SUBJECT, FIRST)
    assert not await leases.renew(SUBJECT, FIRST, LONG)


async def test_a_lease_that_ran_out_can_be_taken_and_is_lost_to_its_owner(
    leases: SubjectLeaseRows,
) -> None:
    assert await leases.take(SUBJECT, FIRST, OVER)
    assert await leases.take(SUBJECT, SECOND, LONG)
    assert not await leases.renew(SUBJECT, FIRST, LONG)
    assert not await leases.release(SUBJECT, FIRST)
    assert await leases.renew(SUBJECT, SECOND, LONG)


async def test_a_lease_that_ran_out_and_that_nobody_took_is_renewed(
    leases: SubjectLeaseRows,
) -> None:
    assert await leases.take(SUBJECT, FIRST, OVER)
    assert await leases.renew(SUBJECT, FIRST, LONG)
    assert not await leases.take(SUBJECT, SECOND, LONG)
