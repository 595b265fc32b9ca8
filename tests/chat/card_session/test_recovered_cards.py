"""Cards that another process left: finished in their message, or in a new one."""

from dataclasses import replace

import pytest

from bot.chat.stores import CardState
from bot.chat.surface import UNCONFIRMED
from tests.behaviours.fakes import CHAT, LANGUAGES, title
from tests.chat.card_session.scene import (
    FOR_GOOD,
    PASSING,
    Scene,
    breaks,
    recovered,
    recovered_rows,
)


@pytest.mark.parametrize("reason", [*PASSING, UNCONFIRMED])
async def test_a_recovered_card_whose_update_may_pass_later_stays_an_orphan(
    scene: Scene, reason: str
) -> None:
    row = await scene.left()
    scene.channel.refusal = reason
    await scene.finish(row)
    assert len(await recovered(scene)) == 1


@pytest.mark.parametrize("message_id", ["first", None])
@pytest.mark.parametrize("reason", FOR_GOOD)
async def test_a_recovered_card_that_can_never_be_delivered_is_finished(
    scene: Scene, reason: str, message_id: str | None
) -> None:
    row = await scene.left_unshown() if message_id is None else await scene.left()
    scene.channel.refusal = reason
    await scene.finish(row)
    assert (scene.rows.only.state, scene.rows.only.lease) == (CardState.CHECKED, None)


@pytest.mark.parametrize("reason", PASSING)
async def test_a_recovered_card_whose_message_was_not_delivered_is_tried_again(
    scene: Scene, reason: str
) -> None:
    row = await scene.left_unshown()
    scene.channel.refusal = reason
    await scene.finish(row)
    [orphan] = await recovered_rows(scene)
    scene.channel.refusal = None
    await scene.finish(orphan)
    assert [title(card) for card in scene.channel.sent] == ["Done"]
    row = scene.rows.only
    assert (row.state, row.message_id) == (CardState.CHECKED, "new message")


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
    async with scene.sessions.finish(row, CHAT) as card:
        reader = card.reader
    assert reader == LANGUAGES.reader(row.reader, "zh-TW", "Asia/Taipei")


async def test_a_recovery_that_raises_shows_the_apology_in_the_same_message(scene: Scene) -> None:
    row = await scene.left()
    async with scene.sessions.finish(row, CHAT):
        breaks()
    assert [(where, title(card)) for where, card in scene.channel.updates] == [("first", "Sorry")]
    assert (scene.rows.only.state, scene.rows.only.lease) == (CardState.CHECKED, None)
