"""Where every copy is right: the steps for what apps and browsers keep."""

import pytest

from bot.behaviours.clear_caches.texts import steps
from bot.chat.turn import Scope
from bot.photos.guide import System
from tests.behaviours.fakes import pressed, said, title, turn, verbs
from tests.behaviours.stage import Stage
from tests.photos.examples import thumbnails_of


@pytest.fixture
def stage() -> Stage:
    """Somebody whose photo is the same everywhere."""
    stage = Stage()
    stage.sharepoint.files = thumbnails_of(1)
    return stage


def unchanged(words: str) -> str:
    return words


def words_of(system: System) -> str:
    sections = steps(system, unchanged).sections
    return "\n".join(words for section in sections for words in section.paragraphs)


async def test_where_every_copy_is_right_the_steps_are_two_taps_away(stage: Stage) -> None:
    checked = verbs(await stage.play(said("my photo is wrong")))
    devices = await stage.play(pressed("clear_caches", dict(checked["clear_caches"]), "2"))
    assert title(devices) == "Where do you still see the old photo?"
    first = verbs(devices)["clear_caches"]
    assert title(await stage.play(pressed("clear_caches", dict(first), "3"))).startswith(
        "Show the new photo on"
    )


@pytest.mark.parametrize("system", System)
def test_every_system_has_steps_for_browser_teams_and_outlook(system: System) -> None:
    headings = [section.heading for section in steps(system, unchanged).sections]
    assert headings == ["Browser", "Teams", "Outlook", "If you'd rather wait"]


@pytest.mark.parametrize(
    ("system", "words"),
    [
        (System.WINDOWS, r"MSTeams_8wekyb3d8bbwe\LocalCache\Microsoft\MSTeams"),
        (System.WINDOWS, r"%appdata%\Microsoft\Teams"),
        (System.WINDOWS, "Show user photographs"),
        (System.MACOS, "UBF8T346G9.com.microsoft.teams"),
        (System.MACOS, "Application Support/Microsoft/Teams"),
        (System.IOS, "install it again"),
        (System.ANDROID, "Clear cache"),
        (System.LINUX, "runs in your browser"),
    ],
)
def test_the_steps_are_those_of_the_system(system: System, words: str) -> None:
    assert words in words_of(system)


def test_what_is_not_documented_is_said_to_be_unknown() -> None:
    assert all("isn't known" in words_of(system) for system in System)


@pytest.mark.parametrize("data", [{}, {"system": "amiga"}, {"system": ["windows"]}])
async def test_a_button_that_names_no_system_asks_for_one(
    stage: Stage, data: dict[str, object]
) -> None:
    reply = await stage.play(turn(pressed("clear_caches", data).event))
    assert title(reply) == "Where do you still see the old photo?"


async def test_the_steps_are_not_shown_where_others_read(stage: Stage) -> None:
    event = pressed("clear_caches", {"system": "windows"}).event
    assert not title(await stage.play(turn(event, "9", Scope.CHANNEL))).startswith("Old")
