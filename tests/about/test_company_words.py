"""The company's own text and link on the pages, whatever they hold."""

import os
from pathlib import Path
from typing import Any

import pytest

from bot.config.company_text import MAX_BYTES
from bot.config.problems import SettingsRefused, read_settings
from tests.about.browsing import PAGES, browsing, parsed, read, words
from tests.config.conftest import put, refused

LINK = "https://contoso.com/?a=1&b=%22%3E"
# A sentence that each page has of its own.
OWN = {"privacy": "Pictures: never stored", "terms": "MIT License", "support": "is this from you?"}


def text_setting(page: str, file: Path) -> dict[str, Any]:
    return {f"PHOTOBOT_{page.upper()}_FILE": str(file)}


@pytest.mark.parametrize("page", PAGES)
async def test_a_link_is_shown_and_never_followed(page: str) -> None:
    values = {f"PHOTOBOT_LINK_{page.upper()}": LINK}
    async with browsing(**values) as client:
        async with client.get(f"/{page}", allow_redirects=False) as answer:
            assert answer.status == 200
            addresses = [each.get("href") for each in parsed(await answer.text()).iter("a")]
            assert addresses.count(LINK) == 1
        others = [each for each in PAGES if each != page]
        for other in others:
            async with client.get(f"/{other}") as answer:
                assert "contoso.com" not in await answer.text()


@pytest.mark.parametrize("page", PAGES)
async def test_a_text_is_shown_with_its_paragraphs_and_line_breaks(
    tmp_path: Path, page: str
) -> None:
    file = tmp_path / "ours.txt"
    file.write_bytes("\ufeffContoso\r\nTaipei\r\n\r\n\r\nSecond {title} %s\r\n".encode())
    shown = "<p>Contoso\nTaipei</p><p>Second {title} %s</p>"
    text = await read(f"/{page}", **text_setting(page, file))
    assert f'<div class="company" lang="">{shown}</div>' in text


@pytest.mark.parametrize("page", PAGES)
async def test_a_text_never_becomes_markup(tmp_path: Path, page: str) -> None:
    file = tmp_path / "ours.txt"
    hostile = "</div></main><script>alert(1)</script><a href='javascript:x'>&lt;\" ]]> <!-- \u202e"
    file.write_text(hostile, encoding="utf-8")
    text = await read(f"/{page}", **text_setting(page, file))
    [shown] = [each for each in parsed(text).iter("div") if each.get("class") == "company"]
    assert [(each.tag, each.text) for each in shown] == [("p", hostile)]
    assert "<script" not in text


@pytest.mark.parametrize("page", PAGES)
async def test_a_translation_is_shown_to_whoever_reads_its_language(
    tmp_path: Path, page: str
) -> None:
    file = tmp_path / "our.words.txt"
    file.write_text("Ours", encoding="utf-8")
    (tmp_path / "our.words.zh-Hant.txt").write_text("我們的", encoding="utf-8")
    # Neither a language nor a text of the same name.
    (tmp_path / "our.words.2024.txt").write_bytes(b"\xff")
    (tmp_path / "our.words.zh-Hant.pdf").write_bytes(b"\xff")
    (tmp_path / "other.en.txt").write_bytes(b"\xff")
    values = text_setting(page, file)
    assert '<div class="company" lang=""><p>Ours</p></div>' in await read(f"/{page}", **values)
    chinese = await read(f"/{page}", "zh-Hant", **values)
    assert '<div class="company"><p>我們的</p></div>' in chinese
    assert "Ours" not in chinese


@pytest.mark.parametrize("page", ["privacy", "support"])
async def test_what_only_photobot_knows_follows_the_companys_words(
    tmp_path: Path, page: str
) -> None:
    file = tmp_path / "ours.txt"
    file.write_text("Contoso says", encoding="utf-8")
    told = await words(f"/{page}", **text_setting(page, file))
    assert told.index("Contoso says") < told.index(OWN[page])


@pytest.mark.parametrize("by", ["link", "text"])
async def test_the_companys_terms_take_the_place_of_ours(tmp_path: Path, by: str) -> None:
    file = tmp_path / "ours.txt"
    file.write_text("Contoso says", encoding="utf-8")
    values = {"PHOTOBOT_LINK_TERMS": LINK} if by == "link" else text_setting("terms", file)
    assert OWN["terms"] not in await words("/terms", **values)
    assert OWN["terms"] in await words("/terms")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xff\xfeh\x00i\x00", "UTF-8"),
        (b"PK\x03\x04", "control characters"),
        (b"a\x00b", "control characters"),
        (b"a" * (MAX_BYTES + 1), "64 KiB"),
        ("é".encode() * MAX_BYTES, "64 KiB"),
    ],
)
def test_a_file_that_is_no_text_prevents_the_start_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, content: bytes, remedy: str
) -> None:
    file = tmp_path / "ours.txt"
    for name in (file, tmp_path / "ours.zh_Hant.txt"):
        file.write_text("Ours")
        name.write_bytes(content)
        setting = text_setting(page, file)
        put(monkeypatch, **setting)
        with pytest.raises(SettingsRefused) as found:
            read_settings()
        assert list(refused(found.value)) == list(setting)
        assert remedy in refused(found.value)[next(iter(setting))]
        assert name.name in refused(found.value)[next(iter(setting))]


def test_what_is_no_file_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none.txt", Path("/dev/zero")):
        put(monkeypatch, PHOTOBOT_PRIVACY_FILE=str(path))
        with pytest.raises(SettingsRefused) as found:
            read_settings()
        assert "no such file" in refused(found.value)["PHOTOBOT_PRIVACY_FILE"]


def test_a_name_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, PHOTOBOT_TERMS_FILE="/tmp/" + "a" * 5_000)
    with pytest.raises(SettingsRefused) as found:
        read_settings()
    assert list(refused(found.value)) == ["PHOTOBOT_TERMS_FILE"]
    assert len(str(found.value)) < 300


def test_a_text_as_long_as_may_be_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ours.txt"
    file.write_bytes(b"a" * MAX_BYTES)
    put(monkeypatch, PHOTOBOT_SUPPORT_FILE=f" {file} ")
    text = read_settings().support_text
    assert text is not None
    assert len(text.words) == MAX_BYTES
