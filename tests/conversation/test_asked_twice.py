"""Somebody asks again while they are being answered."""

import asyncio

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from tests.conversation.fakes import said, title
from tests.conversation.stage import Stage
from tests.use_cases.fakes import FakeSharePoint

WRONG = "my photo is wrong"
CHECKED = "Your photo is not the same everywhere"


async def test_while_a_check_is_under_way_the_newest_message_shows_its_result_too() -> None:
    stage = Stage(patience=0)
    door = stage.door
    stage.sharepoint.together = 99
    replies = [await door.dispatch(said(WRONG, each)) for each in ("1", "2")]
    assert [title(reply) for reply in replies] == ["Checking your photo…"] * 2
    stage.sharepoint.all_here.set()
    for number, reply in enumerate(replies):
        assert reply
        assert reply.delivered
        assert reply.afterwards
        await reply.delivered(f"message {number}")
        await reply.afterwards()
    shown = [(message_id, title(card)) for message_id, card in stage.messenger.updates]
    assert shown == [("message 0", CHECKED), ("message 1", CHECKED)]
    assert len([line for line in stage.sharepoint.asked if line.startswith("profile")]) == 1


async def test_once_it_has_ended_a_new_question_is_a_new_check() -> None:
    stage = Stage(sharepoint=FakeSharePoint(files={}))
    door = stage.door
    for activity in ("1", "2"):
        await door.dispatch(said(WRONG, activity))
    assert len([line for line in stage.sharepoint.asked if line.startswith("profile")]) == 2


async def test_a_check_that_breaks_is_apologised_for_to_each_question() -> None:
    stage = Stage()
    stage.microsoft_365.whose = NotRead(FailureReason.THROTTLED)
    door = stage.door
    replies = await asyncio.gather(*(door.dispatch(said(WRONG, each)) for each in ("1", "2")))
    assert [title(reply) for reply in replies] == ["I could not look at your photo"] * 2
    assert len(stage.microsoft_365.asked) == 1
