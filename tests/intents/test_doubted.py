"""Where too much would be done that nobody wants, the person is asked before it is done."""

from dataclasses import replace

import pytest

from bot.chat.language import LOCALES, load_languages
from bot.intents import Intent, Intents
from bot.intents.labelled import learned_letters, letters_of
from bot.intents.recognise import ACTS, ENOUGH
from bot.intents.written import own_and_forwarded, sentences
from tests.intents.read_once import INTENTS, learned, unseen
from training.figures import hear, wanted_acts

LANGUAGES = load_languages().known
DOUBTED = [name for name in LANGUAGES if INTENTS.doubts(name)]


def understanding(share: float) -> Intents:
    """The bot, as if this share of what it would do in Japanese were wanted."""
    model = replace(INTENTS.model, wanted={"ja": share})
    return replace(INTENTS, model=model, learned=learned_letters(LOCALES, ["ja"]))


def test_the_figures_with_the_model_are_those_of_the_unseen_sentences() -> None:
    assert INTENTS.model.wanted == pytest.approx(wanted_acts(hear(INTENTS, unseen())))


def test_every_language_has_a_figure() -> None:
    assert set(INTENTS.model.wanted) == set(LANGUAGES)


def test_what_was_not_learned_is_asked_about_below_the_bound_and_done_from_it_on() -> None:
    wanted = [each.text for each in unseen() if each.language == "ja" and each.intent in ACTS]
    acts = [text for text in wanted if INTENTS.recognise(text) in ACTS]
    assert len(acts) > 50
    below, enough = understanding(ENOUGH - 0.001), understanding(ENOUGH)
    asked = [text for text in acts if below.recognise(text, "ja") is Intent.UNSURE]
    assert len(asked) / len(acts) > 0.95
    assert all(enough.recognise(text, "ja") in ACTS for text in acts)


def test_a_language_that_nobody_measured_is_one_to_ask_in() -> None:
    assert INTENTS.doubts("tlh")
    assert INTENTS.recognise("wo bist du mit dem photo wrong old picture", "tlh") is Intent.UNSURE


@pytest.mark.parametrize("language", DOUBTED)
def test_nothing_is_done_in_a_doubted_language_that_was_not_learned_just_so(language: str) -> None:
    known = learned_letters(LOCALES, [language])
    for each in unseen():
        heard = INTENTS.recognise(each.text, language)
        if each.language == language and heard in ACTS:
            said = [
                letters_of(part)
                for text in own_and_forwarded(each.text)
                for part in sentences(text)
            ]
            assert known[heard] & {*said}, each.text


@pytest.mark.parametrize("language", DOUBTED)
def test_what_was_learned_is_done_in_a_doubted_language_too(language: str) -> None:
    wanted = [each for each in learned() if each.language == language and each.intent in ACTS]
    done = [each for each in wanted if INTENTS.recognise(each.text, language) == each.intent]
    assert len(done) / len(wanted) > 0.97


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("停止", Intent.STOP),
        ("再開", Intent.RESUME),
        ("写真が違う", Intent.WRONG_PHOTO),
        ("写真が違う。", Intent.WRONG_PHOTO),
        ("こんにちは。写真が更新されていません。", Intent.WRONG_PHOTO),
        ("月曜日までメッセージを送らないで", Intent.PAUSE),
        # Words on buttons.
        ("写真を確認", Intent.WRONG_PHOTO),
        ("SharePoint を更新", Intent.SYNC),
        ("メッセージを停止", Intent.STOP),
    ],
)
def test_exact_commands_are_done_whatever_the_figure(text: str, intent: Intent) -> None:
    assert understanding(0.5).recognise(text, "ja") is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("これまでの作業内容を見せていただけますか", Intent.STATUS),
        ("手順をもう一度見せてください", Intent.STEPS),
        ("差し支えなければ理由を伺えますか", Intent.WHY),
        ("どうもありがとうございました", Intent.THANKS),
        ("日本語でお話しいただけますか", Intent.LANGUAGE),
    ],
)
def test_what_only_answers_is_answered_whatever_the_figure(text: str, intent: Intent) -> None:
    assert understanding(0.5).recognise(text, "ja") is intent


def test_what_forbids_an_intent_forbids_it_in_a_doubted_language_too() -> None:
    assert understanding(0.5).recognise("写真を削除しないでください", "ja") is Intent.OTHER


def test_the_sentences_of_languages_that_are_understood_are_not_kept() -> None:
    by_language = learned_letters(LOCALES, DOUBTED)
    assert INTENTS.learned == by_language
