"""Settings of the pictures on cards."""

from datetime import timedelta

import pytest

from bot.config.problems import SettingsRefused, read_settings, read_settings_to_serve
from tests.config.test_sign_in import BOT

PUBLIC = {"PHOTOBOT_PUBLIC_URL": "https://photobot.contoso.com"}


def set_all(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_pictures_are_inside_cards_unless_it_is_said_otherwise() -> None:
    assert read_settings().pictures == "inline"
    assert read_settings().pictures_good_for == timedelta(hours=1)


def test_addresses_of_pictures_need_the_bots_public_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_all(monkeypatch, {**BOT, "PHOTOBOT_PICTURES": "https"})
    with pytest.raises(SettingsRefused) as refused:
        read_settings_to_serve()
    [problem] = refused.value.problems
    assert problem.setting == "PHOTOBOT_PUBLIC_URL"
    assert "PHOTOBOT_PICTURES=https" in problem.remedy
    set_all(monkeypatch, PUBLIC)
    assert read_settings_to_serve().pictures == "https"


@pytest.mark.parametrize("wrong", ["00:00:59", "1 00:00:01", "an hour"])
def test_an_address_is_good_for_a_minute_at_least_and_a_day_at_most(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("PHOTOBOT_PICTURES_GOOD_FOR", wrong)
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert [each.setting for each in refused.value.problems] == ["PHOTOBOT_PICTURES_GOOD_FOR"]
