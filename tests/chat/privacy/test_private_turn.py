"""What others may not read is answered in the own chat of whoever asked."""

from dataclasses import replace

import pytest

from bot.chat.surface import UNCONFIRMED, NotDelivered
from bot.chat.turn import Pressed, Scope
from tests.behaviours.fakes import CHAT, LANGUAGES, title
from tests.chat.privacy.scene import REFUSED, WROTE, Scene, asked


async def test_a_person_without_a_known_chat_gets_the_answer_in_a_new_one(
    scene: Scene,
) -> None:
    scene.chats.known = None
    assert title(await scene.ask(asked(locale="en-GB", timezone="Asia/Taipei"))) == WROTE
    await scene.finish()
    [chat] = scene.chats.remembered
    assert (chat.conversation_id, chat.person_id) == ("a:opened", CHAT.person_id)
    [alone] = scene.alone.turns
    assert (alone.where.locale, alone.where.timezone) == ("en-GB", "Asia/Taipei")
    assert scene.channel.sent_to == [chat]


@pytest.mark.parametrize("reason", ["not_installed", UNCONFIRMED])
async def test_a_chat_that_refused_the_message_is_not_remembered(scene: Scene, reason: str) -> None:
    scene.chats.known, scene.channel.refusal = None, reason
    await scene.ask(asked())
    with pytest.raises(NotDelivered):
        await scene.finish()
    assert scene.chats.remembered == []


async def test_a_chat_that_cannot_be_opened_runs_no_behaviour(scene: Scene) -> None:
    scene.chats.known, scene.channel.closed = None, "not_installed"
    assert title(await scene.ask(asked())) == REFUSED
    await scene.finish()
    assert scene.alone.turns == []


async def test_the_private_turn_is_the_persons_own_and_brings_nothing_of_the_shared_card(
    scene: Scene,
) -> None:
    await scene.ask(asked(Pressed("sync", {"card": "somebody's"}, "shared")))
    [alone] = scene.alone.turns
    assert alone.scope is Scope.PERSONAL
    assert alone.where == CHAT
    assert alone.event == Pressed("sync", {}, None)
    assert alone.activity_id == "19:others;messageid=1/7"
    assert alone.surface.message_id is None


async def test_what_a_card_is_about_that_people_sent_is_told_to_the_private_turn(
    scene: Scene,
) -> None:
    await scene.ask(asked(Pressed("open", {"case": "7"}, "shared")))
    [alone] = scene.alone.turns
    assert alone.event == Pressed("open", {"case": "7"}, None)
    assert alone.surface.message_id is None


async def test_the_private_turn_is_read_in_the_language_and_on_the_clock_of_its_reader(
    scene: Scene,
) -> None:
    scene.chats.known = replace(CHAT, timezone="Europe/Paris")
    await scene.ask(asked(locale="zh-TW", timezone="Asia/Taipei"))
    [alone] = scene.alone.turns
    assert alone.reader == LANGUAGES.reader(CHAT.person_id, "zh-TW", "Europe/Paris")
