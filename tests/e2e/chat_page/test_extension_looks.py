"""Pictures of the message extension, on a desk and on a phone; nothing is faint or cut off."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat_page.conftest import Visit, card, text
from tests.e2e.chat_page.test_extension import FETCH, SUBMIT, choose, dialog, result, server
from tests.e2e.chat_page.test_people_picker import PICKER
from tests.e2e.chat_page.test_search import QUERY, found
from tests.e2e.looks import LOOKS, PHONE, flaws_of
from tests.simulation.world import AMARA, BEN

__all__ = ["server"]
pytestmark = pytest.mark.e2e

BOTH = (LOOKS[0], PHONE)
TICKET = {"type": "Input.Text", "id": "ticket", "label": "Ticket number"}
NOTE = {"type": "Input.Text", "id": "note", "label": "Note", "isMultiline": True, "maxLength": 300}
NEXT = {"type": "Action.Submit", "title": "Preview"}


async def test_the_menus_look_well(visit: Visit) -> None:
    visit.teams.channel.client.say(BEN, visit.teams.group, "My photo is still the old one.")
    visit.bot_says(content=card(text("A card"), actions=(NEXT,)), where=visit.teams.group)
    await visit.go(AMARA, "groupChat")
    await expect(visit.last).to_contain_text("A card")
    await visit.tab.get_by_role("button", name="Actions and apps").click()
    flaws = await flaws_of(visit.tab, "extension-menu", BOTH)
    await visit.tab.keyboard.press("Escape")
    await visit.last.hover()
    await visit.last.get_by_role("button", name="More").click()
    flaws += await flaws_of(visit.tab, "extension-message-menu", BOTH)
    await visit.tab.keyboard.press("Escape")
    await visit.tab.get_by_role("textbox", name="Message").press_sequentially("/")
    flaws += await flaws_of(visit.tab, "extension-slash", BOTH)
    assert flaws == []


async def test_a_dialog_and_a_card_in_the_box_look_well(visit: Visit) -> None:
    picker = PICKER | {"placeholder": "A name or an address"}
    intro = text("They get a card with the result of a fresh check, in their language.")
    content = card(intro, picker, TICKET, NOTE, actions=(NEXT,), version="1.6")
    task = {"type": "continue", "value": {"title": "Send photo help", "card": content}}
    visit.teams.bot.answers = {FETCH: {"task": task}, SUBMIT: result("Photo help: **Ben**, sent.")}
    visit.bot_says("Hello")
    await choose(visit, "Send help")
    await dialog(visit).get_by_role("textbox", name="Who").press_sequentially("a")
    await expect(dialog(visit).get_by_text("Amara Okafor")).to_be_visible()
    flaws = await flaws_of(visit.tab, "extension-dialog", BOTH)
    visit.teams.bot.status = 500
    await dialog(visit).get_by_role("textbox", name="Note").click()
    await dialog(visit).get_by_role("button", name="Preview").click()
    await expect(dialog(visit).get_by_role("alert")).to_contain_text("Unable to reach app")
    flaws += await flaws_of(visit.tab, "extension-out-of-reach", BOTH)
    visit.teams.bot.status = 200
    await dialog(visit).get_by_role("button", name="Preview").click()
    await expect(visit.tab.locator(".composed")).to_contain_text("Ben")
    flaws += await flaws_of(visit.tab, "extension-composed", BOTH)
    assert flaws == []


async def test_a_search_looks_well(visit: Visit) -> None:
    visit.bot_says("Hello")
    visit.teams.bot.answers[QUERY] = found(*(f"PB-{number}7Q2M" for number in range(1, 13)))
    await choose(visit, "Find a case")
    await expect(dialog(visit).get_by_role("listitem")).to_have_count(12)
    assert await flaws_of(visit.tab, "extension-search", BOTH) == []
