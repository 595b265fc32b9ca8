"""An agent looks at somebody's photo in the chat page, and the person asks who did."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.chat import Chat
from tests.e2e.looks import LOOKS, PHONE, flaws_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

AGENT, PERSON, EXECUTIVE = "amara.okafor", "ben.lindqvist", "oskar.bergman"
ADDRESS = "Or their sign-in address"
BOTH = (LOOKS[0], PHONE)
REFUSED = "This isn't available to you."


def dialog(chat: Chat) -> Locator:
    return chat.tab.get_by_role("dialog")


async def choose(chat: Chat, name: str = "Check a photo") -> Locator:
    await chat.tab.get_by_role("button", name="Actions and apps").click()
    await chat.tab.get_by_role("menuitem", name=name).click()
    return dialog(chat)


async def test_an_agent_looks_by_name_and_the_person_is_told_who_did(chat: Chat) -> None:
    await chat.open(AGENT)
    opened = await choose(chat)
    flaws = await flaws_of(chat.tab, "check-photo", BOTH)
    await opened.get_by_role("textbox", name="Person").press_sequentially("lindq")
    await opened.get_by_text("Ben Lindqvist").click()
    await opened.get_by_role("button", name="Check", exact=True).click()
    await expect(opened).to_contain_text("Not in sync: Microsoft 365 and SharePoint differ.")
    await expect(opened).to_contain_text("sharepoint_old")
    await expect(opened.locator(".ac-adaptiveCard img")).to_have_count(0)
    flaws += await flaws_of(chat.tab, "check-photo-state", BOTH)
    await opened.get_by_role("button", name="Check again").click()
    await expect(opened).to_contain_text("Not in sync")
    await chat.tab.keyboard.press("Escape")
    await chat.open(PERSON)
    told = await chat.say("who looked at my photo?")
    await told.shows(
        "Your helpdesk checked your photo",
        "Amara Okafor, to see what I found, without the pictures",
    )
    flaws += await flaws_of(chat.tab, "who-looked", BOTH)
    assert flaws == []


async def test_on_a_message_its_author_is_chosen_already(chat: Chat) -> None:
    await chat.open(PERSON, "groupChat")
    await chat.say("@Photobot my photo is wrong")
    await chat.open(AGENT, "groupChat")
    said = chat.log.locator("[data-activity-id]").filter(has_text="my photo is wrong").last
    await said.hover()
    await said.get_by_role("button", name="More").click()
    await chat.tab.get_by_role("menuitem", name="Check a photo").click()
    person = dialog(chat).get_by_role("textbox", name="Person")
    await expect(person).to_have_value("Ben Lindqvist (ben.lindqvist@contoso.onmicrosoft.com)")
    await dialog(chat).get_by_role("button", name="Check", exact=True).click()
    await expect(dialog(chat)).to_contain_text("Not in sync")


async def test_what_was_typed_is_kept_where_somebody_can_not_be_looked_at(chat: Chat) -> None:
    await chat.open(AGENT)
    opened = await choose(chat)
    line = opened.get_by_role("textbox", name=ADDRESS)
    for name, why in ((EXECUTIVE, "can't be handled here"), ("nobody", "knows nobody")):
        address = f"{name}@contoso.onmicrosoft.com"
        await line.fill(address)
        await opened.get_by_role("button", name="Check", exact=True).click()
        await expect(opened).to_contain_text(why)
        await expect(line).to_have_value(address)


async def test_who_is_no_agent_is_refused(chat: Chat) -> None:
    await chat.open(PERSON)
    await expect(await choose(chat)).to_contain_text(REFUSED)


async def test_an_agent_reads_it_in_chinese(chat: Chat) -> None:
    await chat.open(AGENT)
    await chat.say("請說中文")
    opened = await choose(chat)
    await expect(opened).to_contain_text("誰的相片？")
    await opened.get_by_role("textbox", name="或是登入位址").fill(
        f"{PERSON}@contoso.onmicrosoft.com"
    )
    await opened.get_by_role("button", name="檢查", exact=True).click()
    await expect(opened).to_contain_text("Microsoft 365 與 SharePoint 不同")
    assert await flaws_of(chat.tab, "check-photo-chinese", BOTH) == []
