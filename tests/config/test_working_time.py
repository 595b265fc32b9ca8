"""Whom to write to unasked, and when, as an administrator sets it."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.config.problems import read_settings
from tests.config.conftest import ANOTHER, GUID


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("sun-thu", {6, 0, 1, 2, 3}),
        ("Mon, wed,FRI", {0, 2, 4}),
        ("sat", {5}),
        ("mon-sun", set(range(7))),
    ],
)
def test_days_are_named_singly_or_from_one_to_another(
    monkeypatch: pytest.MonkeyPatch, given: str, days: set[int]
) -> None:
    monkeypatch.setenv("PHOTOBOT_WATCH_DAYS", given)
    assert read_settings().watch_days == days


def test_hours_zone_and_groups_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTOBOT_WATCH_HOURS", "08:00 - 16:30")
    monkeypatch.setenv("PHOTOBOT_TIME_ZONE", "Asia/Taipei")
    monkeypatch.setenv("PHOTOBOT_WATCH_PILOT_GROUPS", f"{GUID.upper()}, {ANOTHER}")
    settings = read_settings()
    assert settings.watch_hours == (time(8), time(16, 30))
    assert settings.time_zone == ZoneInfo("Asia/Taipei")
    assert settings.watch_pilot_groups == (GUID, ANOTHER)
    assert settings.watch_excluded_groups == ()
