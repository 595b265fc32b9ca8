"""Asking for another language, by words and by buttons."""

from collections.abc import Mapping

import pytest

from bot.behaviours.language.named import languages_named_in
from bot.chat.turn import Pressed, Turn
from tests.behaviours.fakes import LANGUAGES, said, title, turn, verbs
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT

NOT_UNDERSTOOD = "I can only help with profile photos"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def press(data: Mapping[str, object], locale: str = "en-US") -> Turn:
    return turn(Pressed("language", data, "message"), "9", locale=locale)


@pytest.mark.parametrize(
    ("text", "locale", "language", "other"),
    [("中文", "en-US", "zh_Hant", "en"), ("English", "zh-TW", "en", "zh_Hant")],
)
async def test_a_language_is_chosen_in_words_and_remembered(
    stage: Stage, text: str, locale: str, language: str, other: str
) -> None:
    reply = await stage.play(turn(said(text).event, locale=locale))
    assert stage.preferences.languages == {ACCOUNT.id: language}
    assert verbs(reply)["language"] == {"language": other}


@pytest.mark.parametrize(
    "text",
    ["can you speak German?", "which languages do you speak?", "請說日文", "change language"],
)
async def test_all_languages_are_offered_where_another_or_none_is_named(
    stage: Stage, text: str
) -> None:
    reply = await stage.play(said(text))
    assert title(reply) == "I speak English · 中文"
    assert stage.preferences.languages == {}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("English, please", ["en"]),
        ("請用中文", ["zh"]),
        ("zh-TW", ["zh"]),
        ("I can't read Chinese, English please", ["en"]),
        ("我看不懂英文", ["zh"]),
        ("my English isn't good, Chinese?", ["zh"]),
        ("German or French", ["de", "fr"]),
        ("日本語でお願いします", ["ja"]),
        ("Traditional Chinese", ["zh"]),
        ("another language", []),
    ],
)
def test_the_wanted_language_is_found(text: str, codes: list[str]) -> None:
    known = {name: each.locale for name, each in LANGUAGES.known.items()}
    assert languages_named_in(text, known) == codes


async def test_answers_come_in_the_chosen_language(stage: Stage) -> None:
    english = await stage.play(press({"language": "en"}, "zh-TW"))
    assert title(english) == "I'll speak English with you now"
    chinese = await stage.play(press({"language": "zh_Hant"}))
    assert reply_button(chinese, "language") == "English"
    assert reply_button(english, "language") == "中文"


@pytest.mark.parametrize(
    "data",
    [{}, {"language": "tlh"}, {"language": None}, {"language": ["en"]}, {"language": {"a": 1}}],
)
async def test_an_unknown_language_is_not_understood(stage: Stage, data: dict[str, object]) -> None:
    assert title(await stage.play(press(data))) == NOT_UNDERSTOOD
    assert stage.preferences.languages == {}


@pytest.mark.parametrize("text", ["help", "hello"])
@pytest.mark.parametrize(("locale", "button"), [("en-US", "中文"), ("zh-TW", "English")])
async def test_the_first_words_offer_the_other_language_in_its_own_name(
    stage: Stage, text: str, locale: str, button: str
) -> None:
    reply = await stage.play(turn(said(text).event, locale=locale))
    assert reply_button(reply, "language") == button


def reply_button(shown: object, verb: str) -> str:
    card = getattr(shown, "card", None)
    assert card is not None
    [words] = [each["title"] for each in card["actions"] if each.get("verb") == verb]
    return str(words)
