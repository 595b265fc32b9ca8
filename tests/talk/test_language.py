from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.talk.language import Languages, load_languages

GERMAN = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Fixed"
msgstr "Repariert"

#, fuzzy
msgid "Not fixed"
msgstr "Vielleicht"
"""


@pytest.fixture
def languages(tmp_path: Path) -> Languages:
    for name, text in (("de", GERMAN), ("pt_BR", GERMAN.replace("Repariert", "Corrigido"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "photobot.po").write_text(text, encoding="utf-8")
    return load_languages(tmp_path)


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("de", "Repariert"),
        ("de-DE", "Repariert"),
        ("de_AT", "Repariert"),
        ("pt-BR", "Corrigido"),
        ("en-US", "Fixed"),
        ("fr-FR", "Fixed"),
        ("", "Fixed"),
        (None, "Fixed"),
        ("nonsense", "Fixed"),
        ("x-y-z-1", "Fixed"),
    ],
)
def test_the_nearest_language_is_spoken(languages: Languages, tag: str | None, words: str) -> None:
    assert languages.of(tag).gettext("Fixed") == words


def test_what_a_catalogue_does_not_have_is_said_in_english(languages: Languages) -> None:
    assert languages.of("de").gettext("Check again") == "Check again"


def test_a_translation_that_nobody_confirmed_is_not_used(languages: Languages) -> None:
    assert languages.of("de").gettext("Not fixed") == "Not fixed"


def test_a_language_brings_its_way_to_write_dates(languages: Languages) -> None:
    assert languages.of("de-DE").locale.language == "de"


def test_the_catalogues_that_ship_can_be_read() -> None:
    assert load_languages().of("en-GB").gettext("Fixed") == "Fixed"


NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_a_moment_is_told_by_the_persons_own_clock() -> None:
    listener = load_languages().listener("en-US", "Asia/Taipei")
    assert listener.moment(NOON) == "May 4, 2026 8:00\u202fPM"


@pytest.mark.parametrize("zone", [None, "Mars/Olympus", "../etc/passwd"])
def test_a_moment_is_told_in_utc_where_the_persons_clock_is_not_known(zone: str | None) -> None:
    listener = load_languages().listener("en-US", zone)
    assert listener.moment(NOON) == "May 4, 2026 12:00\u202fPM UTC"
