from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.language import Languages, load_languages

GERMAN = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Done! SharePoint now has this photo"
msgstr "Repariert"

#, fuzzy
msgid "It isn't fixed yet"
msgstr "Vielleicht"
"""


@pytest.fixture
def languages(tmp_path: Path) -> Languages:
    for name, text in (("de", GERMAN), ("pt_BR", GERMAN.replace("Repariert", "Corrigido"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "photobot.po").write_text(text, encoding="utf-8")
    return load_languages(tmp_path)


@pytest.mark.parametrize(
    "tag",
    [
        "zh",
        "zh-TW",
        "zh-HK",
        "zh-MO",
        "zh-Hant-TW",
        "zh-Hant",
        "zh_Hant",
        "zh_TW",
        "zh-CN",
        "zh-SG",
        "zh-Hans",
        "ZH-tw",
        "zh-hant-tw",
    ],
)
def test_a_chinese_reader_gets_chinese_rather_than_english(tmp_path: Path, tag: str) -> None:
    (tmp_path / "zh_Hant").mkdir()
    (tmp_path / "zh_Hant" / "photobot.po").write_text(GERMAN.replace("Repariert", "已修正"))
    assert (
        load_languages(tmp_path).of(tag).gettext("Done! SharePoint now has this photo") == "已修正"
    )


def test_of_two_regions_of_a_language_the_readers_own_is_chosen(tmp_path: Path) -> None:
    for name, words in (("pt_BR", "Corrigido"), ("pt_PT", "Resolvido")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "photobot.po").write_text(GERMAN.replace("Repariert", words))
    assert (
        load_languages(tmp_path).of("pt-pt").gettext("Done! SharePoint now has this photo")
        == "Resolvido"
    )


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("de", "Repariert"),
        ("de-DE", "Repariert"),
        ("de_AT", "Repariert"),
        ("pt-BR", "Corrigido"),
        ("pt-PT", "Corrigido"),
        ("DE-de", "Repariert"),
        ("en-US", "Done! SharePoint now has this photo"),
        ("fr-FR", "Done! SharePoint now has this photo"),
        ("", "Done! SharePoint now has this photo"),
        (None, "Done! SharePoint now has this photo"),
        ("nonsense", "Done! SharePoint now has this photo"),
        ("x-y-z-1", "Done! SharePoint now has this photo"),
    ],
)
def test_the_nearest_language_is_chosen(languages: Languages, tag: str | None, words: str) -> None:
    assert languages.of(tag).gettext("Done! SharePoint now has this photo") == words


def test_a_sentence_without_a_translation_is_in_english(languages: Languages) -> None:
    assert languages.of("de").gettext("Check again") == "Check again"


def test_a_fuzzy_translation_is_not_used(languages: Languages) -> None:
    assert languages.of("de").gettext("It isn't fixed yet") == "It isn't fixed yet"


def test_dates_are_written_as_the_language_does(languages: Languages) -> None:
    assert languages.of("de-DE").locale.language == "de"


def test_the_catalogues_that_ship_can_be_read() -> None:
    assert (
        load_languages().of("en-GB").gettext("Done! SharePoint now has this photo")
        == "Done! SharePoint now has this photo"
    )


def test_a_language_has_its_own_name_and_knows_the_others(languages: Languages) -> None:
    assert languages.of("de").own_name == "Deutsch"
    assert languages.of("fr").own_name == "English"
    assert list(languages.others(languages.of("de-AT"))) == ["en", "pt_BR"]


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "Chinese (Traditional)"),
        ("zh_Hant", "中文\uff08繁體\uff09"),
        ("ja", "中国語 (繁体字)"),
    ],
)
def test_a_name_of_a_language_has_the_brackets_of_the_reader(tag: str, name: str) -> None:
    known = load_languages()
    assert known.of("zh_Hant").named_in(known.of(tag)) == name


@pytest.mark.parametrize(("tag", "words"), [("en", "0.25"), ("de", "0,25")])
def test_a_number_is_written_as_the_language_does(
    languages: Languages, tag: str, words: str
) -> None:
    assert languages.reader("a person", tag, None).decimal(0.25) == words


NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_a_moment_is_shown_in_the_persons_time_zone() -> None:
    reader = load_languages().reader("a person", "en-US", "Asia/Taipei")
    assert reader.moment(NOON) == "May 4, 2026 8:00\xa0PM"


@pytest.mark.parametrize(
    ("tag", "zone", "day"),
    [
        ("en", "Pacific/Auckland", "May 5"),
        ("zh-TW", "Asia/Taipei", "5月4日"),
        ("ja-JP", "Asia/Tokyo", "5月4日"),
        ("en", None, "May 4 (UTC)"),
    ],
)
def test_a_day_is_shown_as_it_is_where_the_person_lives(tag: str, zone: str, day: str) -> None:
    assert load_languages().reader("a person", tag, zone).day(NOON) == day


@pytest.mark.parametrize("zone", [None, "Mars/Olympus", "../etc/passwd"])
def test_a_moment_is_shown_in_utc_where_the_time_zone_is_unknown(zone: str | None) -> None:
    reader = load_languages().reader("a person", "en-US", zone)
    assert reader.moment(NOON) == "May 4, 2026 12:00\xa0PM UTC"
