"""Cards that another process left: finished in their message, or in a new one."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.chat.card_session import FIRST_PAUSE, KEEP_UPDATING
from bot.chat.conversation import ConversationReference
from bot.chat.private_surface import TARGETED_FOR
from bot.chat.stores import CardRow, CardState
from bot.chat.surface import UNCONFIRMED
from bot.chat.turn import Answered
from tests.behaviours.fakes import CHAT, LANGUAGES, title
from tests.chat.card_session.scene import (
    LATER,
    REFUSED,
    Scene,
    breaks,
    orphans_when_due,
    recovered,
)


@pytest.mark.parametrize("reason", [*LATER, UNCONFIRMED])
async def test_a_recovered_card_whose_update_may_pass_later_stays_an_orphan(
    scene: Scene, reason: str
) -> None:
    row = await scene.left()
    scene.channel.update_refusal = reason
    await scene.finish(row)
    assert scene.channel.sent == []
    [orphan] = await orphans_when_due(scene)
    scene.channel.update_refusal = None
    await scene.finish(orphan)
    assert [(where, title(card)) for where, card in scene.channel.updates] == [("first", "Done")]


@pytest.mark.parametrize("reason", [*LATER, UNCONFIRMED])
async def test_an_update_that_keeps_being_refused_gives_way_to_a_new_message(
    scene: Scene, reason: str
) -> None:
    row = await scene.left()
    scene.channel.update_refusal = reason
    while scene.rows.only.state is not CardState.CHECKED:
        await scene.finish(row)
        [row] = await orphans_when_due(scene) or [row]
    assert [title(card) for card in scene.channel.sent] == ["Done"]
    assert scene.rows.only.message_id == "new message"
    assert scene.time.elapsed <= 2 * KEEP_UPDATING.total_seconds()


@pytest.mark.parametrize("reason", REFUSED)
async def test_a_recovered_card_whose_update_is_refused_is_a_new_message(
    scene: Scene, reason: str
) -> None:
    row = await scene.left()
    scene.channel.update_refusal = reason
    await scene.finish(row)
    assert [title(card) for card in scene.channel.sent] == ["Done"]
    assert (scene.rows.only.state, scene.rows.only.message_id) == (CardState.CHECKED, "new message")


@pytest.mark.parametrize("reason", [*LATER, *REFUSED])
async def test_a_recovered_card_that_is_taken_nowhere_is_tried_for_a_day_with_growing_pauses(
    scene: Scene, reason: str
) -> None:
    row = await scene.left_unshown()
    scene.channel.refusal = reason
    attempts = []
    while scene.rows.only.state is not CardState.CHECKED:
        attempts.append(scene.time.elapsed)
        await scene.finish(row)
        [row] = await orphans_when_due(scene) or [row]
    pauses = [later - earlier for earlier, later in pairwise(attempts)]
    assert pauses == sorted(pauses)
    assert pauses[0] == FIRST_PAUSE.total_seconds()
    assert 10 < len(attempts) < 40
    assert 24 * 3600 <= attempts[-1] < 48 * 3600
    assert scene.rows.only.lease is None


async def test_a_result_that_may_have_arrived_as_a_message_is_still_written_over_the_waiting_card(
    scene: Scene,
) -> None:
    row = await scene.left()
    scene.channel.update_refusal, scene.channel.refusal = "message_gone", UNCONFIRMED
    await scene.finish(row)
    [orphan] = await orphans_when_due(scene)
    scene.channel.refusal = None
    await scene.finish(orphan)
    assert scene.channel.sent == []
    scene.channel.update_refusal = None
    [orphan] = await orphans_when_due(scene)
    await scene.finish(orphan)
    assert [(where, title(card)) for where, card in scene.channel.updates] == [("first", "Done")]
    row = scene.rows.only
    assert (row.state, row.unshown_since, row.may_be_posted) == (CardState.CHECKED, None, False)


@pytest.mark.parametrize("reason", [*LATER, *REFUSED])
async def test_a_recovered_card_whose_message_was_not_delivered_is_tried_again(
    scene: Scene, reason: str
) -> None:
    row = await scene.left_unshown()
    scene.channel.refusal = reason
    await scene.finish(row)
    [orphan] = await orphans_when_due(scene)
    scene.channel.refusal = None
    await scene.finish(orphan)
    assert [title(card) for card in scene.channel.sent] == ["Done"]
    row = scene.rows.only
    assert (row.state, row.message_id) == (CardState.CHECKED, "new message")


async def test_a_card_of_an_earlier_chat_is_a_new_message_in_the_present_one(
    scene: Scene,
) -> None:
    row = await scene.left()
    scene.chats.known = elsewhere = replace(CHAT, conversation_id="a:2")
    await scene.finish(row)
    assert scene.channel.updates == []
    assert scene.channel.sent_to == [elsewhere]
    row = scene.rows.only
    assert (row.conversation_id, row.message_id) == ("a:2", "new message")


async def test_a_recovered_card_whose_message_may_have_arrived_is_never_sent_again(
    scene: Scene,
) -> None:
    row = await scene.left_unshown()
    scene.channel.refusal = UNCONFIRMED
    await scene.finish(row)
    scene.channel.refusal = None
    assert await recovered(scene) == []
    assert scene.channel.sent == []


async def test_a_recovered_card_is_in_the_language_and_time_zone_of_its_reader(
    scene: Scene,
) -> None:
    row = replace(await scene.left(), locale="zh-TW", timezone="Asia/Taipei")
    async with scene.sessions.finish(row) as card:
        reader = card.reader
    assert reader == LANGUAGES.reader(row.reader, "zh-TW", "Asia/Taipei")


async def test_a_recovery_that_raises_shows_the_apology_in_the_same_message(scene: Scene) -> None:
    row = await scene.left()
    async with scene.sessions.finish(row):
        breaks()
    assert [(where, title(card)) for where, card in scene.channel.updates] == [("first", "Sorry")]
    assert (scene.rows.only.state, scene.rows.only.lease) == (CardState.CHECKED, None)


async def test_a_card_that_its_reader_sees_alone_is_finished_where_it_is(scene: Scene) -> None:
    row = await left_targeted(scene)
    await scene.finish(row)
    [(message_id, card)] = scene.channel.targeted_updates
    assert (message_id, title(card)) == ("first", "Done")
    assert (scene.channel.sent, scene.channel.updates) == ([], [])
    assert (scene.rows.only.state, scene.rows.only.message_id) == (CardState.CHECKED, "first")


async def test_so_it_is_for_somebody_without_a_chat_of_their_own(scene: Scene) -> None:
    row = await left_targeted(scene)
    scene.chats.known = None
    await scene.finish(row)
    assert [title(card) for _, card in scene.channel.targeted_updates] == ["Done"]


@pytest.mark.parametrize("known", [CHAT, None])
async def test_one_that_has_vanished_is_a_new_message_in_the_own_chat(
    scene: Scene, known: ConversationReference | None
) -> None:
    row = await left_targeted(scene)
    scene.chats.known = known
    scene.channel.targeted_update_refusal = "message_gone"
    await scene.finish(row)
    assert [title(card) for card in scene.channel.sent] == ["Done"]
    assert scene.channel.targeted_cards == []
    row = scene.rows.only
    # Where it is now is where its buttons are pressed.
    assert (row.state, row.message_id) == (CardState.CHECKED, "new message")
    assert row.conversation_id == ("a:1" if known else "a:opened")


async def test_a_card_that_reaches_nobody_any_more_is_dropped(scene: Scene) -> None:
    row = await scene.left()
    scene.chats.known = None
    with pytest.raises(Answered):
        await scene.finish(row)
    assert scene.rows.rows == {}


async def left_targeted(scene: Scene) -> CardRow:
    """Give a card that was left waiting where others read, seen by its reader alone."""
    row = await scene.left()
    group = replace(CHAT, conversation_id="19:others", person_id=row.reader)
    await scene.targeted.note(group, "first", scene.time.clock() + TARGETED_FOR)
    return row
