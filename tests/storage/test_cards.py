import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import CheckViolation

from bot.chat.stores import CardRow, CardState, Latest
from bot.core.lease import Lease
from bot.storage.cards import MAX_ORPHANS, Cards
from bot.storage.database import Database
from bot.use_cases.authorizer import COMMAND, Actor, ActorKind

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
MINE = Lease("mine", NOW + timedelta(seconds=20))
MINUTE = timedelta(minutes=1)
ADA, AGENT = Actor.person("ada"), Actor(ActorKind.AGENT, "bea")
LATER = Lease("theirs", NOW + timedelta(seconds=60))


@pytest.fixture
def cards(database: Database) -> Cards:
    return Cards(database)


def found(read_at: datetime) -> dict[str, Any]:
    return {"evidence": {"verdict": "differs", "read_at": read_at.isoformat()}}


def a_card(**changes: object) -> CardRow:
    card = CardRow(
        id=uuid4(),
        reader="ada",
        subject="ada",
        actor=ADA,
        conversation_id="a:1",
        request_id=uuid4().hex,
        message_id=None,
        state=CardState.CHECKING,
        locale="en-US",
        record={"shown": {"etag": '"1"', "files": "digest"}},
        offers=frozenset({"check", "sync"}),
        lease=MINE,
        created_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    return replace(card, **changes)  # type: ignore[arg-type]  # any field may change


async def test_a_card_is_read_as_it_was_stored(cards: Cards) -> None:
    full = a_card(message_id="m", reader="cleo", subject="ben", actor=AGENT)
    bare = a_card(locale=None, lease=None, record={}, offers=frozenset(), actor=COMMAND)
    assert await cards.open(full)
    assert await cards.open(bare)
    assert await cards.get(full.id) == full
    assert await cards.get(bare.id) == bare


async def test_an_unknown_card_is_none(cards: Cards) -> None:
    assert await cards.get(uuid4()) is None


async def test_a_request_that_is_delivered_again_opens_no_second_card(cards: Cards) -> None:
    first = a_card()
    again = replace(first, id=uuid4())
    assert await cards.open(first)
    assert not await cards.open(again)
    assert await cards.get(again.id) is None


async def test_requests_of_two_conversations_may_have_the_same_id(cards: Cards) -> None:
    first = a_card()
    assert await cards.open(first)
    assert await cards.open(replace(first, id=uuid4(), conversation_id="a:2"))


async def test_of_twenty_cards_opened_for_one_request_one_succeeds(cards: Cards) -> None:
    card = a_card()
    opened = await asyncio.gather(*(cards.open(replace(card, id=uuid4())) for _ in range(20)))
    assert opened.count(True) == 1


async def test_a_move_changes_the_columns_it_names(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    moved = await cards.move(
        card.id,
        {card.state},
        CardState.CHECKED,
        owner=MINE.owner,
        actor=AGENT,
        message_id="m",
        record={"evidence": {"verdict": "differs"}},
        offers={"undo"},
    )
    assert moved
    assert await cards.get(card.id) == replace(
        card,
        state=CardState.CHECKED,
        actor=AGENT,
        message_id="m",
        record={"evidence": {"verdict": "differs"}},
        offers=frozenset({"undo"}),
        lease=None,
    )


async def test_a_move_keeps_the_columns_it_does_not_name(cards: Cards) -> None:
    card = a_card(message_id="m")
    await cards.open(card)
    syncing = CardState.SYNCING
    assert await cards.move(card.id, {card.state}, syncing, owner=MINE.owner, lease=LATER)
    assert await cards.get(card.id) == replace(card, state=CardState.SYNCING, lease=LATER)


async def test_record_and_offers_of_a_card_can_be_emptied(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    done = CardState.CHECKED
    await cards.move(card.id, {card.state}, done, owner=MINE.owner, record={}, offers=())
    emptied = replace(card, state=CardState.CHECKED, record={}, offers=frozenset(), lease=None)
    assert await cards.get(card.id) == emptied


async def test_a_card_in_another_state_does_not_move(cards: Cards) -> None:
    card = a_card(state=CardState.CHECKED, lease=None)
    await cards.open(card)
    working = {CardState.CHECKING, CardState.SYNCING}
    done = CardState.CHECKED
    assert not await cards.move(card.id, working, done, owner=None, message_id="other")
    assert await cards.get(card.id) == card


async def test_of_twenty_presses_at_the_same_time_one_moves_the_card(cards: Cards) -> None:
    card = a_card(state=CardState.CHECKED, lease=None)
    await cards.open(card)
    leases = [Lease(f"worker {number}", MINE.until) for number in range(20)]
    moved = await asyncio.gather(
        *(
            cards.move(card.id, {card.state}, CardState.SYNCING, owner=None, lease=lease)
            for lease in leases
        )
    )
    assert moved.count(True) == 1
    winner = leases[moved.index(True)]
    assert await cards.get(card.id) == replace(card, state=CardState.SYNCING, lease=winner)


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
    assert not await cards.renew(card.id, LATER)
    assert await cards.renew(card.id, longer)
    assert await cards.get(card.id) == replace(card, lease=longer)


async def test_a_lease_that_was_taken_over_is_not_renewed(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    await cards.take_orphans(LATER, MINE.until)
    assert not await cards.renew(card.id, MINE)


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


async def test_a_dropped_card_frees_its_request(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    await cards.drop(card.id, MINE.owner)
    assert await cards.get(card.id) is None
    assert await cards.open(replace(card, id=uuid4()))


async def test_a_lease_without_an_end_is_refused(database: Database, cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    async with database.connection() as connection:
        with pytest.raises(CheckViolation):
            await connection.execute("update card set lease_until = null")


async def test_what_an_agent_is_shown_of_somebody_is_a_result_of_neither(cards: Cards) -> None:
    read = a_card(subject="ben", state=CardState.CHECKED, lease=None, record=found(NOW))
    await cards.open(read)
    for number, state in enumerate((CardState.CHECKING, CardState.SYNCING)):
        await cards.open(a_card(subject="ben", state=state, request_id=str(number)))
    for person in ("ada", "ben"):
        assert await cards.latest_of(person) == Latest(None, None)


async def test_a_reader_may_be_written_in_other_letters(cards: Cards) -> None:
    await cards.open(read := a_card(reader="ADA", state=CardState.CHECKED, record=found(NOW)))
    assert await cards.latest_of("ada") == Latest(read, None)


async def test_nothing_is_known_of_somebody_without_cards(cards: Cards) -> None:
    await cards.open(a_card(state=CardState.CHECKED, record=found(NOW)))
    assert await cards.latest_of("ben") == Latest(None, None)


async def test_the_latest_result_is_the_one_that_was_read_last(cards: Cards) -> None:
    older, repaired = (a_card(state=CardState.CHECKED, lease=None) for _ in range(2))
    newer = replace(older, id=uuid4(), request_id="newer", created_at=NOW + MINUTE)
    for card, read_at in (
        (older, NOW),
        (repaired, NOW + 2 * MINUTE),
        (newer, NOW + MINUTE),
    ):
        await cards.open(replace(card, record=found(read_at)))
    assert (await cards.latest_of("ada")).result == replace(
        repaired, record=found(NOW + 2 * MINUTE)
    )


async def test_a_result_without_a_time_counts_from_when_its_card_was_created(
    cards: Cards,
) -> None:
    old = a_card(state=CardState.CHECKED, lease=None, record={"evidence": {"verdict": "differs"}})
    newer = replace(old, id=uuid4(), request_id="newer", created_at=NOW + MINUTE)
    await cards.open(newer)
    await cards.open(old)
    assert (await cards.latest_of("ada")).result == newer


async def test_an_apology_is_no_result(cards: Cards) -> None:
    for record in ({}, {"shown": {"etag": None, "files": "digest"}}):
        await cards.open(a_card(state=CardState.CHECKED, record=record))
    assert (await cards.latest_of("ada")).result is None


@pytest.mark.parametrize("state", [CardState.CHECKING, CardState.SYNCING])
async def test_a_card_that_is_worked_on_is_found_beside_the_latest_result(
    cards: Cards, state: CardState
) -> None:
    done = a_card(state=CardState.CHECKED, lease=None, record=found(NOW))
    work = a_card(state=state, record=found(NOW + MINUTE))
    for card in (done, work, a_card(subject="ben", created_at=NOW + MINUTE)):
        await cards.open(card)
    assert await cards.latest_of("ada") == Latest(done, work)


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


async def test_a_card_moves_to_another_chat_with_its_message(cards: Cards) -> None:
    card = a_card(message_id="m")
    await cards.open(card)
    done = CardState.CHECKED
    await cards.move(
        card.id, {card.state}, done, owner=MINE.owner, conversation_id="a:2", message_id="n"
    )
    stored = await cards.get(card.id)
    assert stored
    assert (stored.conversation_id, stored.message_id) == ("a:2", "n")


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


async def test_the_row_of_a_message_that_was_shown_is_not_dropped(cards: Cards) -> None:
    shown = a_card(state=CardState.CHECKED, lease=None, message_id="m")
    unshown = a_card(state=CardState.CHECKED, lease=None)
    for card in (shown, unshown):
        await cards.open(card)
        await cards.drop(card.id, None)
    assert await cards.get(shown.id) == shown
    assert await cards.get(unshown.id) is None
