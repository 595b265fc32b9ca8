"""What a person wrote is told from what stands around it."""

import pytest

from bot.intents.written import own_and_forwarded, sentences


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> Is it wrong?\nyes", "yes"),
        ("> Is it wrong?", "> Is it wrong?"),
        ("a > b", "a > b"),
        ("it is old\n\nSent from my iPhone", "it is old"),
        ("it is old\nGet Outlook for iOS", "it is old"),
        ("照片是舊的\n\n從我的 iPhone 傳送", "照片是舊的"),
        ("it is old\n\nKind regards,\nAnna Berg\nLater AG", "it is old"),
        ("照片是舊的\n敬祝 商祺\n林志明", "照片是舊的"),
        ("写真が古いです。\nよろしくお願いいたします。\n鈴木", "写真が古いです。"),
        ("写真が古い\n\niPhoneから送信", "写真が古い"),
        ("写真の同期をよろしくお願いします", "写真の同期をよろしくお願いします"),
        ("はい\n-----元のメッセージ-----\n差出人: IT\n停止", "はい"),
        ("it is old\n-- \nStop & Go Ltd", "it is old"),
        ("Sent from my iPhone", "Sent from my iPhone"),
        ("yes\n\nOn Monday Photobot wrote:\nyour photo differs", "yes"),
        ("yes\n-----Original Message-----\nFrom: IT\nStop it", "yes"),
    ],
)
def test_quotes_and_signatures_are_left_out(text: str, own: str) -> None:
    assert own_and_forwarded(text)[0] == own


def test_what_is_forwarded_is_kept_apart_without_its_head() -> None:
    text = "see below\n\nFrom: Anna\nSent: Monday\n\nmy photo is old\n\nRegards\nAnna"
    assert own_and_forwarded(text) == ("see below", "my photo is old")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hi! Is it old?", ["Hi!", "Is it old?"]),
        ("v1.2 is it", ["v1.2 is it"]),
        ("hi\nyou", ["hi", "you"]),
        ("對。不對！真的？", ["對。", "不對!", "真的?"]),  # noqa: RUF001
        ("RE: FW: it is old", ["it is old"]),
        ("件名: 写真が古い", ["写真が古い"]),
        ("stop!!! stop!!!", ["stop!!!"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_sign_or_a_line_ends_them(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
