"""Somebody asks again while they are being answered."""

import asyncio

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from tests.behaviours.fakes import said, title
from tests.behaviours.stage import Stage
from tests.use_cases.fakes import FakeSharePoint

WRONG = "my photo is wrong"
CHECKED = "SharePoint has a different photo of you"


async def test_while_a_check_is_under_way_the_newest_message_shows_its_result_too() -> None:
    stage = Stage(patience=0)
    stage.sharepoint.together = 99
    process = stage.dispatcher
    shown = [
        await stage.begin(said(WRONG, activity), message_id=f"message {activity}", by=process)
        for activity in ("1", "2")
    ]
    assert [title(each) for each in shown] == ["Checking your photo…"] * 2
    await stage.sharepoint.was_asked.wait()
    stage.sharepoint.all_here.set()
    await stage.finish()
    results = sorted((message_id, title(card)) for message_id, card in stage.channel.updates)
    assert results == [("message 1", CHECKED), ("message 2", CHECKED)]
    assert len([line for line in stage.sharepoint.asked if line.startswith("profile")]) == 1


async def test_a_question_after_the_end_of_a_check_starts_a_new_one() -> None:
    stage = Stage(sharepoint=FakeSharePoint(files={}))
    process = stage.dispatcher
    for activity in ("1", "2"):
        await stage.play(said(WRONG, activity), by=process)
    assert len([line for line in stage.sharepoint.asked if line.startswith("profile")]) == 2


async def test_each_question_gets_an_apology_for_a_check_that_breaks() -> None:
    stage = Stage()
    stage.microsoft_365.whose = NotRead(FailureReason.THROTTLED)
    process = stage.dispatcher
    shown = await asyncio.gather(
        *(stage.begin(said(WRONG, activity), by=process) for activity in ("1", "2"))
    )
    await stage.finish()
    assert [title(each) for each in shown] == ["I couldn't check your photo"] * 2
    assert len(stage.microsoft_365.asked) == 1
