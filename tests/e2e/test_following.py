"""An agent's card for a case in the chat page, in both languages, while the person does things."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.core.clock import utc_now
from bot.helpdesk.case import Case
from bot.helpdesk.cases import Cases
from bot.helpdesk.messages import CaseMessages
from bot.helpdesk.standing import Ticket
from bot.outbox.outbox import Outbox
from bot.storage.cases import CaseRows
from bot.storage.database import open_database
from bot.storage.following import FollowingRows
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import Authorizer
from simulation.people import object_id
from tests.commands.test_cases import Anybody
from tests.e2e.chat import Chat, Reply
from tests.e2e.demo import Demo
from tests.e2e.looks import LOOKS, PHONE, flaws_of
from tests.e2e.tenant import Tenant
from tests.helpdesk.desk import RETENTION, followings_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

# In the helpdesk by a group in its group, and straight.
AMARA, ZOLTAN = "amara.okafor", "zoltan.nagy"
BOTH = (LOOKS[0], PHONE)
UPDATE = "Use this everywhere"


@dataclass
class Sent:
    """A case that an agent opened, and the agent's window and the person's."""

    case: Case
    agent: Chat
    person: Chat
    name: str

    async def card(self, *words: str) -> Reply:
        """The agent's card, once it says these words; what its buttons open are cards as well."""
        card = self.agent.of_bot.filter(has_text=self.case.reference).first
        for each in words:
            await expect(card).to_contain_text(each)
        return Reply(card)

    async def message(self) -> Reply:
        """What the person was sent."""
        await self.person.open(self.name)
        messages = self.person.of_bot.filter(has_text=self.case.reference)
        await expect(messages.first).to_be_visible()
        return Reply(messages.first)


@dataclass
class Helpdesk:
    """Opens cases as the dialogs do, in the database of the demonstration."""

    cases: Cases
    agent: Chat
    person: Chat

    async def sends(self, agent: str, person: str, *, chinese: bool = False) -> Sent:
        # Who looks at the chat has opened the message at once.
        await self.person.open(person)
        if chinese:
            await self.person.say("請說中文")
        await self.person.tab.goto("about:blank")
        await self.agent.open(agent)
        if chinese:
            await self.agent.say("請說中文")
        ticket = Ticket("INC-7", "https://tickets.contoso.com/7")
        opened = await self.cases.open(object_id(agent), object_id(person), ticket=ticket)
        return Sent(opened.case, self.agent, self.person, person)


@pytest_asyncio.fixture(loop_scope="session")
async def helpdesk(
    demo: Demo, tenant: Tenant, chat: Chat, browser: Browser
) -> AsyncIterator[Helpdesk]:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    person = Chat(await context.new_page(), demo.chat)
    async with open_database(demo.database, Path()) as database:
        outbox = Outbox(Messages(database), utc_now, uuid4, RETENTION)
        cases = Cases(
            CaseRows(database),
            CaseMessages(outbox, utc_now),
            Authorizer(agents=Anybody()),
            utc_now,
            uuid4,
            lambda: f"PB-{uuid4().hex[:7].upper()}",
            followings_of(FollowingRows(database), outbox),
            RETENTION,
        )
        yield Helpdesk(cases, chat, person)
    await context.close()
    assert person.complaints == []


async def test_the_card_turns_to_done_by_itself_when_the_person_syncs(helpdesk: Helpdesk) -> None:
    sent = await helpdesk.sends(AMARA, "ben.lindqvist")
    card = await sent.card("Ben Lindqvist: Sent", "The message was sent.", "INC-7", "not known")
    flaws = await flaws_of(sent.agent.tab, "following-sent", BOTH)
    await card.press("Text for the ticket")
    field = card.message.get_by_role("textbox", name="Select all of it")
    assert sent.case.reference in await field.input_value()
    flaws += await flaws_of(sent.agent.tab, "following-ticket", BOTH)
    await (await sent.message()).press(UPDATE)
    await sent.card("Ben Lindqvist: In sync, checked", "Synced, and checked.")
    await expect(card.message.locator(".ac-adaptiveCard img")).to_have_count(0)
    line = sent.agent.of_bot.filter(has_text="the photo is in sync")
    await expect(line).to_have_count(1)
    flaws += await flaws_of(sent.agent.tab, "following-done", BOTH)
    assert flaws == []


