"""What people write is understood, and nothing is ended on a guess."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.language import load_languages
from bot.intents import Intent
from bot.intents.recognise import NEVER_GUESSED
from tests.intents.read_once import INTENTS, learned
from tests.processor_time import processor_seconds, ten_milliseconds
from training.figures import Heard, hear
from training.sentences import Sentence

LEARNED = learned()
# To hear all would take a minute. Those of one kind stand together, so this has some of each.
SOME = LEARNED[::5]
EVERY = sorted({sentence.text for sentence in LEARNED if sentence.text.strip()})


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def share_right(heard: list[Heard]) -> float:
    return sum(each.is_right for each in heard) / len(heard)


@pytest.fixture(scope="module")
def heard() -> list[Heard]:
    return hear(INTENTS, SOME)


def test_what_it_learned_is_understood(heard: list[Heard]) -> None:
    # No claim about what it did not learn: test_unseen.py has that.
    by_set: defaultdict[tuple[str, str], list[Heard]] = defaultdict(list)
    for each in heard:
        by_set[each.sentence.language, each.sentence.intent].append(each)
    # What ends or removes something is asked about unless it is very clear.
    shares = {
        name: sum(each.is_right or each.is_asked for each in said) / len(said)
        for name, said in by_set.items()
    }
    assert {name: share for name, share in shares.items() if share < 0.9} == {}
    assert share_right(heard) >= 0.98


def test_nothing_that_it_learned_is_ended_by_mistake(heard: list[Heard]) -> None:
    harmful = [each.sentence.text for each in heard if each.is_harmful]
    assert len(harmful) <= len(SOME) / 2000, harmful


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I only see initials instead of my photo", "wrong_photo"),
        ("there is a grey silhouette where my picture should be", "wrong_photo"),
        ("somebody else's picture is on my profile", "wrong_photo"),
        ("help, my portrait is ugly", "wrong_photo"),
        ("please check again", "wrong_photo"),
        ("thanks, but my photo is still wrong", "wrong_photo"),
        ("my photo looks good in Outlook but is old in Teams", "wrong_photo"),
        ("can you check messages for me", "other"),
        ("check meeting room 4", "other"),
        ("fix menu on the website", "other"),
        ("the old report is wrong", "other"),
        ("is the report missing?", "other"),
        ("turn the reminders back on", "resume"),
        ("please don't stop the reminders", "resume"),
        ("no messages until Monday", "pause"),
        ("look again later at 5", "later"),
        ("is PB-7K3M9QX from you?", "verify"),
        ("PB-7K3M9QX", "reference"),
        ("speak German please", "language"),
    ],
)
def test_what_matters_most_is_understood(text: str, intent: str) -> None:
    assert INTENTS.recognise(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "don't sync my photo",
        "do not delete my photo",
        "please don't remind me tomorrow",
        "don't turn the reminders back on",
        "don't stop the reminders",
        "cancel the pause",
        "turn the notifications on again",
        "the bus stop is closed",
        "stop the recording",
        "delete the file",
        "remove Anna from the list",
        "remind Tom tomorrow",
        "see you later",
        "不要刪除我的照片",
        "不要停止提醒",
        "取消暫停",
        "把通知打開",
        "I never wanted to unsubscribe",
        "I pressed stop by mistake",
        "forget that I said stop",
        "stop Tom's reminders",
        "nobody should delete my photo",
        "I don't want my photo deleted",
        "pause the backup until Monday",
        "please reply until Monday",
        "cancel my leave request",
        "delete the pictures in the shared folder",
        "我從來沒要退訂",
        "我誤按停止",
        "忘了我說的停止",
        "停止小王的提醒",
        "我不希望照片被刪",
        "備份暫停到週一",
        "取消我的請假",
        "停止錄影",
        "刪除檔案",
        "晚點見",
        "never mind",
        "forget it",
        "算了",
        "不用了",
    ],
)
def test_nothing_is_ended_that_should_go_on(text: str) -> None:
    assert INTENTS.recognise(text) not in NEVER_GUESSED


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("don't remove it, fix it", "sync"),
        ("don't fix it, remove it", "remove"),
        ("don't explain it, fix it", "sync"),
        ("don't fix it, show me the steps", "steps"),
        ("don't show me the steps, tell me why", "why"),
        ("don't stop, remind me tomorrow", "later"),
        ("don't stop for good, pause until Monday", "pause"),
        ("don't pause, stop for good", "stop"),
        ("don't delete my photo, I have a new one", "new_photo"),
        ("don't stop the reminders", "resume"),
        ("don't turn the reminders back on", "other"),
        ("don't fix my photo", "other"),
        ("不要刪，修好它", "sync"),
        ("不要修，刪掉我的照片", "remove"),
        ("不要修，給我步驟", "steps"),
        ("不要給我步驟，告訴我為什麼", "why"),
        ("不要停，明天提醒我", "later"),
        ("不要永久停止，暫停到星期一", "pause"),
        ("不要暫停，永久停止", "stop"),
        ("不要停止提醒", "resume"),
        ("不要再打開通知", "other"),
        ("不要修我的照片", "other"),
    ],
)
def test_what_is_denied_is_not_done_and_what_is_asked_is(text: str, intent: str) -> None:
    assert INTENTS.recognise(text) == intent


@pytest.mark.parametrize(
    "signature",
    [
        "\n\nSent from my iPhone",
        "\n\nGet Outlook for iOS",
        "\n\nKind regards,\nStop & Shop Ltd\nLater Street 7",
        "\n-- \nRemove Before Flight Inc.",
        "\n\n從我的 iPhone 傳送",
        "\n\n敬祝 商祺\n林小姐",
        "\n\n> please stop writing to me",
        "\n\nOn Monday, Anna wrote:\nplease delete my photo",
    ],
)
@pytest.mark.parametrize(
    "text", ["my photo is wrong", "please sync it", "stop", "pause until Monday", "我的照片不對"]
)
def test_a_signature_or_a_quote_changes_nothing(text: str, signature: str) -> None:
    assert INTENTS.recognise(text + signature) == INTENTS.recognise(text)


def test_nothing_is_ended_because_of_what_somebody_forwards() -> None:
    forwarded = "see below\n\nFrom: Anna\nSubject: photo\n\n"
    assert INTENTS.recognise(f"{forwarded}my photo is wrong") == Intent.WRONG_PHOTO
    assert INTENTS.recognise(f"{forwarded}please stop these messages") not in NEVER_GUESSED


def test_a_guess_is_asked_about_with_what_is_likely() -> None:
    mirrored = (f"{text} {text[::-1]}" for text in EVERY)
    guesses = (text for text in mirrored if INTENTS.recognise(text) is Intent.UNSURE)
    unsure = list(islice(guesses, 50))
    assert unsure
    for text in unsure:
        likely = INTENTS.likely(text)
        assert 1 < len(likely) <= 3
        assert not {Intent.OTHER, Intent.UNSURE} & set(likely)


def test_a_guess_about_what_is_only_forwarded_is_asked_about_as_well() -> None:
    forwarded = (f"From: Anna\n\n{text} {text[::-1]}" for text in EVERY)
    guesses = (text for text in forwarded if INTENTS.recognise(text) is Intent.UNSURE)
    unsure = list(islice(guesses, 20))
    assert len(unsure) == 20
    assert [text for text in unsure if not INTENTS.likely(text)] == []


@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    assert INTENTS.recognise(text)
    assert Intent.OTHER not in INTENTS.likely(text)


@given(
    st.sampled_from([text for text in EVERY if "\n" not in text]),
    st.sampled_from([str.upper, str.lower, str.swapcase, full_width]),
    st.sampled_from(["{}", "“{}”", "「{}」", "**{}**", "({})", "  {}\n", "…{}"]),
)
def test_case_width_and_outer_signs_change_nothing(
    text: str, written: Callable[[str], str], around: str
) -> None:
    assert INTENTS.recognise(around.format(written(text))) == INTENTS.recognise(text)


@given(st.sampled_from([text for text in EVERY if "\n" not in text]))
def test_accents_change_nothing(text: str) -> None:
    bare = unicodedata.normalize("NFKD", text)
    # Other than an accent, a voiced mark makes another letter.
    without = "".join(
        sign for sign in bare if sign in "\u3099\u309a" or not unicodedata.combining(sign)
    )
    assert INTENTS.recognise(without) == INTENTS.recognise(text)


@given(st.sampled_from([text for text in EVERY if "\n" not in text]))
def test_case_changes_nothing(text: str) -> None:
    assert INTENTS.recognise(text.upper()) == INTENTS.recognise(text.lower())


@pytest.mark.parametrize(
    "text",
    ["my photo is wrong " * 10_000, "\x00\ud7ff", "٣" * 100, "a" * 50_000, "photo x" * 20_000],
    ids=["long", "odd letters", "digits", "one word", "one word again and again"],
)
def test_a_hostile_text_is_read_in_time(text: str) -> None:
    assert processor_seconds(lambda: INTENTS.recognise(text)) < 2


def test_a_sentence_is_recognised_within_a_millisecond() -> None:
    texts = [sentence.text for sentence in LEARNED[:: len(LEARNED) // 300]]
    cost = processor_seconds(lambda: [INTENTS.recognise(text) for text in texts])
    assert cost / len(texts) < ten_milliseconds() / 10


def test_what_was_learned_has_every_intent() -> None:
    by_language = defaultdict(set)
    for each in LEARNED:
        by_language[each.language].add(each.intent)
    spoken = load_languages().known
    assert by_language == dict.fromkeys(spoken, set(Intent) - {Intent.UNSURE})


def test_sentences_are_listed_once() -> None:
    texts = [(each.language, each.text) for each in LEARNED]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("language", load_languages().known)
def test_there_are_many_sentences_of_each_kind(language: str) -> None:
    kinds: defaultdict[str, list[Sentence]] = defaultdict(list)
    for each in LEARNED:
        if each.language == language:
            kinds[each.kind].append(each)
    assert len(kinds) >= 10
    assert {kind: len(said) for kind, said in kinds.items() if len(said) < 40} == {}
