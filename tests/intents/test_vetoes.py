"""What rules an intent out, each by what it finds and what it must not find."""

import pytest

from bot.intents import Intent
from bot.intents.reading import tables
from tests.intents.read_once import INTENTS

FOUND = {
    "somebody_elses_photo": [
        "Anna's photo is wrong",
        "my boss's profile picture is old",
        "please check her photo",
        "the photo of my colleague is missing",
        "my manager has the wrong picture",
        "主管的照片是舊的",
        "請修她的大頭貼",
        "王小明的照片不見了",
        "上司の写真が古い",
        "田中さんの写真を直して",
        "彼女のアイコンが違う",
        "私の上司の写真が違う",
    ],
    "not_my_photo_but_something_else": [
        "my photo is fine but my name is wrong",
        "the picture is right, only the title is old",
        "it's not my photo, it's my phone number",
        "照片沒問題，職稱錯了",
        "不是照片，是名字拼錯了",
        "跟照片無關",
        "写真は大丈夫だけど名前が違う",
        "写真ではなく電話番号です",
        "写真とは関係ありません",
    ],
    "fine_now": [
        "my photo is fine now",
        "it's right again",
        "the photo is no longer old",
        "我的照片已經好了",
        "照片不再是舊的",
        "写真はもう大丈夫です",
        "直りました",
        "写真はもう古くない",
    ],
    "hands_off": [
        "don't sync my photo",
        "please do not ever change my picture",
        "no need to fix it",
        "leave my photo as it is",
        "不要同步我的照片",
        "請勿更改",
        "請保持原樣",
        "nobody should delete my photo",
        "I don't want my photo deleted",
        "我不希望照片被刪",
        "写真を同期しないで",
        "写真を変えないでください",
        "写真はそのままでいい",
        "直さなくていいです",
    ],
    "never_stop": [
        "don't stop the messages",
        "undo the stop",
        "un-pause please",
        "forget that I said stop",
        "I pressed stop by mistake",
        "忘了我說的停止",
        "我誤按停止",
        "stop being quiet",
        "不要停止通知",
        "取消暫停",
        "通知を止めないで",
        "停止しないでください",
        "一時停止を解除して",
    ],
    "on_again": [
        "turn the reminders back on",
        "start sending me messages again",
        "re-enable notifications",
        "重新開始提醒我",
        "把通知打開",
        "通知を再開して",
        "また送ってください",
        "通知をオンにして",
    ],
    "not_again": [
        "don't turn the reminders back on",
        "do not resume",
        "I don't want the messages back",
        "不要恢復訊息",
        "我不要通知回來",
        "通知を再開しないで",
        "また送らないで",
    ],
    "not_later": [
        "don't remind me",
        "not tomorrow",
        "不要提醒我",
        "不是明天",
        "リマインドしないで",
        "明日ではなく今",
    ],
    "not_my_reminder": [
        "remind Tom tomorrow",
        "remind me to call Anna",
        "stop Tom's reminders",
        "停止小王的提醒",
        "提醒小王",
        "提醒我打電話",
        "田中さんに明日リマインドして",
        "会議をリマインドして",
    ],
    "not_at_that_time": [
        "please don't remind me tomorrow",
        "no need to check next week",
        "no reminder tomorrow",
        "明天不要提醒我",
        "不用晚點再檢查",
        "明日リマインドしないで",
        "後で確認しなくていい",
    ],
    "ends_something_else": [
        "stop the recording",
        "delete the old files",
        "cancel my leave request",
        "pause the backup until Monday",
        "停止錄影",
        "刪除舊檔案",
        "把檔案刪掉",
        "録画を停止して",
        "古いファイルを削除して",
        "会議をキャンセルして",
    ],
}
VOID = {
    "somebody_elses_photo": [
        "my colleague's photo is shown on my profile",
        "Anna's picture appears instead of mine",
        "Outlook's photo is old",
        "that's my photo",
        "somebody else's photo is on my account",
        "同事的照片出現在我的帳號",
        "我的照片變成別人的",
        "私の写真が古い",
        "同僚の写真が自分のプロフィールに出ている",
        "私の写真が別の人になっている",
    ],
    "not_my_photo_but_something_else": [
        "not my name, my photo is wrong",
        "my photo is not fine",
        "不是名字，是我的照片錯了",
        "名前ではなく写真が違う",
        "写真が合っていない",
    ],
    "fine_now": [
        "it was fine, now it is old",
        "is it fine now?",
        "it is not fine now",
        "還沒好",
        "現在好了嗎",
        "直りましたか",
        "もう直ったと言われたけどまだ古い",
        "直ったら教えて",
    ],
    "hands_off": [
        "don't remove it, repair it",
        "I don't know how to change it",
        "my photo does not update",
        "不要只解釋，修好它",
        "消さないで、直して",
        "なぜ同期しないのか教えて",
        "写真が更新されません",
    ],
    "never_stop": [
        "stop the messages",
        "don't pause, stop",
        "停止通知",
        "不要停止，暫停就好",
        "通知を止めて",
        "止めないで、一週間だけ休んで",
    ],
    "on_again": [
        "turn the messages off",
        "stop writing to me again",
        "不要再打開通知",
        "通知を止めて",
        "通知を再開しないで",
    ],
    "not_again": [
        "don't stop, resume please",
        "please resume",
        "請恢復",
        "再開して",
        "通知を再開してください",
    ],
    "not_my_reminder": [
        "remind me tomorrow",
        "remind me to check my photo",
        "remind me about my photo",
        "明天提醒我",
        "提醒一下",
        "提醒可以停了",
        "stop today's reminder",
        "明日リマインドして",
        "写真の確認をリマインドして",
    ],
    "not_at_that_time": [
        "remind me tomorrow",
        "don't remind me until next week",
        "don't forget to remind me tomorrow",
        "明天提醒我",
        "星期一之前不要提醒我",
        "明日リマインドして",
        "月曜まで通知しないで",
    ],
    "ends_something_else": [
        "stop the messages",
        "delete my photo from my badge",
        "remove me from the mailing list",
        "刪除我的照片",
        "停止檔案的通知",
        "通知を停止して",
        "社員証から私の写真を削除して",
        "メールの通知を止めて",
    ],
    "not_later": [
        "remind me tomorrow",
        "don't forget: look now, remind me tomorrow",
        "明天提醒我",
        "明日リマインドして",
        "今日は見ないで、明日確認して",
    ],
}


def fires(name: str, text: str) -> bool:
    lowered = INTENTS.features.lowered(text)
    return any(
        intent in veto.never and veto.holds(lowered)
        for veto in INTENTS.vetoes
        if veto.name == name
        for intent in veto.never
    )


def cases(of: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in of.items() for text in texts]


def test_every_veto_is_tried_in_every_language() -> None:
    assert {veto.name for veto in INTENTS.vetoes} == set(FOUND) == set(VOID)
    assert len(INTENTS.vetoes) == len(tables()) * len(FOUND)


@pytest.mark.parametrize(("name", "text"), cases(FOUND))
def test_a_veto_finds(name: str, text: str) -> None:
    assert fires(name, text)


@pytest.mark.parametrize(("name", "text"), cases(VOID))
def test_a_veto_does_not_find(name: str, text: str) -> None:
    assert not fires(name, text)


@pytest.mark.parametrize("veto", INTENTS.vetoes, ids=lambda veto: veto.name)
def test_a_veto_names_intents(veto: object) -> None:
    named = {*getattr(veto, "never"), getattr(veto, "instead") or Intent.OTHER}  # noqa: B009
    assert named <= set(Intent)
