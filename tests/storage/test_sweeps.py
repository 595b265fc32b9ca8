import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.storage.cards import Cards
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.storage.sweeps import Sweeps, delete_expired
from tests.storage.test_cards import a_card
from tests.storage.test_effects import NOW, SOON, an_effect

HOUR = timedelta(hours=1)


@pytest.fixture
def sweeps(database: Database) -> Sweeps:
    return Sweeps(database)


async def test_a_sweep_is_due_at_first_and_again_after_its_interval(sweeps: Sweeps) -> None:
    assert await sweeps.begin("cards", HOUR, NOW)
    assert not await sweeps.begin("cards", HOUR, NOW + HOUR - timedelta(seconds=1))
    assert await sweeps.begin("cards", HOUR, NOW + HOUR)
    assert not await sweeps.begin("cards", HOUR, NOW + HOUR)


async def test_sweeps_are_due_independently(sweeps: Sweeps) -> None:
    assert await sweeps.begin("cards", HOUR, NOW)
    assert await sweeps.begin("jobs", HOUR, NOW)


async def test_one_of_many_processes_runs_the_sweep(sweeps: Sweeps) -> None:
    asked = await asyncio.gather(*(sweeps.begin("cards", HOUR, NOW) for _ in range(8)))
    assert asked.count(True) == 1


async def test_the_end_of_the_last_sweep_is_recorded(sweeps: Sweeps) -> None:
    assert await sweeps.ended_at("cards") is None
    await sweeps.begin("cards", HOUR, NOW)
    assert await sweeps.ended_at("cards") is None
    await sweeps.end("cards", NOW + HOUR)
    assert await sweeps.ended_at("cards") == NOW + HOUR


async def test_expired_rows_are_deleted_with_their_results(
    database: Database,
) -> None:
    cards, effects = Cards(database), Effects(database)
    card_id = uuid4()
    old = replace(an_effect(card_id), expires_at=NOW)
    kept = replace(an_effect(card_id), expires_at=SOON)
    await cards.open(old_card := a_card(expires_at=NOW))
    await cards.open(kept_card := a_card(expires_at=SOON))
    for effect in (old, kept):
        await effects.begin(effect)
        await effects.finish(effect.id, "done", None, NOW)

    assert await delete_expired(database, NOW) == 2

    assert await cards.get(old_card.id) is None
    assert await cards.get(kept_card.id) == kept_card
    assert [row.effect for row in await effects.of_card(card_id)] == [kept]


async def test_rows_before_their_date_are_kept(database: Database) -> None:
    await Cards(database).open(a_card(expires_at=SOON))
    assert await delete_expired(database, NOW) == 0
