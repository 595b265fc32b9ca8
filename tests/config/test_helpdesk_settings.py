"""Who is an agent of the helpdesk, and what agents see, as an administrator sets it."""

import pytest

from bot.config.problems import read_settings
from tests.config.conftest import ANOTHER, GUID, put


def test_groups_are_read_and_agents_see_no_pictures_unless_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_settings().helpdesk_groups == ()
    put(
        monkeypatch,
        PHOTOBOT_HELPDESK_GROUPS=f"{GUID.upper()}, {ANOTHER}",
        PHOTOBOT_HELPDESK_EXCLUDED_GROUPS=ANOTHER,
    )
    settings = read_settings()
    assert settings.helpdesk_groups == (GUID, ANOTHER)
    assert settings.helpdesk_excluded_groups == (ANOTHER,)
    assert settings.helpdesk_sees == "state"
    put(monkeypatch, PHOTOBOT_HELPDESK_SEES="pictures")
    assert read_settings().helpdesk_sees == "pictures"
