"""The latest result of somebody is what was read last for themselves, apart from work under way."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from bot.chat.stores import CardState, Latest
from bot.storage.cards import Cards
from tests.storage.cards import MINUTE, NOW, a_card


def found(read_at: datetime) -> dict[str, Any]:
    return {"evidence": {"verdict": "differs", "read_at": read_at.isoformat()}}


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
