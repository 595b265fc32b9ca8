"""An agent sends photo help in the chat page: from the box, from a message, by slash command."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.e2e.chat import Chat
from tests.e2e.demo import Demo
from tests.e2e.looks import LOOKS, PHONE, flaws_of
from tests.e2e.tenant import DOMAIN

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

AGENT, SECOND, PERSON = "amara.okafor", "zoltan.nagy", "ben.lindqvist"
NAME = "Ben Lindqvist"
BOTH = (LOOKS[0], PHONE)
ADDRESS = "Or their sign-in address"
NOTE = "**Hello** <at>Chiara</at> [here](https://evil.example) \u202egnorw"


def dialog(chat: Chat) -> Locator:
    return chat.tab.get_by_role("dialog")


def composed(chat: Chat) -> Locator:
    """The card in the box, before it is sent."""
    return chat.tab.locator(".composed")


async def press(opened: Locator, name: str) -> None:
    await opened.locator(".ac-adaptiveCard").get_by_role("button", name=name, exact=True).click()


async def choose(chat: Chat, name: str = "Send photo help") -> Locator:
    await chat.tab.get_by_role("button", name="Actions and apps").click()
    await chat.tab.get_by_role("menuitem", name=name).click()
    return dialog(chat)


async def preview(chat: Chat, person: str = PERSON) -> Locator:
    """Open the dialog, and ask for the preview for somebody by their address."""
    opened = await choose(chat)
    await opened.get_by_role("textbox", name=ADDRESS).fill(f"{person}@{DOMAIN}")
    await press(opened, "Preview")
    return opened


@pytest_asyncio.fixture(loop_scope="session")
async def other(demo: Demo, chat: Chat, browser: Browser) -> AsyncIterator[Chat]:
    """The window of a second agent."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    other = Chat(await context.new_page(), demo.chat)
    yield other
    await context.close()
    assert other.complaints == []


async def test_an_agent_sends_it_from_the_box_and_the_group_reads_a_name_and_sent(
    chat: Chat,
) -> None:
    await chat.open(PERSON)
    await chat.open(AGENT, "groupChat")
    opened = await choose(chat)
    flaws = await flaws_of(chat.tab, "send-help-form", BOTH)
    await opened.get_by_role("textbox", name="Person").press_sequentially("lindq")
    await opened.get_by_text(NAME).click()
    await opened.get_by_role("textbox", name="A note to them").fill("x" * 10)
    await opened.get_by_role("textbox", name="Link").fill("http://tickets.contoso.com/7")
    await press(opened, "Preview")
    await expect(opened).to_contain_text("Write the ticket's number too")
    await opened.get_by_role("textbox", name="Ticket number").fill("INC-7")
    await press(opened, "Preview")
    await expect(opened).to_contain_text("full https:// address")
    flaws += await flaws_of(chat.tab, "send-help-wrong", BOTH)
    await opened.get_by_role("textbox", name="Link").fill("https://tickets.contoso.com/7")
    await opened.get_by_role("textbox", name="A note to them").fill(NOTE)
    await press(opened, "Preview")
    await expect(opened).to_contain_text(f"This is what {NAME} gets")
    await expect(opened).to_contain_text("Amara Okafor from your helpdesk asks you")
    await expect(opened.locator(".ac-adaptiveCard img")).to_have_count(0)
    flaws += await flaws_of(chat.tab, "send-help-preview", BOTH)
    await press(opened, "Change")
    await expect(opened.get_by_role("textbox", name="Ticket number")).to_have_value("INC-7")
    await press(opened, "Preview")
    await press(opened, "Send")
    await expect(dialog(chat)).to_have_count(0)
    await expect(composed(chat)).to_contain_text(f"Sent to {NAME}.")
    flaws += await flaws_of(chat.tab, "send-help-composed", BOTH)
    await chat.press("Send")
    last = chat.log.locator("[data-activity-id]").last.locator(".ac-adaptiveCard")
    await expect(last).to_contain_text("Sent to")
    assert (await last.inner_text()).split() == f"Photo help Sent to {NAME}.".split()
    message = await chat.open(PERSON)
    await message.shows("Amara Okafor from your helpdesk asks you", "**Hello** <at>Chiara</at>")
    await message.shows("About ticket INC-7.", "gnorw")
    flaws += await flaws_of(chat.tab, "send-help-received", BOTH)
    await message.press("Use this everywhere")
    await message.shows("Done! SharePoint now has this photo")
    assert flaws == []


