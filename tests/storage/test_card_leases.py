"""A card that is worked on belongs to one process, until its lease ends and one other takes it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from psycopg.errors import CheckViolation

from bot.chat.stores import CardState
from bot.core.lease import Lease
from bot.storage.cards import MAX_ORPHANS, Cards
from bot.storage.database import Database
from tests.storage.cards import LATER, MINE, MINUTE, NOW, a_card


async def test_a_card_whose_lease_ran_out_is_taken_as_an_orphan(cards: Cards) -> None:
    left, under_way, done = a_card(), a_card(lease=LATER), a_card(lease=None)
    for card in (left, under_way, done):
        await cards.open(card)
    assert await cards.take_orphans(LATER, MINE.until) == [replace(left, lease=LATER)]
    assert await cards.get(under_way.id) == under_way
    assert await cards.get(done.id) == done


async def test_two_processes_take_different_orphans(cards: Cards) -> None:
    left = [a_card() for _ in range(30)]
    for card in left:
        await cards.open(card)
    takers = [Lease(f"taker {number}", LATER.until) for number in range(5)]
    taken = await asyncio.gather(*(cards.take_orphans(taker, MINE.until) for taker in takers))
    ids = [card.id for cards_of_one in taken for card in cards_of_one]
    assert sorted(ids) == sorted(card.id for card in left)


async def test_orphans_are_taken_in_batches_oldest_first(cards: Cards) -> None:
    leases = [Lease("mine", NOW + timedelta(seconds=each)) for each in range(MAX_ORPHANS + 5)]
    left = [a_card(lease=lease) for lease in reversed(leases)]
    for card in left:
        await cards.open(card)
    first = await cards.take_orphans(LATER, NOW + MINUTE / 2)
    rest = await cards.take_orphans(LATER, NOW + MINUTE / 2)
    assert {card.id for card in rest} == {card.id for card in left[:5]}
    assert {card.id for card in first} == {card.id for card in left[5:]}


async def test_a_lease_is_renewed_by_its_owner_alone(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    longer = Lease(MINE.owner, LATER.until)
    assert not await cards.renew(card.id, LATER, None)
    assert await cards.renew(card.id, longer, None)
    assert await cards.get(card.id) == replace(card, lease=longer)


async def test_a_renewal_notes_the_message_of_a_card_and_never_forgets_it(cards: Cards) -> None:
    card = replace(a_card(), message_id=None)
    await cards.open(card)
    await cards.renew(card.id, MINE, "waiting")
    await cards.renew(card.id, MINE, None)
    assert await cards.get(card.id) == replace(card, message_id="waiting")


async def test_a_lease_that_was_taken_over_is_not_renewed(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    await cards.take_orphans(LATER, MINE.until)
    assert not await cards.renew(card.id, MINE, None)


async def test_of_many_who_take_a_lease_over_one_succeeds(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    takers = [Lease(f"taker {number}", LATER.until) for number in range(5)]
    before = MINE.until - timedelta(seconds=1)
    taken = await asyncio.gather(
        *(cards.take_over(card.id, MINE.owner, taker, before) for taker in takers)
    )
    assert taken.count(True) == 1
    found = await cards.get(card.id)
    assert found is not None
    assert found.lease == takers[taken.index(True)]


async def test_a_lease_that_ran_out_is_not_taken_over(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    assert not await cards.take_over(card.id, MINE.owner, LATER, MINE.until)


async def test_a_lease_without_an_end_is_refused(database: Database, cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    async with database.connection() as connection:
        with pytest.raises(CheckViolation):
            await connection.execute("update card set lease_until = null")


async def test_a_card_that_is_put_off_keeps_what_was_tried_until_it_is_finished(
    cards: Cards,
) -> None:
    card = a_card(message_id="m")
    await cards.open(card)
    mine, done = MINE.owner, CardState.CHECKED
    await cards.move(card.id, {card.state}, card.state, owner=mine, lease=MINE, record={"kept": 1})
    put_off = replace(card, unshown_since=NOW, may_be_posted=True, lease=LATER)
    await cards.put_off(put_off, mine)
    assert await cards.get(card.id) == replace(put_off, record={"kept": 1})
    await cards.move(card.id, {card.state}, card.state, owner=LATER.owner, lease=MINE)
    assert await cards.get(card.id) == replace(put_off, record={"kept": 1}, lease=MINE)
    await cards.move(card.id, {card.state}, done, owner=mine)
    finished = await cards.get(card.id)
    assert finished
    assert (finished.unshown_since, finished.may_be_posted) == (None, False)


async def test_who_lost_the_lease_changes_the_card_no_more(cards: Cards) -> None:
    card = a_card(message_id="m")
    await cards.open(card)
    [taken] = await cards.take_orphans(LATER, MINE.until)
    mine, done = MINE.owner, CardState.CHECKED
    moved = await cards.move(card.id, {card.state}, done, owner=mine, record={"old": 1})
    await cards.put_off(replace(card, unshown_since=NOW, lease=Lease("nobody", NOW)), mine)
    await cards.drop(card.id, mine)
    assert not moved
    assert await cards.get(card.id) == taken
