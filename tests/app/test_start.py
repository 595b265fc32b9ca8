"""A start while the database vanishes: one line that says so, and no traceback."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from bot.app.serve import serve
from bot.app.worker import work
from bot.commands.demo import DemoSettings
from bot.config.settings import Settings
from bot.core.failures import StartRefused
from tests.app.vanishing import PASSWORD, vanishing

Start = Callable[[Settings], AbstractAsyncContextManager[Any]]
# A start on an empty database takes about 80 messages of the server.
MESSAGES = 90


def settings_with(database: str) -> Settings:
    given = {"PHOTOBOT_ANONYMOUS": True, "PHOTOBOT_PORT": 0, "DATABASE_URL": database}
    return DemoSettings.model_validate(given)


async def refusal(start: Start, url: str, after: int) -> str | None:
    """Why a start was refused; None where it had what it needs before the database vanished."""
    async with vanishing(url, after=after) as database:
        try:
            async with start(settings_with(database.url)):
                return None
        except StartRefused as refused:
            return str(refused)


@pytest.mark.parametrize("start", [serve, work])
@pytest.mark.parametrize("after", [0, 3, 12, 20, 40, 60])
async def test_a_start_without_the_database_is_refused_in_one_line(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, start: Start, after: int
) -> None:
    monkeypatch.setattr("bot.jobs.queue.OPEN_SECONDS", 0.2)
    refused = await refusal(start, empty_url, after)
    assert refused
    assert "database" in refused
    assert "\n" not in refused
    assert PASSWORD not in refused


@pytest.mark.slow
@pytest.mark.parametrize("start", [serve, work])
async def test_a_start_ends_well_or_is_refused_whenever_the_database_vanishes(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    monkeypatch.setattr("bot.jobs.queue.OPEN_SECONDS", 0.2)
    outcomes = [await refusal(start, empty_url, after) for after in range(MESSAGES)]
    assert None not in outcomes[:40]
    assert not [refused for refused in outcomes if refused and "\n" in refused]
