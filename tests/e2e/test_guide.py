"""The guide and the questions in a real browser: pressed, looked at, and true in the end."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat import Chat, Reply
from tests.e2e.looks import flaws_of
from tests.e2e.pictures import alike, picture
from tests.e2e.tenant import Tenant

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

INES, BEN = "ines.navarro", "ben.lindqvist"
TITLES = (
    "Open a private window",
    "Go to Microsoft 365 (Office.com)",
    "Sign in with your work or school account",
    "Open OneDrive or SharePoint",
    "Look at your own photo",
    "Wait, then check",
)


async def test_the_steps_lead_to_a_photo_that_sharepoint_fetched_by_itself(chat: Chat) -> None:
    await chat.open(INES)
    reply = await chat.say("my photo is wrong")
    await reply.shows("SharePoint has no profile of you")
    await begin(reply)
    for number, title in enumerate(TITLES, 1):
        await reply.shows(title, f"Step {number} of 6")
        if number < len(TITLES):
            await reply.press("I did this")
    await chat.press("Open SharePoint as myself")
    await expect(chat.stored("L")).to_be_visible()
    await reply.press("Check now")
    await reply.shows("Your photo is the same everywhere")
    assert alike(await picture(chat.stored("cloud")), await picture(chat.stored("L")))


async def test_check_again_in_the_middle_tells_that_nothing_has_changed(chat: Chat) -> None:
    await chat.open(INES)
    reply = await chat.say("my photo is wrong")
    await begin(reply)
    await reply.press_in_menu("Check again")
    await reply.shows("SharePoint doesn't have your photo yet", "SharePoint has no profile of you")


async def test_aside_and_back_in_the_same_card(chat: Chat) -> None:
    await chat.open(INES)
    reply = await chat.say("my photo is wrong")
    await begin(reply)
    count = await chat.of_bot.count()
    await reply.press("It doesn't look like that")
    await reply.shows("What else you may see", "Step 1 of 6")
    await reply.press("Back to the step")
    await reply.shows(TITLES[0])
    await reply.press("Use another browser")
    await reply.shows("Which browser do you use?")
    await reply.press("Google Chrome")
    await reply.shows("Open an Incognito window", "Ctrl+Shift+N")
    assert await chat.of_bot.count() == count


async def test_every_step_looks_well(chat: Chat) -> None:
    await chat.open(INES)
    reply = await chat.say("my photo is wrong")
    await reply.shows("SharePoint has no profile of you")
    flaws = await flaws_of(chat.tab, "guide-offer")
    await reply.press("Show me the steps")
    await reply.shows("Which device do you use?")
    flaws += await flaws_of(chat.tab, "guide-device")
    await reply.press("Windows")
    await reply.shows("Which browser do you use?")
    flaws += await flaws_of(chat.tab, "guide-browser")
    await reply.press("Firefox")
    for number, title in enumerate(TITLES, 1):
        await reply.shows(title)
        flaws += await flaws_of(chat.tab, f"guide-step-{number}")
        await reply.press("It doesn't look like that")
        await reply.shows("What else you may see")
        flaws += await flaws_of(chat.tab, f"guide-step-{number}-else")
        await reply.press("Back to the step")
        await reply.shows(title)
        if number < len(TITLES):
            await reply.press("I did this")
    assert flaws == []


async def test_where_nothing_can_be_read_questions_lead_to_a_guess(
    chat: Chat, tenant: Tenant
) -> None:
    # Somebody whom the bot has not looked up before, and so can't look up now.
    await chat.open("rosa.silva")
    await tenant.fault("throttle", "graph", seconds=120)
    reply = await chat.say("my photo is wrong")
    await reply.press("Answer questions instead")
    await reply.shows("Where do you see the wrong photo?", "Two or three questions will tell me")
    flaws = await flaws_of(chat.tab, "interview-where")
    await reply.press("Teams")
    await reply.shows("Which photo does My Account show?")
    flaws += await flaws_of(chat.tab, "interview-account")
    await reply.press("The right photo")
    await reply.shows("When did you change your photo?")
    flaws += await flaws_of(chat.tab, "interview-when")
    await reply.press("Longer ago")
    await reply.shows("Teams probably shows a saved picture", "I'm judging by your answers alone")
    flaws += await flaws_of(chat.tab, "interview-guess")
    assert flaws == []


async def begin(reply: Reply) -> None:
    """Say which device and browser it is."""
    await reply.press("Show me the steps")
    await reply.press("Windows")
    await reply.press("Firefox")
    await reply.shows(TITLES[0])
