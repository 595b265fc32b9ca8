"""The language of a message: certain, or left as it is.

What trains is imported by the tests that need it: every process that collects tests would pay the
second that scikit-learn takes to import.
"""

from pathlib import Path

import pytest

from bot.intents.language import LanguageRecogniser, load_vocabularies
from tests.intents.read_once import INTENTS, learned, unseen
from training.sentences import Sentence

FEATURES = INTENTS.features
RECOGNISER = LanguageRecogniser(FEATURES, load_vocabularies().languages)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my photo is wrong", "en"),
        ("dp not updating", "en"),
        ("why do I still see the old one in SharePoint?", "en"),
        ("我的照片不對", "zh_Hant"),
        ("我的 Teams 照片是舊的", "zh_Hant"),
        ("謝謝您的幫忙", "zh_Hant"),
        # Simplified letters, and Cantonese.
        ("我的照片不对", "zh_Hant"),
        ("请把头像同步一下", "zh_Hant"),
        ("为什么还是旧的", "zh_Hant"),
        ("我張相唔啱呀，點解仲係舊嗰張", "zh_Hant"),
        ("写真が間違っているみたいです", "ja"),
        ("プロフィールの写真を変えてください", "ja"),
        ("Teams の写真が古い", "ja"),
        ("幫我處理 see https://contoso.example/my/photo/is/wrong", "zh_Hant"),
    ],
)
def test_the_language_of_a_sentence_is_recognised(text: str, language: str) -> None:
    assert RECOGNISER.recognise(text) == language


@pytest.mark.parametrize(
    "text",
    [
        # Too short, or the same in every language.
        "",
        "OK",
        "ok ok ok",
        "thanks",
        "my photo",
        "照片",
        "你好",
        "😀👍🏽",
        "PB-7K3M9QX",
        "Teams SharePoint OneDrive",
        "amara.okafor@contoso.example https://contoso.example/a",
        # Names.
        "Chiara Lucia Conti",
        "Jean-Pierre Dupont",
        "Peter van den Berg",
        "王小明",
        "歐陽小明",
        # Two languages.
        "我的 photo 不對",
        "my 照片 is wrong",
        # What somebody else wrote.
        "> my photo is wrong\n> 我的照片不對",
        "「my photo is wrong」",
        "“我的照片不對”",
        '他說 "my photo is wrong again"',
        # Languages without a catalogue.
        "mein Foto ist falsch",
        "mein Foto in Teams ist immer noch das alte",
        "ma photo de profil est fausse",
        "la mia foto è sbagliata",
        "quiero cambiar mi foto",
        "a minha foto está errada",
        "mijn foto in teams is oud",
        "tolong ganti foto saya",
        "ảnh của tôi bị sai rồi",
        "моя фотография неправильная",
        "사진이 이상해요 고쳐 주세요",
        "รูปของฉันผิด",
    ],
)
def test_what_is_not_certain_changes_nothing(text: str) -> None:
    assert RECOGNISER.recognise(text) is None


def test_a_quotation_in_another_language_is_no_part_of_what_somebody_writes() -> None:
    assert RECOGNISER.recognise("系統說「your photo is up to date」，可是還是舊的") == "zh_Hant"
    assert RECOGNISER.recognise("> 我的照片不對\nwhat does this person want?") == "en"
    below = "please help with this\n---------- Forwarded message\n我的照片不對，請處理，謝謝"
    assert RECOGNISER.recognise(below) == "en"


def test_unseen_sentences_are_never_taken_for_another_language() -> None:
    found = [(each.language, RECOGNISER.recognise(each.text)) for each in unseen()]
    assert [each for each in found if each[1] not in (None, each[0])] == []
    for language in {language for language, _ in found}:
        own = [which for spoken, which in found if spoken == language]
        assert sum(which is not None for which in own) / len(own) > 0.85


JAPANESE = (
    "私の写真が間違っています",
    "写真が古いままです",
    "プロフィール写真を更新してください",
    "写真を変えたいです",
    "写真が表示されません",
    "写真を削除してください",
    "どうして写真が変わらないのですか",
    "写真が違う人になっています",
    "新しい写真に変えてください",
    "ありがとうございます",
)


@pytest.fixture(scope="module")
def with_japanese() -> LanguageRecogniser:
    """What is learned once somebody adds a language, from no more than a few sentences."""
    from training.vocabularies import vocabularies

    added = [Sentence("ja", "plain", "wrong_photo", text) for text in JAPANESE]
    others = [each for each in learned() if each.language != "ja"]
    return LanguageRecogniser(FEATURES, vocabularies([*others, *added], FEATURES).languages)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("写真が間違っているみたいです", "ja"),
        ("プロフィールの写真を変えてください", "ja"),
        ("SharePoint の写真が古いです", "ja"),
        ("我的照片不對", "zh_Hant"),
        ("请更新我的照片", "zh_Hant"),
        ("my photo is wrong", "en"),
        ("写真更新", "ja"),
    ],
)
def test_a_language_that_is_added_is_told_from_one_with_the_same_letters(
    with_japanese: LanguageRecogniser, text: str, language: str
) -> None:
    assert with_japanese.recognise(text) == language


def test_the_vocabularies_come_from_the_sentences_and_the_code() -> None:
    from training.learn import source
    from training.vocabularies import vocabularies

    # After a change to either: make intents.
    committed = load_vocabularies()
    assert committed.source == source()
    assert vocabularies(learned(), FEATURES) == committed


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "languages.bin"
    path.write_bytes(load_vocabularies().dump())
    assert load_vocabularies(path) == load_vocabularies()
    path.write_bytes(load_vocabularies().dump()[:-1])
    with pytest.raises(ValueError, match="vocabularies"):
        load_vocabularies(path)
