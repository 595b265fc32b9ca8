import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest
from psycopg.sql import SQL, Identifier

from bot.outbox.ports import BudgetUnreachable, Full, Reserved
from bot.storage.database import Database
from bot.storage.gate import RESERVE, RESERVED, Slots

GAP = 0.05
MICROSECOND = 2e-6


@pytest.fixture
def slots(database: Database) -> Slots:
    return Slots(database)


def follows(earlier: Reserved, later: Reserved) -> bool:
    """Whether a moment comes a gap after the one before, or at once if that is over."""
    first, last = earlier.at + GAP, max(earlier.at + GAP, later.now)
    return first - MICROSECOND <= later.at <= last + MICROSECOND


async def test_twenty_slots_reserved_at_the_same_time_are_a_gap_apart(slots: Slots) -> None:
    reserved = await asyncio.gather(*(slots.reserve(GAP) for _ in range(20)))
    in_order = sorted(reserved, key=lambda one: one.at)
    assert all(follows(earlier, later) for earlier, later in pairwise(in_order))


async def test_several_slots_that_are_reserved_at_once_belong_to_nobody_else(slots: Slots) -> None:
    first = await slots.reserve(GAP, 5)
    assert first.at - first.now < GAP
    assert follows(replace(first, at=first.at + 4 * GAP), await slots.reserve(GAP))


async def test_unused_slots_are_not_saved_up(slots: Slots) -> None:
    await slots.reserve(GAP)
    await asyncio.sleep(2 * GAP)
    reserved = await slots.reserve(GAP)
    assert reserved.now - reserved.at < GAP
    assert follows(reserved, await slots.reserve(GAP))


async def test_reserve_within_takes_near_slots_only(slots: Slots) -> None:
    answers = [await slots.reserve_within(60.0, 90.0) for _ in range(3)]
    assert [type(answer) for answer in answers] == [Reserved, Reserved, Full]
    assert isinstance(answers[2], Full)
    assert answers[2].seconds == pytest.approx(120 - 90, abs=10)


async def test_reserve_takes_the_next_slot_however_far(slots: Slots) -> None:
    await slots.reserve(60.0)
    await slots.reserve(60.0)
    reserved = await slots.reserve(60.0)
    assert reserved.at - reserved.now == pytest.approx(120, abs=1)


async def test_a_closed_gate_lets_only_answers_through(slots: Slots) -> None:
    await slots.close(30.0)
    refused = await slots.reserve_within(GAP, 0.1)
    assert isinstance(refused, Full)
    assert refused.seconds == pytest.approx(30, abs=10)
    reserved = await slots.reserve(GAP)
    assert reserved.at - reserved.now < GAP


async def test_the_longest_closure_stands(slots: Slots) -> None:
    await slots.close(30.0)
    await slots.close(5.0)
    refused = await slots.reserve_within(GAP, 0.1)
    assert isinstance(refused, Full)
    assert refused.seconds > 20


async def test_a_gate_opens_by_itself(slots: Slots) -> None:
    await slots.close(0.05)
    await asyncio.sleep(0.06)
    assert isinstance(await slots.reserve_within(GAP, 0.1), Reserved)


async def test_without_the_database_the_budget_is_unreachable(
    database: Database, slots: Slots
) -> None:
    await database.pool.close()
    with pytest.raises(BudgetUnreachable):
        await slots.reserve(GAP)
    with pytest.raises(BudgetUnreachable):
        await slots.reserve_within(GAP, 0.1)
    with pytest.raises(BudgetUnreachable):
        await slots.close(1.0)


async def test_installations_have_a_rate_of_their_own(database: Database, slots: Slots) -> None:
    installs = Slots(database, "install_gate")
    await slots.close(30.0)
    await slots.reserve(60.0)
    first, second = (
        await installs.reserve_within(60.0, 0.1),
        await installs.reserve_within(GAP, 0.1),
    )
    assert isinstance(first, Reserved)
    assert isinstance(second, Full)
    await installs.close(90.0)
    refused = await slots.reserve_within(GAP, 90.0)
    assert isinstance(refused, Full)
    assert refused.seconds == pytest.approx(30, abs=10)


async def test_only_reservations_do_not_wait_for_the_disk(database: Database) -> None:
    query = "select current_setting('synchronous_commit')"
    async with database.connection() as connection:
        reserve, values = SQL(RESERVE + RESERVED).format(gate=Identifier("gate")), {"taken": GAP}
        await connection.execute(reserve, values)
        async with connection.transaction():
            await connection.execute(reserve, values)
            [(during,)] = await (await connection.execute(query)).fetchall()
        [(afterwards,)] = await (await connection.execute(query)).fetchall()
    assert (during, afterwards) == ("off", "on")
