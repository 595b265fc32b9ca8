"""Settings of the demo."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.commands.demo import demo_settings
from bot.config.problems import read_settings
from bot.config.settings import Settings
from tests.config.conftest import PEM

ADDRESS = "http://127.0.0.1:4001"
BOT, READER, WRITER, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in (1, 2, 3, 4))
HOST = "https://127.0.0.1:4002"
SITES = {"root": HOST, "my": HOST, "admin": HOST}
DESCRIBED = {
    "tenant_id": TENANT,
    "ca_file": PEM,
    "login": HOST,
    "graph": HOST,
    "geos": [SITES, SITES],
    "sharepoint": SITES,
    "apps": {
        "bot": {"client_id": BOT, "secret": "secret"},
        "reader": {"client_id": READER, "secret": "secret", "certificate_file": PEM},
        "writer": {"client_id": WRITER, "secret": "secret", "certificate_file": PEM},
    },
    "control": "http://127.0.0.1:4003",
    "groups": {"helpdesk": BOT, "executives": WRITER},
    "channel": {"openid_metadata": HOST, "service_url": HOST},
    "teams_js": f"{HOST}/teams.js",
}


def settings(grant: str = "full") -> Settings:
    return demo_settings(DESCRIBED, ADDRESS, read_settings(), grant)


@pytest.mark.parametrize(
    ("grant", "client_id", "signs_in"),
    [("full", WRITER, False), ("read", READER, True), ("none", BOT, True)],
)
def test_the_bot_signs_in_as_the_granted_registration_and_people_for_the_rest(
    grant: str, client_id: str, signs_in: bool
) -> None:
    chosen = settings(grant)
    assert chosen.client_id == client_id
    assert bool(chosen.certificate_file) is (grant != "none")
    assert (chosen.sign_in, chosen.public_url, chosen.port) == (signs_in, ADDRESS, 4001)


def test_the_demo_ignores_the_settings_of_a_real_bot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://production/photobot")
    monkeypatch.setenv("MicrosoftAppType", "UserAssignedMSI")
    monkeypatch.setenv("PHOTOBOT_HOST", "0.0.0.0")
    chosen = settings()
    assert (chosen.database_url, chosen.app_type, chosen.host) == (
        None,
        "SingleTenant",
        "127.0.0.1",
    )


def test_pictures_can_be_at_addresses_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTOBOT_PICTURES", "https")
    monkeypatch.setenv("PHOTOBOT_PICTURES_GOOD_FOR", "00:05:00")
    chosen = settings()
    assert (chosen.pictures, chosen.public_url) == ("https", ADDRESS)
    assert chosen.pictures_good_for == timedelta(minutes=5)


def test_folder_and_time_of_rechecks_can_be_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PHOTOBOT_FOLDER", "/tmp/shown")
    monkeypatch.setenv("PHOTOBOT_LOOK_AGAIN_AFTER", "00:01:00")
    chosen = settings()
    assert chosen.folder == Path("/tmp/shown/demo")
    assert chosen.look_again_after == timedelta(minutes=1)


@pytest.mark.parametrize(("grant", "watch"), [("full", "on"), ("read", "on"), ("none", "off")])
def test_photo_changes_are_watched_where_they_can_be_read(grant: str, watch: str) -> None:
    assert settings(grant).watch == watch


def test_the_watch_can_be_switched_off_and_have_another_policy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PHOTOBOT_WATCH", "off")
    monkeypatch.setenv("PHOTOBOT_WATCH_POLICY", "sync_and_tell")
    chosen = settings()
    assert (chosen.watch, chosen.watch_policy) == ("off", "sync_and_tell")


def test_days_pass_in_the_tenant_and_no_hour_is_too_late_for_a_message() -> None:
    chosen = settings()
    assert chosen.clock == "http://127.0.0.1:4003/clock"
    assert chosen.watch_grace == timedelta(hours=24)
    assert (chosen.watch_hours, chosen.watch_days) == ((time.min, time.max), frozenset(range(7)))


def test_the_demo_has_a_helpdesk_and_people_whom_it_cannot_act_for() -> None:
    chosen = settings()
    assert (chosen.helpdesk_groups, chosen.helpdesk_excluded_groups) == ((BOT,), (WRITER,))