async def test_not_now_and_an_answer_are_told_to_the_agent(helpdesk: Helpdesk) -> None:
    sent = await helpdesk.sends(ZOLTAN, "ben.lindqvist")
    await (await sent.message()).press_in_menu("Not now")
    card = await sent.card("Ben Lindqvist: Not now")
    await card.press("Send again")
    # What was declined says nothing of the case any more.
    message = await sent.message()
    await message.press("It's still wrong")
    await message.card.get_by_role("textbox").fill("Outlook shows **the old one**")
    await message.press("Send it to my helpdesk")
    await sent.card("Ben Lindqvist: Answered", "Outlook shows **the old one**")
    assert await flaws_of(sent.agent.tab, "following-answered", BOTH) == []


async def test_the_agent_syncs_for_somebody_who_is_told(helpdesk: Helpdesk) -> None:
    sent = await helpdesk.sends(AMARA, "ben.lindqvist")
    card = await sent.card("Ben Lindqvist: Sent")
    await card.press("Sync for them")
    await card.message.get_by_role("textbox", name="Why?").fill("She is on *leave*")
    flaws = await flaws_of(sent.agent.tab, "following-sync", BOTH)
    await card.message.get_by_role("button", name="Sync now").click()
    await sent.card("Ben Lindqvist: In sync, checked", "Synced: every copy was read back")
    await sent.person.open("ben.lindqvist")
    told = sent.person.of_bot.filter(has_text="updated your photo in SharePoint")
    await expect(told).to_contain_text(
        "Amara Okafor from your helpdesk updated your photo in SharePoint."
    )
    await expect(told).to_contain_text("Why: She is on *leave*")
    flaws += await flaws_of(sent.person.tab, "synced-for")
    await card.press("Close the case")
    await sent.card("Ben Lindqvist: Closed")
    await expect(card.message.locator(".ac-pushButton")).to_have_count(1)
    assert flaws == []


async def test_an_agent_follows_in_chinese(helpdesk: Helpdesk) -> None:
    sent = await helpdesk.sends(AMARA, "chiara.conti", chinese=True)
    card = await sent.card("已傳送", "工單", "INC-7", "不明")
    flaws = await flaws_of(sent.agent.tab, "following-chinese", BOTH)
    await card.press("代為同步")
    await card.message.get_by_role("textbox", name="為什麼").fill("請假")
    await card.message.get_by_role("button", name="立即同步").click()
    await sent.card("各處的相片都已讀回", "已同步")
    await expect(sent.agent.of_bot.filter(has_text="已於")).to_have_count(1)
    flaws += await flaws_of(sent.agent.tab, "following-chinese-done", BOTH)
    assert flaws == []


async def test_what_a_person_presses_and_answers_is_followed_in_chinese(helpdesk: Helpdesk) -> None:
    sent = await helpdesk.sends(ZOLTAN, "ben.lindqvist", chinese=True)
    await (await sent.message()).press_in_menu("現在不要")
    card = await sent.card("現在不要")
    await card.press("再傳送一次")
    message = await sent.message()
    await message.press("還是不對")
    await message.card.get_by_role("textbox").fill("Outlook 顯示**舊相片**")
    await message.press("傳送給技術服務人員")
    await sent.card("已回覆", "Outlook 顯示**舊相片**")
    flaws = await flaws_of(sent.agent.tab, "following-answered-chinese", BOTH)
    await card.press("再傳送一次")
    await (await sent.message()).press("全部都用這張")
    await sent.card("已同步，檢查過")
    assert flaws == []
