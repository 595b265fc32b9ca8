"""`python -m bot watch pause|resume|release`: the administrator's hand on everything unasked."""

import json
from datetime import UTC, datetime

import pytest

from bot.commands.hold import Holding, change_hold, hold_as_text
from bot.config.settings import Settings
from bot.nudges.ports import Hold
from bot.storage.database import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DATABASE_URL", database.url)
    return Settings()


async def test_a_pause_lasts_until_it_is_resumed(settings: Settings) -> None:
    paused = await change_hold(settings, Holding.PAUSE)
    assert paused.status == 0
    assert paused.found["held"] is True
    assert "`watch resume` ends this" in " ".join(paused.lines)
    assert (await change_hold(settings, Holding.RELEASE)).found["held"] is True
    resumed = await change_hold(settings, Holding.RESUME)
    assert resumed.found == {
        "held": False,
        "paused_at": None,
        "held_at": None,
        "held_because": None,
    }
    assert json.dumps(resumed.found)


async def test_a_hold_says_why_and_is_released(settings: Settings, database: Database) -> None:
    await database.change("update watch_hold set held_at = %s, held_because = 'many'", (NOW,))
    found = await change_hold(settings, Holding.RESUME)
    assert found.found["held_because"] == "many"
    assert "`watch release`" in " ".join(found.lines)
    assert (await change_hold(settings, Holding.RELEASE)).found["held"] is False


def test_a_pause_and_a_hold_are_both_named() -> None:
    lines = list(hold_as_text(Hold(NOW, NOW, "the photos of 9 people changed")))
    assert [line.split()[0] for line in lines] == ["Paused", "Held"]
