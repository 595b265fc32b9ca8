"""The message extension in the chat page: menus, slash commands, dialogs, a card in the box."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.chat_page.conftest import ADAPTIVE, Visit, card, text
from tests.simulation.channel.manifests import manifest
from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.e2e

FETCH, SUBMIT = "composeExtension/fetchTask", "composeExtension/submitAction"
NOTE = {"type": "Input.Text", "id": "note", "label": "Note", "isRequired": True}
SEND = {"type": "Action.Submit", "title": "Next", "data": {"step": 1}}


@pytest.fixture
def server(server: Page) -> Page:
    """The page of an app that has a message extension."""
    server.teams.channel.extensions.manifest = manifest()
    return server


def dialog(visit: Visit) -> Locator:
    return visit.tab.get_by_role("dialog")


def form(*body: dict[str, Any], title: str = "Send help", **more: Any) -> dict[str, Any]:
    content = card(*(body or (NOTE,)), actions=(SEND,), **more)
    attachment = {"contentType": ADAPTIVE, "content": content}
    return {"type": "continue", "value": {"title": title, "width": 500, "card": attachment}}


def result(words: str) -> dict[str, Any]:
    attachment = {"contentType": ADAPTIVE, "content": card(text(words))}
    return {"composeExtension": {"type": "result", "attachments": [attachment]}}


def bot(visit: Visit, fetch: Any, submit: Any = None) -> None:
    visit.teams.bot.answers = {FETCH: fetch, SUBMIT: submit}


async def choose(visit: Visit, name: str) -> None:
    await visit.tab.get_by_role("button", name="Actions and apps").click()
    await visit.tab.get_by_role("menuitem", name=name).click()


async def invokes(visit: Visit, number: int) -> list[dict[str, Any]]:
    await visit.teams.bot.has_heard(number, "invoke")
    return visit.heard("invoke")


async def test_a_card_goes_from_the_menu_of_the_box_into_the_chat(visit: Visit) -> None:
    bot(visit, {"task": form()}, result("Help for Ben"))
    await visit.go(AMARA, "groupChat")
    await choose(visit, "Send help")
    await dialog(visit).get_by_label("Note").fill("hello")
    await dialog(visit).get_by_role("button", name="Next").click()
    await expect(dialog(visit)).to_have_count(0)
    composed = visit.tab.locator(".composed")
    await expect(composed).to_contain_text("Help for Ben")
    opened, submitted = visit.heard("invoke")
    assert opened["value"]["commandContext"] == "compose"
    assert submitted["value"]["data"] == {"step": 1, "note": "hello"}
    await visit.tab.get_by_role("button", name="Send", exact=True).click()
    await expect(visit.last).to_have_attribute("data-sender", "me")
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("Help for Ben")
    await expect(composed).to_be_empty()
    await visit.go(BEN, "groupChat")
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("Help for Ben")


async def test_a_card_in_the_box_can_be_discarded(visit: Visit) -> None:
    bot(visit, result("Help for Ben"))
    await choose(visit, "Send help")
    await visit.tab.get_by_role("button", name="Discard the card").click()
    await expect(visit.tab.locator(".composed")).to_be_empty()
    await visit.tab.get_by_role("textbox", name="Message").press("Enter")
    assert await visit.log.locator("[data-activity-id]").count() == 0


async def test_the_menu_of_a_message_says_who_wrote_it(visit: Visit) -> None:
    bot(visit, {"task": {"type": "message", "value": "Hello"}})
    said = visit.teams.channel.client.say(BEN, visit.teams.group, "My photo is wrong")
    await visit.go(AMARA, "groupChat")
    await visit.last.hover()
    await visit.last.get_by_role("button", name="More").click()
    await expect(visit.last.get_by_role("menuitem")).to_have_count(1)
    await visit.last.get_by_role("menuitem", name="Send help").click()
    await expect(dialog(visit)).to_contain_text("Hello")
    (invoke,) = visit.heard("invoke")
    assert invoke["value"]["commandContext"] == "message"
    assert invoke["value"]["messagePayload"]["id"] == said.id
    assert invoke["value"]["messagePayload"]["from"]["user"]["id"] == BEN


@pytest.mark.parametrize("chat", ["groupChat", "channel"])
async def test_a_slash_command_is_seen_by_nobody_else(visit: Visit, chat: str) -> None:
    bot(visit, {"task": form()})
    await visit.go(AMARA, chat)
    box = visit.tab.get_by_role("textbox", name="Message")
    await box.press_sequentially("/")
    await expect(visit.tab.get_by_role("option")).to_have_count(1)
    await box.press_sequentially("he")
    await box.press("Enter")
    await expect(dialog(visit).get_by_label("Note")).to_be_focused()
    await expect(box).to_have_value("")
    assert [heard["name"] for heard in visit.heard("invoke")] == [FETCH]
    await visit.tab.keyboard.press("Escape")
    await expect(dialog(visit)).to_have_count(0)
    assert await visit.log.locator("[data-activity-id]").count() == 0
    assert visit.heard("message") == []


async def test_what_starts_with_a_slash_and_is_no_command_is_said(visit: Visit) -> None:
    await visit.go(AMARA, "groupChat")
    await visit.say("/shrug")
    await expect(visit.last.locator(".text")).to_have_text("/shrug")


async def test_in_a_personal_chat_there_are_no_slash_commands(visit: Visit) -> None:
    await visit.tab.get_by_role("textbox", name="Message").press_sequentially("/")
    await expect(visit.tab.get_by_role("option")).to_have_count(0)
    await choose(visit, "Take a note")
    await expect(dialog(visit)).to_be_visible()


async def test_menus_are_used_by_the_keyboard(visit: Visit) -> None:
    bot(visit, {"task": form()})
    apps = visit.tab.get_by_role("button", name="Actions and apps")
    await apps.press("Enter")
    await visit.tab.keyboard.press("ArrowUp")
    await expect(visit.tab.get_by_role("menuitem", name="Find a case")).to_be_focused()
    await visit.tab.keyboard.press("Escape")
    await expect(apps).to_be_focused()
    await apps.press("Enter")
    await visit.tab.keyboard.press("Enter")
    await expect(dialog(visit).get_by_label("Note")).to_be_focused()
    await visit.tab.keyboard.press("Escape")
    await expect(dialog(visit)).to_have_count(0)
    await expect(apps).to_be_focused()


async def test_one_dialog_leads_to_another_and_to_words(visit: Visit) -> None:
    bot(visit, {"task": form()}, {"task": form(text("Really?"), title="Preview")})
    await choose(visit, "Send help")
    await dialog(visit).get_by_label("Note").fill("hello")
    await dialog(visit).get_by_role("button", name="Next").click()
    await expect(dialog(visit).get_by_role("heading", name="Preview")).to_be_visible()
    visit.teams.bot.answers[SUBMIT] = {"task": {"type": "message", "value": "It is sent."}}
    await dialog(visit).get_by_role("button", name="Next").click()
    await expect(dialog(visit)).to_contain_text("It is sent.")
    await dialog(visit).get_by_role("button", name="Close").click()
    await expect(dialog(visit)).to_have_count(0)


async def test_an_empty_answer_closes_the_dialog(visit: Visit) -> None:
    bot(visit, {"task": form(text("Sure?"))}, {})
    await choose(visit, "Send help")
    await dialog(visit).get_by_role("button", name="Next").click()
    await expect(dialog(visit)).to_have_count(0)
    await expect(visit.tab.locator(".composed")).to_be_empty()


async def test_what_is_required_is_asked_for_before_it_is_sent(visit: Visit) -> None:
    bot(visit, {"task": form(NOTE | {"errorMessage": "Write a note"})})
    await choose(visit, "Send help")
    await dialog(visit).get_by_role("button", name="Next").click()
    await expect(dialog(visit)).to_contain_text("Write a note")
    assert [heard["name"] for heard in visit.heard("invoke")] == [FETCH]


async def test_a_bot_that_does_not_answer_in_time_is_out_of_reach(visit: Visit) -> None:
    bot(visit, {"task": form()})
    await choose(visit, "Send help")
    await dialog(visit).get_by_label("Note").fill("kept")
    visit.teams.channel.delivery.timeout = 0.05
    visit.teams.bot.held = True
    await dialog(visit).get_by_role("button", name="Next").click()
    await expect(dialog(visit).get_by_role("alert")).to_contain_text("Unable to reach app")
    await expect(dialog(visit).get_by_label("Note")).to_have_value("kept")


@pytest.mark.parametrize("status", [500, 501])
async def test_an_error_when_it_opens_can_be_closed(visit: Visit, status: int) -> None:
    visit.teams.bot.status = status
    await choose(visit, "Send help")
    await expect(dialog(visit).get_by_role("alert")).to_contain_text("Unable to reach app")
    await dialog(visit).get_by_role("button", name="Close").click()
    await expect(dialog(visit)).to_have_count(0)


async def test_an_answer_after_the_dialog_was_closed_is_dropped(visit: Visit) -> None:
    bot(visit, result("Too late"))
    visit.teams.bot.held = True
    async with visit.tab.expect_response("**/extension/fetchTask") as answered:
        await choose(visit, "Send help")
        await expect(dialog(visit)).to_be_visible()
        await visit.tab.keyboard.press("Escape")
        await expect(dialog(visit)).to_have_count(0)
        visit.teams.bot.released.set()
    assert (await (await answered.value).json())["body"] == result("Too late")
    await expect(visit.tab.locator(".composed")).to_be_empty()


async def test_a_command_whose_manifest_lists_parameters_needs_no_bot_to_open(
    visit: Visit,
) -> None:
    visit.teams.bot.answers[SUBMIT] = result("Noted")
    await choose(visit, "Take a note")
    await dialog(visit).get_by_label("Words").fill("Ben's photo")
    await dialog(visit).get_by_role("button", name="Take a note").click()
    await expect(visit.tab.locator(".composed")).to_contain_text("Noted")
    (invoke,) = visit.heard("invoke")
    assert invoke["value"]["data"] == {"words": "Ben's photo"}


async def test_in_a_dialog_the_fallback_of_an_execute_is_used(visit: Visit) -> None:
    execute = {"type": "Action.Execute", "title": "Run", "verb": "run", "fallback": SEND}
    content = card(text("Sure?"), actions=(execute,))
    bot(visit, {"task": {"type": "continue", "value": {"title": "x", "card": content}}}, {})
    await choose(visit, "Send help")
    await dialog(visit).get_by_role("button", name="Next").click()
    await expect(dialog(visit)).to_have_count(0)
    assert visit.heard("invoke")[-1]["value"]["data"] == {"step": 1}


async def test_commands_come_in_the_language_of_teams(visit: Visit) -> None:
    await visit.tab.get_by_label("Options", exact=True).click()
    async with visit.tab.expect_response("**/commands"):
        await visit.tab.get_by_label("繁體中文").check()
    await visit.tab.keyboard.press("Escape")
    await visit.tab.get_by_role("button", name="Actions and apps").click()
    await expect(visit.tab.get_by_role("menuitem").first).to_contain_text("傳送說明")


async def test_from_the_box_of_a_reply_the_command_belongs_to_the_thread(visit: Visit) -> None:
    bot(visit, {"task": form()})
    said = visit.teams.channel.client.say(BEN, visit.teams.team, "My photo is wrong")
    await visit.go(AMARA, "channel")
    await visit.tab.get_by_role("button", name="Reply").first.click()
    await choose(visit, "Send help")
    (invoke,) = await invokes(visit, 1)
    assert invoke["conversation"]["id"] == f"{visit.teams.team.id};messageid={said.id}"
