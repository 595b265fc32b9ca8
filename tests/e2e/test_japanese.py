"""A whole conversation in Japanese, as somebody in Tokyo has it."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.chat import Chat
from tests.e2e.demo import Demo
from tests.e2e.looks import LOOKS, PHONE, flaws_of
from tests.e2e.tenant import Tenant

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

WIDTHS = (*LOOKS, PHONE)


@pytest_asyncio.fixture(loop_scope="session")
async def chat(demo: Demo, tenant: Tenant, browser: Browser) -> AsyncIterator[Chat]:
    """A new window on the chat page, of a browser that speaks Japanese."""
    context = await browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    chat = Chat(await context.new_page(), demo.chat)
    yield chat
    await context.close()
    assert chat.complaints == []


async def test_a_photo_is_checked_and_repaired_in_japanese(chat: Chat) -> None:
    # Whose chat no other test opens, as a welcome comes once.
    welcome = await chat.open("umut.kaya")
    await welcome.shows("こんにちは、Photobot です")
    flaws = await flaws_of(chat.tab, "japanese-welcome", WIDTHS)
    await chat.open("niall.o'brien")
    reply = await chat.say("写真が違う")
    await reply.shows("SharePoint の写真が違います")
    flaws += await flaws_of(chat.tab, "japanese-differs", WIDTHS)
    await reply.press("すべてに使う")
    await reply.shows("SharePoint もこの写真になりました")
    flaws += await flaws_of(chat.tab, "japanese-fixed", WIDTHS)
    await (await chat.say("なぜ?")).shows("そう判断した理由")
    flaws += await flaws_of(chat.tab, "japanese-why", WIDTHS)
    await (await chat.say("何をしたの?")).shows("書き込み、読み取って確認しました")
    flaws += await flaws_of(chat.tab, "japanese-status", WIDTHS)
    await (await chat.say("何ができますか")).shows("プロフィール写真を直します")
    flaws += await flaws_of(chat.tab, "japanese-help", WIDTHS)
    assert flaws == []


async def test_what_may_be_misunderstood_is_asked_about_before_anything_is_done(
    chat: Chat,
) -> None:
    await chat.open("lukas.gruber")
    asked = await chat.say("写真を消したいような気もする")
    await asked.shows("どれのことですか?", "まだ何もしていません")
    assert await flaws_of(chat.tab, "japanese-asked", WIDTHS) == []
    await asked.press("写真を削除")
    await (await chat.last()).shows("写真をすべての場所から削除しますか?")


async def test_the_steps_are_told_in_japanese(chat: Chat) -> None:
    await chat.open("wim.peeters")
    reply = await chat.say("やり方がわかりません。手順を教えて")
    await reply.shows("最初のステップの前に")
    await reply.press("Windows")
    await reply.press("Edge")
    await reply.shows("InPrivate ウィンドウを開く", "Ctrl+Shift+N")
    assert await flaws_of(chat.tab, "japanese-guide", WIDTHS) == []


async def test_messages_are_paused_until_a_day_stopped_and_started_again(chat: Chat) -> None:
    await chat.open("elif.yilmaz")
    await (await chat.say("月曜日までメッセージを送らないで")).shows("までお休みします")
    await (await chat.say("停止")).shows("停止しました")
    await (await chat.say("再開")).shows("メッセージを再開しました")


async def test_somebody_chooses_another_language_than_their_clients_and_back(chat: Chat) -> None:
    await chat.open("umut.kaya")
    await (await chat.say("英語でお願いします")).shows("English")
    await (await chat.say("ありがとう")).shows("You're welcome")
    await (await chat.say("日本語でお願いします")).shows("これから日本語でお話しします")
    thanked = await chat.say("thanks")
    await thanked.shows("どういたしまして")
    await expect(thanked.card).not_to_contain_text(re.compile("welcome"))
