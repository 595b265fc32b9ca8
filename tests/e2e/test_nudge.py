"""Somebody changes their photo, lets a day pass, and is written to, in the demo as it starts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.chat import Chat, Reply
from tests.e2e.demo import Demo, run_demo
from tests.e2e.looks import flaws_of
from tests.e2e.pictures import alike, picture
from tests.scenarios.noticed import Noticed

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

DAYS_OF_A_WEEK = 7
STALE = "SharePoint has a different photo of you"


@dataclass(frozen=True)
class Language:
    """A client's language, and what somebody reads and presses in it."""

    locale: str
    zone: str
    person: str
    stale: str
    says: tuple[str, ...]
    update: str
    fixed: str


ENGLISH = Language(
    "en-US",
    "Europe/Berlin",
    "amara.okafor",
    STALE,
    ("I noticed that your Microsoft 365 photo changed", "administrators switched these", "PB-"),
    "Update SharePoint",
    "Done! SharePoint now has this photo",
)
CHINESE = Language(
    "zh-TW",
    "Asia/Taipei",
    "chiara.conti",
    "SharePoint 上是另一張相片",
    ("發現您的 Microsoft 365 相片變更了", "這些訊息是貴公司的系統管理員開啟的", "PB-"),
    "更新 SharePoint",
    "SharePoint 已有這張相片",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def watching() -> AsyncIterator[Demo]:
    """The demonstration, when everybody's photo was read for the first time."""
    async with run_demo() as demo:
        await Noticed(demo.database).first("select from watch_run where baseline_at is not null")
        yield demo


@pytest.fixture
def language() -> Language:
    """Of the person's client; some tests take others."""
    return ENGLISH


@pytest_asyncio.fixture(loop_scope="session")
async def page(watching: Demo, browser: Browser, language: Language) -> AsyncIterator[Chat]:
    """A window on the chat page of this demonstration."""
    context = await browser.new_context(locale=language.locale, timezone_id=language.zone)
    page = Chat(await context.new_page(), watching.chat)
    yield page
    await context.close()
    assert page.complaints == []


async def nudged(page: Chat, demo: Demo, person: str) -> Reply:
    """What somebody is sent, a day after they changed their photo."""
    await page.open(person)
    await page.change_photo(3)
    await Noticed(demo.database).first("select from photo_change where because = 'grace'")
    return await page.let_a_day_pass()


@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=lambda each: each.locale)
async def test_a_message_arrives_after_a_day_and_its_button_syncs(
    page: Chat, watching: Demo, language: Language
) -> None:
    nudge = await nudged(page, watching, language.person)
    await nudge.shows(language.stale, *language.says)
    await expect(nudge.pictures).to_have_count(2)
    flaws = await flaws_of(page.tab, f"nudge-{language.locale}")
    await nudge.press(language.update)
    await nudge.shows(language.fixed)
    flaws += await flaws_of(page.tab, f"nudge-fixed-{language.locale}")
    right = await picture(page.stored("cloud"))
    for size in "LMS":
        assert alike(right, await picture(page.stored(size))), size
    assert flaws == []


async def test_a_message_can_be_doubted_put_off_and_stopped(page: Chat, watching: Demo) -> None:
    nudge = await nudged(page, watching, "ben.lindqvist")
    await (await page.say("is this from you?")).shows("My latest message to you", "PB-")
    flaws = await flaws_of(page.tab, "nudge-doubted")
    await nudge.press("Remind me tomorrow")
    await nudge.shows("I'll come back to this later")
    flaws += await flaws_of(page.tab, "nudge-put-off")
    reminder = await page.let_a_day_pass()
    await reminder.shows(STALE, "You asked me to remind you")
    flaws += await flaws_of(page.tab, "nudge-reminder")
    await reminder.press_in_menu("Stop these messages")
    await reminder.shows("I've stopped", "resume")
    flaws += await flaws_of(page.tab, "nudge-stopped")
    said = await page.of_bot.count()
    for _ in range(DAYS_OF_A_WEEK + 1):
        await page.press("Let 24 hours pass")
    await Noticed(watching.database).first("select from photo_change where because = 'stopped'")
    await expect(page.of_bot).to_have_count(said)
    assert flaws == []


async def test_what_goes_well_does_not_push_the_address_out_of_the_terminal(
    page: Chat, watching: Demo
) -> None:
    await page.open("dmitri.petrov")
    await (await page.say("my photo is wrong")).shows("SharePoint doesn't have your photo yet")
    assert '"level": "info"' not in watching.log.read_text()


async def test_a_promised_look_comes_when_its_day_has_passed(page: Chat) -> None:
    await page.open("elif.yilmaz")
    await (await page.say("look again tomorrow")).shows("I'll check again")
    await (await page.let_a_day_pass()).shows("As promised")
