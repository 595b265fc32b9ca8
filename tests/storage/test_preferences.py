from datetime import UTC, datetime

import pytest

from bot.storage.database import Database
from bot.storage.preferences import Preferences


@pytest.fixture
def preferences(database: Database) -> Preferences:
    return Preferences(database)


async def test_people_are_not_quiet_before_they_ask(preferences: Preferences) -> None:
    assert not await preferences.is_quiet("ada")


async def test_people_who_ask_are_quiet_until_they_want_messages_again(
    preferences: Preferences,
) -> None:
    await preferences.keep_quiet("ada", quiet=True)
    assert await preferences.is_quiet("ada")
    await preferences.keep_quiet("ada", quiet=False)
    assert not await preferences.is_quiet("ada")


async def test_a_pause_is_known_until_it_is_ended(preferences: Preferences) -> None:
    until = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert await preferences.paused_until("ada") is None
    await preferences.pause("ada", until)
    assert await preferences.paused_until("ada") == until
    await preferences.pause("ada", None)
    assert await preferences.paused_until("ada") is None


async def test_a_chosen_language_does_not_end_the_quiet(preferences: Preferences) -> None:
    await preferences.keep_quiet("ada", quiet=True)
    await preferences.choose_language("ada", "en")
    assert await preferences.is_quiet("ada")


async def test_a_chosen_language_goes_before_the_one_that_somebody_writes_in(
    preferences: Preferences,
) -> None:
    assert await preferences.language_of("ada") is None
    await preferences.note_written_in("ada", "ja")
    assert await preferences.language_of("ada") == "ja"
    await preferences.choose_language("ada", "en")
    assert await preferences.language_of("ada") == "en"
