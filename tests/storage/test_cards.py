"""A card is opened once for a request, and only who may move it changes it."""

import asyncio
from dataclasses import replace
from uuid import uuid4

from bot.chat.stores import CardState
from bot.core.lease import Lease
from bot.storage.cards import Cards
from bot.use_cases.authorizer import COMMAND
from tests.storage.cards import AGENT, LATER, MINE, a_card


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


async def test_a_card_moves_only_while_it_offers_the_button(cards: Cards) -> None:
    card = a_card(state=CardState.CHECKED, lease=None, offers=frozenset({"undo"}))
    await cards.open(card)
    done = CardState.CHECKED
    for verb, moves in (("sync", False), ("undo", True)):
        assert await cards.move(card.id, {done}, done, owner=None, offering=verb) is moves


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


async def test_a_dropped_card_frees_its_request(cards: Cards) -> None:
    card = a_card()
    await cards.open(card)
    await cards.drop(card.id, MINE.owner)
    assert await cards.get(card.id) is None
    assert await cards.open(replace(card, id=uuid4()))


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


async def test_the_row_of_a_message_that_was_shown_is_not_dropped(cards: Cards) -> None:
    shown = a_card(state=CardState.CHECKED, lease=None, message_id="m")
    unshown = a_card(state=CardState.CHECKED, lease=None)
    for card in (shown, unshown):
        await cards.open(card)
        await cards.drop(card.id, None)
    assert await cards.get(shown.id) == shown
    assert await cards.get(unshown.id) is None
