"""“Stop”: what was promised is withdrawn, and nothing is written unasked any more."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.behaviours.messages.texts import paused
from bot.behaviours.messages.until import begin_of_next
from bot.chat.language import load_languages
from bot.chat.turn import Turn
from bot.texts.moments import close_moment
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
    moment = close_moment(READ_AT + DAY, READ_AT, asked.reader)
    reply = await stage.play(asked)
    assert title(reply) == "I've stopped"
    assert f"I won't check your photo {moment}, as I'd promised." in words(reply)
    assert (stage.messages.waiting, stage.preferences.quiet) == ({}, {ME})
    assert set(verbs(reply)) == {"recheck"}


async def test_stop_with_nothing_promised_says_so(stage: Stage) -> None:
    reply = await stage.play(said("stop"))
    assert "there was none to cancel" in words(reply)
    assert stage.preferences.quiet == {ME}


@pytest.mark.parametrize(
    ("text", "title_of_it", "quiet_for"),
    [
        # It is the noon of a Monday.
        ("no messages until Monday", "I'll be quiet until Monday", 6.5 * DAY),
        ("月曜まで黙ってろ", "月曜日までお休みします", 6.5 * DAY),
        # 月 and 日 alone are no Monday and no Sunday.
        ("月末まで保留にして", "1 週間、お休みします", 7 * DAY),
        ("15日まで通知を止めて", "1 週間、お休みします", 7 * DAY),
        ("pause until Friday", "I'll be quiet until Friday", 3.5 * DAY),
        ("星期三之前不要傳訊息", "星期三前我不會打擾您", 1.5 * DAY),
        ("no messages until tomorrow", "I'll be quiet for a week", 7 * DAY),
        ("pause", "I'll be quiet for a week", 7 * DAY),
    ],
)
async def test_a_pause_lasts_until_the_day_that_one_names_or_for_a_week(
    stage: Stage, text: str, title_of_it: str, quiet_for: timedelta
) -> None:
    reply = await stage.play(said(text))
    until = READ_AT + quiet_for
    assert stage.preferences.paused == {ME: until}
    assert title(reply) == title_of_it
    assert said(text).reader.moment(until) in words(reply)
    assert stage.preferences.quiet == set()


def test_where_the_zone_is_known_a_pause_ends_with_a_day_and_no_hour() -> None:
    reader = load_languages().reader(ME, "en", "Europe/Berlin")
    view = paused(datetime(2026, 12, 6, 23, tzinfo=UTC), reader, is_day=True)
    assert view.paragraphs[0] == "I won't write about photo changes until December 7."


def test_a_day_begins_at_midnight_where_the_person_is() -> None:
    sunday_evening = datetime(2026, 3, 1, 20, tzinfo=UTC)
    monday = begin_of_next(0, sunday_evening, ZoneInfo("Europe/Berlin"))
    assert monday == datetime(2026, 3, 1, 23, tzinfo=UTC)
    # There it is Monday already, and the next one is meant.
    assert begin_of_next(0, sunday_evening, ZoneInfo("Asia/Taipei")) == datetime(
        2026, 3, 8, 16, tzinfo=UTC
    )
