"""What the page asks of the message extension, and of the directory."""

from typing import Any

import pytest

from tests.simulation.channel.manifests import manifest
from tests.simulation.channel.teams import CARD, is_in_state
from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA, BEN, MAYA


@pytest.fixture
def group(page: Page) -> str:
    page.teams.channel.extensions.manifest = manifest()
    return f"/api/as/{AMARA}/chats/{page.teams.group.id}"


async def test_the_commands_are_listed_in_the_language_of_the_device(page: Page) -> None:
    page.teams.channel.extensions.manifest = manifest()
    device = {"locale": "zh-TW", "timezone": "Asia/Taipei"}
    await page.browser.put(f"/api/as/{AMARA}/device", json=device)
    listed = await (await page.browser.get(f"/api/as/{AMARA}/commands")).json()
    assert [command["title"] for command in listed] == ["傳送說明", "Take a note", "Find a case"]


@pytest.mark.parametrize(
    ("stage", "body", "asked"),
    [
        ("fetchTask", {"command": "send"}, {"commandContext": "compose"}),
        ("submitAction", {"command": "send", "data": {"a": 1}}, {"data": {"a": 1}}),
        ("query", {"command": "find", "skip": 25}, {"queryOptions": {"skip": 25, "count": 25}}),
        ("selectItem", {"command": "find", "item": {"case": 7}}, {"case": 7}),
    ],
)
async def test_every_stage_reaches_the_bot_and_returns_its_answer(
    page: Page, group: str, stage: str, body: dict[str, Any], asked: dict[str, Any]
) -> None:
    page.teams.bot.body = {"task": {"type": "message", "value": "Hello"}}
    answer = await page.browser.post(f"{group}/extension/{stage}", json=body)
    assert await answer.json() == {"status": 200, "body": page.teams.bot.body, "problem": ""}
    (heard,) = page.teams.bot.heard
    assert heard["name"] == f"composeExtension/{stage}"
    assert asked.items() <= heard["value"].items()


@pytest.mark.parametrize(
    ("stage", "body", "status"),
    [
        ("fetchTask", {"command": "unknown"}, 400),
        ("fetchTask", {"command": "send", "context": "message"}, 400),
        ("fetchTask", {"command": "send", "context": "message", "message": "0"}, 404),
        ("query", {"command": "find", "skip": "far"}, 400),
        ("settings", {"command": "find"}, 404),
    ],
)
async def test_nothing_else_is_passed_on(
    page: Page, group: str, stage: str, body: dict[str, Any], status: int
) -> None:
    answer = await page.browser.post(f"{group}/extension/{stage}", json=body)
    assert answer.status == status
    assert page.teams.bot.heard == []


async def test_a_card_is_sent_with_a_message(page: Page, group: str) -> None:
    sent = CARD | {"preview": {"title": "x"}}
    said = await page.browser.post(f"{group}/messages", json={"text": "", "cards": [sent]})
    assert said.status == 201
    assert (await said.json())["attachments"] == [CARD]


async def test_no_other_attachment_is_taken_for_a_card(page: Page, group: str) -> None:
    for card in ({"contentType": "text/html", "content": {}}, CARD | {"content": "x"}):
        said = await page.browser.post(f"{group}/messages", json={"cards": [card]})
        assert said.status == 415


async def test_people_are_found_by_the_start_of_a_name_or_address(page: Page, group: str) -> None:
    for text in ("ben l", "lindq", "BEN.LIN"):
        found = await (await page.browser.get(f"{group}/people", params={"text": text})).json()
        assert [person["value"] for person in found] == [BEN]
        assert found[0]["title"].startswith("Ben Lindqvist (ben.lindqvist@")
    assert await (await page.browser.get(f"{group}/people", params={"text": " "})).json() == []


async def test_in_a_chat_with_the_bot_only_its_one_member_is_found(page: Page) -> None:
    chat = f"/api/as/{AMARA}/chats/{page.teams.personal(AMARA).id}/people"
    asked = {"text": "ben", "dataset": "graph.microsoft.com/users?scope=currentContext"}
    assert await (await page.browser.get(chat, params=asked)).json() == []
    asked["text"] = "ama"
    (found,) = await (await page.browser.get(chat, params=asked)).json()
    assert found["value"] == AMARA
    asked["dataset"] = "graph.microsoft.com/groups"
    assert (await page.browser.get(chat, params=asked)).status == 400


async def test_guests_find_nobody_in_the_directory(page: Page) -> None:
    chat = f"/api/as/{MAYA}/chats/{page.teams.personal(MAYA).id}/people"
    assert await (await page.browser.get(chat, params={"text": "ben"})).json() == []


async def test_somebody_who_is_chosen_already_is_shown_by_name(page: Page) -> None:
    shown = await (await page.browser.get(f"/api/as/{AMARA}/people/{BEN}")).json()
    assert shown["title"].startswith("Ben Lindqvist (")
    assert (await page.browser.get(f"/api/as/{AMARA}/people/nobody")).status == 404


async def test_reading_is_told_where_the_control_says_so(page: Page) -> None:
    chat = page.teams.personal(AMARA)
    page.teams.install(chat)
    read = f"/api/as/{AMARA}/chats/{chat.id}/read"
    post = page.teams.channel.connector.bot_messages.post
    post(chat, None, {"text": "one"})
    await page.browser.post(read)
    await page.browser.put("/control/read-receipts", json={"granted": True})
    post(chat, None, {"text": "two"})
    await page.browser.post(read)
    await page.teams.bot.has_heard(1, "event")
    await page.browser.put("/control/read-receipts", json={"off": [AMARA]})
    post(chat, None, {"text": "three"})
    await page.browser.post(read)
    page.teams.channel.client.say(AMARA, chat, "hello")
    await page.teams.until(is_in_state("sent"))
    assert [heard["type"] for heard in page.teams.bot.heard] == ["event", "message"]
