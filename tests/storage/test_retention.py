from dataclasses import replace
from uuid import uuid4

from bot.storage.cards import Cards
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.storage.retention import sweep
from tests.storage.test_cards import a_card
from tests.storage.test_effects import NOW, SOON, an_effect


async def test_what_is_past_its_date_is_deleted_with_its_results(database: Database) -> None:
    cards, effects = Cards(database), Effects(database)
    card_id = uuid4()
    old = replace(an_effect(card_id), expires_at=NOW)
    kept = replace(an_effect(card_id), expires_at=SOON)
    await cards.open(old_card := a_card(expires_at=NOW))
    await cards.open(kept_card := a_card(expires_at=SOON))
    for effect in (old, kept):
        await effects.begin(effect)
        await effects.finish(effect.id, "done", None, NOW)

    assert await sweep(database, NOW) == 2

    assert await cards.get(old_card.id) is None
    assert await cards.get(kept_card.id) == kept_card
    assert [row.effect for row in await effects.of_card(card_id)] == [kept]


async def test_with_nothing_past_its_date_nothing_is_deleted(database: Database) -> None:
    await Cards(database).open(a_card(expires_at=SOON))
    assert await sweep(database, NOW) == 0
