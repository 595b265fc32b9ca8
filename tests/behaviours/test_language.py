"""Asking for another language, by words and by buttons."""

from collections.abc import Mapping

import pytest

from bot.behaviours.language.named import languages_named_in
from bot.chat.turn import Pressed, Turn
from tests.behaviours.fakes import LANGUAGES, Shown, said, title, turn
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT

OFFERED = {name: language.own_name for name, language in LANGUAGES.known.items()}


@pytest.fixture
def stage() -> Stage:
    return Stage()


def press(data: Mapping[str, object], locale: str = "en-US") -> Turn:
    return turn(Pressed("language", data, "message"), "9", locale=locale)


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [
        (f"{language.own_name}, please", "zh-TW" if name == "en" else "en-US", name)
        for name, language in LANGUAGES.known.items()
    ],
)
async def test_a_language_is_chosen_in_words_and_remembered(
    stage: Stage, text: str, locale: str, language: str
) -> None:
    reply = await stage.play(turn(said(text).event, locale=locale))
    assert stage.preferences.languages == {ACCOUNT.id: language}
    assert LANGUAGES.known[language].own_name in title(reply)


@pytest.mark.parametrize(
    "text",
    [
        "can you speak German?",
        "which languages do you speak?",
        "請說韓文",
        "change language",
        "change language\n> can you write in Japanese?",
    ],
)
async def test_all_languages_are_offered_where_another_or_none_is_named(
    stage: Stage, text: str
) -> None:
    reply = await stage.play(said(text))
    assert offered_in(reply) == OFFERED
    assert stage.preferences.languages == {}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("English, please", ["en"]),
        ("請用中文", ["zh"]),
        ("zh-TW", ["zh"]),
        ("I can't read Chinese, English please", ["en"]),
        ("我看不懂英文", ["ja", "zh"]),
        ("my English isn't good, Chinese?", ["zh"]),
        ("German or French", ["de", "fr"]),
        ("日本語でお願いします", ["ja"]),
        ("英語がわかりません", ["ja", "zh"]),
        ("英語はわかりません、日本語でお願いします", ["ja"]),
        ("英語は話せますか", ["en"]),
        ("Traditional Chinese", ["zh"]),
        ("another language", []),
        ("now in English it is", ["en"]),
        ("Deutsch bitte", ["de"]),
        ("not English, German", ["de"]),
        ("請不要用德文", ["en", "ja", "zh"]),
    ],
)
def test_the_wanted_language_is_found(text: str, codes: list[str]) -> None:
    assert languages_named_in(text, LANGUAGES.known.values()) == codes


async def test_answers_come_in_the_chosen_language(stage: Stage) -> None:
    english = await stage.play(press({"language": "en"}, "zh-TW"))
    assert title(english) == "I'll speak English with you now"
    chinese = await stage.play(press({"language": "zh_Hant"}))
    assert "中文" in title(chinese)


@pytest.mark.parametrize(
    "data",
    [{}, {"language": "tlh"}, {"language": None}, {"language": ["en"]}, {"language": {"a": 1}}],
)
async def test_a_button_without_a_language_that_is_spoken_shows_those_that_are(
    stage: Stage, data: dict[str, object]
) -> None:
    reply = await stage.play(press(data))
    assert title(reply) == f"I speak {' · '.join(OFFERED.values())}"
    assert offered_in(reply) == OFFERED
    assert stage.preferences.languages == {}


@pytest.mark.parametrize("text", ["help", "hello", "English, please"])
@pytest.mark.parametrize(("locale", "words"), [("en-US", "Language"), ("zh-TW", "語言")])
async def test_one_button_leads_to_every_language_each_in_its_own_name(
    stage: Stage, text: str, locale: str, words: str
) -> None:
    reply = await stage.play(turn(said(text).event, locale=locale))
    # What was chosen is spoken at once.
    words = "Language" if text == "English, please" else words
    assert offered_in(reply) == {"": words}
    assert offered_in(await stage.play(press({}, locale))) == OFFERED


def offered_in(shown: Shown | None) -> dict[str, str]:
    """The titles of buttons that lead to languages, by the language."""
    assert shown is not None
    return {
        action["data"].get("language", ""): action["title"]
        for action in shown.card["actions"]
        if action.get("verb") == "language"
    }
