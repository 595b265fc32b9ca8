"""Questions that are changed, deleted, or asked twice."""

import asyncio

import pytest

from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf
from tests.simulation.world import BEN, CHIARA, HUGO

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("overheard")]

ASK = "@Photobot my photo is wrong"
CHECKED = "SharePoint has a different photo of you"


async def test_a_changed_message_is_answered_for_what_it_asks_now(
    chat_of: ChatOf, there: ChatOf
) -> None:
    alone, others = chat_of(BEN), there(BEN)
    await others.open()
    message = others.say("@Photobot help")
    await others.until_sent(message)
    answer = await others.next_card(lambda: others.edit(message, ASK))
    assert (await others.settled(answer)).title == CHECKED
    before = len(alone.cards), len(others.cards)
    others.edit(message, f"{ASK}!!")
    others.edit(message, "my photo is wrong")
    assert (await others.ask("@Photobot thanks")).title == "You're welcome"
    assert (len(alone.cards), len(others.cards) - 1) == before


async def test_a_private_message_that_is_changed_is_answered_once_for_each_thing(
    chat_of: ChatOf,
) -> None:
    chat = chat_of(CHIARA)
    message = chat.say("the weather is nice")
    await chat.until_sent(message)
    asked = await chat.next_card(lambda: chat.edit(message, "my photo is wrong"))
    assert (await chat.settled(asked)).title == "SharePoint shows your photo only in places"
    before = len(chat.cards)
    chat.edit(message, "my photo is wrong, please look")
    assert (await chat.ask("thanks")).title == "You're welcome"
    assert len(chat.cards) == before + 1


async def test_a_deleted_question_is_finished_and_nothing_more_is_said(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(HUGO)
    held = company.hold(route=r"\$batch", person=HUGO)
    message = chat.say()
    earlier = {card.message_id for card in chat.cards}
    waiting = await chat.until(lambda card: card.message_id not in earlier)
    await chat.until_sent(message)
    chat.unsend(message)
    held.released.set()
    assert (await chat.replaced(waiting)).title == CHECKED
    assert {card.message_id for card in chat.cards} == earlier | {waiting.message_id}


async def test_whoever_asks_twice_is_looked_at_once_and_sees_it_on_the_newest_message(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(HUGO)
    counted = company.count(route=r"\$batch", person=HUGO)
    held = company.hold(route=r"\$batch", person=HUGO)
    first, second = await chat.ask(), await chat.ask()
    assert first.is_waiting
    assert second.is_waiting
    held.released.set()
    ended = await asyncio.gather(chat.replaced(first), chat.replaced(second))
    assert [card.title for card in ended] == [CHECKED] * 2
    assert counted.calls == 1
    await chat.asked()
    assert counted.calls == 2
