import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import uuid4

import pytest

from bot.core.lease import LEASE, Lease
from bot.storage.cards import Cards
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.storage.subject_leases import SubjectLeaseRows
from bot.storage.sweeps import Sweeps, delete_expired
from tests.storage.cards import a_card
from tests.storage.test_effects import NOW, SOON, an_effect

HOUR = timedelta(hours=1)


@pytest.fixture
def sweeps(database: Database) -> Sweeps:
    return Sweeps(database)


async def begin(
    sweeps: Sweeps, name: str = "cards", *, owner: str = "mine", at: datetime = NOW
) -> bool:
    return await sweeps.begin(name, HOUR, Lease(owner, at + LEASE), at)


async def test_a_sweep_is_due_at_first_and_again_after_its_interval(sweeps: Sweeps) -> None:
    assert await begin(sweeps, at=NOW)
    await sweeps.end("cards", "mine", NOW)
    assert not await begin(sweeps, at=NOW + HOUR - timedelta(seconds=1))
    assert await begin(sweeps, at=NOW + HOUR)
    assert not await begin(sweeps, at=NOW + HOUR)


async def test_sweeps_are_due_independently(sweeps: Sweeps) -> None:
    assert await begin(sweeps, "cards")
    assert await begin(sweeps, "jobs")


async def test_one_of_many_processes_runs_the_sweep(sweeps: Sweeps) -> None:
    asked = await asyncio.gather(*(begin(sweeps) for _ in range(8)))
    assert asked.count(True) == 1


async def test_the_end_of_the_last_sweep_is_recorded(sweeps: Sweeps) -> None:
    assert await sweeps.ended_at("cards") is None
    await begin(sweeps)
    assert await sweeps.ended_at("cards") is None
    await sweeps.end("cards", "mine", NOW + HOUR)
    assert await sweeps.ended_at("cards") == NOW + HOUR


async def test_leases_that_ran_out_long_ago_are_deleted(database: Database) -> None:
    leases, left, held = SubjectLeaseRows(database), uuid4(), uuid4()
    await leases.take("ada", left, 1)
    await leases.take("ben", held, HOUR.total_seconds())
    await delete_expired(database, datetime.now(UTC) + timedelta(minutes=5))
    assert await leases.renew("ada", left, 1)
    await delete_expired(database, datetime.now(UTC) + timedelta(minutes=65))
    assert not await leases.renew("ada", left, 1)
    assert await leases.renew("ben", held, 1)


async def test_a_sweep_that_failed_is_due_again_after_its_interval(sweeps: Sweeps) -> None:
    await begin(sweeps)
    await sweeps.end("cards", "mine", None)
    assert await sweeps.ended_at("cards") is None
    assert not await begin(sweeps, at=NOW + LEASE)
    assert await begin(sweeps, at=NOW + HOUR)


async def test_a_sweep_whose_process_died_is_due_when_its_lease_ran_out(sweeps: Sweeps) -> None:
    await begin(sweeps, owner="dead")
    assert not await begin(sweeps, at=NOW + LEASE / 2)
    assert await begin(sweeps, at=NOW + LEASE)
    await sweeps.end("cards", "dead", NOW + HOUR)
    assert await sweeps.ended_at("cards") is None


async def test_a_sweep_that_takes_longer_than_its_interval_runs_once(sweeps: Sweeps) -> None:
    await begin(sweeps)
    await sweeps.renew("cards", Lease("mine", NOW + 2 * HOUR))
    await sweeps.renew("cards", Lease("dead", NOW))
    assert not await begin(sweeps, at=NOW + HOUR)


async def test_expired_rows_are_deleted_with_their_results(
    database: Database,
) -> None:
    cards, effects = Cards(database), Effects(database)
    card_id, lease = uuid4(), uuid4()
    await SubjectLeaseRows(database).take("ada", lease, 60)
    old = replace(an_effect(card_id), expires_at=NOW)
    kept = replace(an_effect(card_id), expires_at=SOON)
    await cards.open(old_card := a_card(expires_at=NOW))
    await cards.open(kept_card := a_card(expires_at=SOON))
    for effect in (old, kept):
        await effects.begin(effect, lease)
        await effects.finish(effect.id, "done", None, NOW)

    assert await delete_expired(database, NOW) == 2

    assert await cards.get(old_card.id) is None
    assert await cards.get(kept_card.id) == kept_card
    assert [row.effect for row in await effects.of_card(card_id)] == [kept]


async def test_rows_before_their_date_are_kept(database: Database) -> None:
    await Cards(database).open(a_card(expires_at=SOON))
    assert await delete_expired(database, NOW) == 0


NUDGED: LiteralString = """
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    expires_at)
values (%(id)s, %(change)s, 'ada', 'changed', %(now)s, %(id)s::text, false, %(now)s, %(now)s)
"""
MESSAGE: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    created_at, expires_at)
values (gen_random_uuid(), 'ada', 'ada', 'policy', 'nudge', %(id)s, 'delivered', %(now)s, %(now)s,
    0, %(now)s, %(now)s)
"""
CHANGE: LiteralString = """
insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at)
values (%(change)s, 'ada', 'changed', %(now)s, %(now)s, %(now)s)
"""


async def test_a_message_is_kept_until_its_change_has_noted_how_it_ended(
    database: Database,
) -> None:
    values = {"id": uuid4(), "change": uuid4(), "now": NOW}
    for query in (CHANGE, NUDGED, MESSAGE):
        await database.change(query, values)
    assert await delete_expired(database, NOW) == 0
    await database.change("update nudge set ended_at = %(now)s", values)
    assert await delete_expired(database, NOW) == 2


async def test_a_message_about_a_photo_that_was_replaced_is_not_kept_for_good(
    database: Database,
) -> None:
    values = {"id": uuid4(), "change": uuid4(), "now": NOW}
    for query in (NUDGED, MESSAGE):
        await database.change(query, values)
    assert await delete_expired(database, NOW) == 2