async def test_on_a_message_its_author_is_chosen_and_the_app_is_installed_for_them(
    chat: Chat,
) -> None:
    await chat.open(PERSON, "groupChat")
    await chat.say("@Photobot my photo is wrong")
    await chat.open(AGENT, "groupChat")
    said = chat.log.locator("[data-activity-id]").filter(has_text="my photo is wrong").last
    await said.hover()
    await said.get_by_role("button", name="More").click()
    await chat.tab.get_by_role("menuitem", name="Send photo help").click()
    person = dialog(chat).get_by_role("textbox", name="Person")
    await expect(person).to_have_value(f"{NAME} ({PERSON}@{DOMAIN})")
    await press(dialog(chat), "Preview")
    await press(dialog(chat), "Send")
    await expect(composed(chat)).to_contain_text(f"Sent to {NAME}.")


@pytest.mark.parametrize("where", ["groupChat", "channel"])
async def test_a_slash_command_in_chinese_writes_in_the_persons_own_language(
    chat: Chat, where: str
) -> None:
    person = "chiara.conti"
    await chat.open(person)
    await chat.say("please speak English")
    await chat.open(AGENT)
    await chat.say("請說中文")
    await chat.open(AGENT, where)
    box = chat.tab.get_by_role("textbox", name="Message")
    await box.press_sequentially("/send")
    await box.press("Enter")
    opened = dialog(chat)
    await expect(opened).to_contain_text("誰的相片需要協助？")
    flaws = await flaws_of(chat.tab, f"send-help-form-chinese-{where}", BOTH)
    await opened.get_by_role("textbox", name="或是登入位址").fill(f"{person}@{DOMAIN}")
    await opened.get_by_role("textbox", name="給對方的留言").fill("您好")
    await press(opened, "預覽")
    await expect(opened).to_contain_text("Chiara Conti 會收到這則訊息")
    await expect(opened).to_contain_text("Amara Okafor from your helpdesk asks you")
    flaws += await flaws_of(chat.tab, f"send-help-preview-chinese-{where}", BOTH)
    await press(opened, "傳送")
    await expect(composed(chat)).to_contain_text("已傳送給 Chiara Conti。")
    message = await chat.open(person)
    await message.shows("Amara Okafor from your helpdesk asks you", "您好")
    assert flaws == []


async def test_two_agents_at_once_write_once_and_the_second_joins(chat: Chat, other: Chat) -> None:
    await chat.open(PERSON)
    await chat.open(AGENT, "groupChat")
    await other.open(SECOND, "groupChat")
    dialogs = [await preview(each) for each in (chat, other)]
    await asyncio.gather(*(press(each, "Send") for each in dialogs))
    joined = chat.tab.get_by_text("Nothing more was sent to").or_(composed(chat).get_by_text(NAME))
    await expect(joined).to_be_visible()
    first, second = (chat, other) if await composed(chat).count() else (other, chat)
    await expect(composed(first)).to_contain_text(f"Sent to {NAME}.")
    await expect(dialog(second)).to_contain_text("Nothing more was sent to Ben Lindqvist")
    flaws = await flaws_of(second.tab, "send-help-joined", BOTH)
    await press(dialog(second), "Close")
    await expect(dialog(second)).to_have_count(0)
    opened = await preview(second)
    await expect(opened).to_contain_text("Ben Lindqvist was asked already")
    flaws += await flaws_of(second.tab, "send-help-has-case", BOTH)
    assert flaws == []


async def test_in_their_own_chat_an_agent_is_told_and_no_card_is_put_there(chat: Chat) -> None:
    await chat.open(PERSON)
    await chat.open(AGENT)
    opened = await preview(chat)
    await press(opened, "Send")
    await expect(opened).to_contain_text(f"Sent to {NAME}")
    flaws = await flaws_of(chat.tab, "send-help-sent", BOTH)
    await press(opened, "Close")
    await expect(composed(chat)).to_be_empty()
    assert flaws == []


async def test_who_can_not_be_written_to_and_who_may_not_write(chat: Chat) -> None:
    await chat.open(AGENT, "groupChat")
    for name, why in (("oskar.bergman", "can't be handled here"), (AGENT, "That's you.")):
        opened = await preview(chat, name)
        await expect(opened).to_contain_text(why)
        await expect(opened.get_by_role("textbox", name=ADDRESS)).to_have_value(f"{name}@{DOMAIN}")
        await chat.tab.keyboard.press("Escape")
    await chat.open(PERSON, "groupChat")
    await expect(await choose(chat)).to_contain_text("This isn't available to you.")
