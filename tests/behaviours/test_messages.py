"""“Stop”: what was promised is withdrawn, and nothing is written unasked any more."""

from datetime import timedelta

import pytest

from bot.chat.turn import Turn
from tests.behaviours.fakes import CHAT, pressed, said, title, verbs
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage
from tests.photos.examples import READ_AT

DAY = timedelta(hours=24)
ME = CHAT.person_id


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize("asked", [pressed("stop", {}, "3"), said("stop", "3")])
async def test_stop_says_what_it_stopped_and_how_to_start_again(stage: Stage, asked: Turn) -> None:
    await stage.play(pressed("recheck", {}))
    moment = asked.reader.moment(READ_AT + DAY)
    reply = await stage.play(asked)
    assert title(reply) == "I have stopped"
    assert f"I had promised to look at your photo on {moment}. I will not do so." in words(reply)
    assert (stage.messages.waiting, stage.preferences.quiet) == ({}, {ME})
    assert set(verbs(reply)) == {"recheck"}


async def test_stop_with_nothing_promised_says_so(stage: Stage) -> None:
    reply = await stage.play(said("stop"))
    assert "there was nothing to stop" in words(reply)
    assert stage.preferences.quiet == {ME}
