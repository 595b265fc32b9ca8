"""Everybody is answered in their own language: chosen, else written in, else their client's."""

from dataclasses import replace

import pytest

from bot.chat.turn import Edited, Pressed, Said, Scope, Turn
from tests.behaviours.fakes import CHAT, pressed, said, title, turn
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT

DIFFERS = "SharePoint has a different photo of you"
DIFFERS_ZH = "SharePoint 上是另一張相片"
THANKS, THANKS_ZH = "You're welcome", "不客氣"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize("text", ["我的照片不對", "我的照片不对，请检查一下"])
async def test_chinese_is_answered_in_chinese_whatever_the_client_speaks(
    stage: Stage, text: str
) -> None:
    assert title(await stage.play(said(text))) == DIFFERS_ZH
    reply = await stage.play(pressed("sync", {"card": str(stage.cards.only.id)}))
    assert "SharePoint 已有這張相片" in title(reply)
    assert title(await stage.play(pressed("help", {}, "3"))) == "我可以修好您的設定檔相片"


async def test_english_is_answered_in_english_whatever_the_client_speaks(stage: Stage) -> None:
    reply = await stage.play(turn(Said("my photo is wrong"), locale="zh-TW"))
    assert title(reply) == DIFFERS


@pytest.mark.parametrize("text", ["OK", "thanks", "王小明", "> thank you very much for your help"])
async def test_what_is_not_certain_keeps_the_language(stage: Stage, text: str) -> None:
    await stage.play(said("我的照片不對"))
    await stage.play(said(text, "2"))
    assert title(await stage.play(said("thanks", "3"))) == THANKS_ZH
    await stage.play(said("when did you last look at it?", "4"))
    assert title(await stage.play(said("謝謝", "5"))) == THANKS


async def test_an_edited_message_counts_as_one_that_is_sent(stage: Stage) -> None:
    await stage.play(said("my photo is wrong"))
    reply = await stage.play(turn(Edited("謝謝您的幫忙"), "1"))
    assert title(reply) == THANKS_ZH


async def test_a_choice_is_not_undone_by_a_message_in_another_language(stage: Stage) -> None:
    await stage.play(pressed("language", {"language": "en"}, "1"))
    assert title(await stage.play(said("我的照片不對", "2"))) == DIFFERS
    assert title(await stage.play(said("謝謝", "3"))) == THANKS
    assert (stage.preferences.languages, stage.preferences.written_in) == (
        {ACCOUNT.id: "en"},
        {ACCOUNT.id: "zh_Hant"},
    )
    # Until they choose again.
    await stage.play(said("請說中文", "4"))
    assert title(await stage.play(said("my photo is wrong", "5"))) == DIFFERS_ZH


async def test_asking_in_one_language_for_another_is_a_choice_of_that_one(stage: Stage) -> None:
    await stage.play(said("請用英文回答我，謝謝"))
    assert stage.preferences.languages == {ACCOUNT.id: "en"}
    assert title(await stage.play(said("謝謝", "2"))) == THANKS


OTHERS = "another person"


def among_others(text: str, activity_id: str, person: str = ACCOUNT.id) -> Turn:
    there = {"person_id": person, "conversation_id": "19:others"}
    return turn(Said(text), activity_id, Scope.GROUP, **there)


async def test_in_a_group_nobody_changes_the_language_of_another(stage: Stage) -> None:
    reply = await stage.play(among_others("你可以幫我做什麼？", "1"))
    assert title(reply) == "我可以修好設定檔相片"
    assert title(await stage.play(among_others("thanks", "2"))) == THANKS_ZH
    assert title(await stage.play(among_others("thanks", "3", OTHERS))) == THANKS
    assert stage.preferences.written_in == {ACCOUNT.id: "zh_Hant"}
    # Kept for the person's own chat too.
    assert title(await stage.play(said("thanks", "4"))) == THANKS_ZH


async def test_who_has_no_chat_of_their_own_keeps_their_language_in_a_group(stage: Stage) -> None:
    stage.chats.reachable = False
    assert (
        title(await stage.play(among_others("你可以幫我做什麼？", "1"))) == "我可以修好設定檔相片"
    )
    assert title(await stage.play(among_others("thanks", "2"))) == THANKS_ZH


async def test_the_private_answer_to_somebody_in_a_group_is_in_their_language(
    stage: Stage,
) -> None:
    reply = await stage.play(among_others("我的照片不對", "1"))
    assert title(reply) == "我已私訊您。"
    assert title(stage.channel.sent[0]) == DIFFERS_ZH


async def test_a_guest_is_refused_in_the_language_of_the_message(stage: Stage) -> None:
    guest = replace(said("我的照片不對，請檢查"), guest=True)
    declined = await stage.play(guest)
    assert title(declined) == title(
        await stage.play(replace(turn(Pressed("check", {}, None), locale="zh-TW"), guest=True))
    )
    assert stage.preferences.written_in == {}


async def test_a_message_in_the_language_that_is_kept_writes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.play(said("我的照片不對"))
    monkeypatch.delattr(type(stage.preferences), "note_written_in")
    assert title(await stage.play(said("我的照片還是不對", "2"))) == DIFFERS_ZH


async def test_who_is_written_to_unasked_reads_the_language_that_they_write(stage: Stage) -> None:
    await stage.play(said("我的照片不對"))
    chat = await stage.chats.of_person(CHAT.person_id)
    assert chat
    assert chat.locale == "zh_Hant"
