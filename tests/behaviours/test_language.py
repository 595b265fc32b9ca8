"""Asking for another language, by words and by buttons."""

from collections.abc import Mapping

import pytest

from bot.chat.turn import Pressed, Turn
from tests.behaviours.fakes import said, title, turn, verbs
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
