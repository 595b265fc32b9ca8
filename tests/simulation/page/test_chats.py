"""What the page asks of conversations."""

import base64

import pytest

from tests.simulation.channel.teams import is_in_state
from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA, BEN

AS_AMARA = f"/api/as/{AMARA}/chats"


@pytest.fixture
def messages(page: Page) -> str:
    return f"{AS_AMARA}/{page.teams.personal(AMARA).id}/messages"


async def test_everybody_has_a_chat_a_group_and_a_channel(page: Page) -> None:
    chats = await (await page.browser.get(AS_AMARA)).json()
    assert [chat["kind"] for chat in chats] == ["personal", "groupChat", "channel"]


async def test_a_message_reaches_the_bot_and_stays_in_the_conversation(
    page: Page, messages: str
) -> None:
    response = await page.browser.post(messages, json={"text": "hello"})
    assert response.status == 201
    await page.teams.until(is_in_state("sent"))
    (shown,) = await (await page.browser.get(messages)).json()
    assert (shown["text"], shown["sender"], shown["state"]) == ("hello", AMARA, "sent")
    assert page.teams.bot.heard[0]["text"] == "hello"


async def test_nobody_reads_or_writes_in_the_chat_of_somebody_else(page: Page) -> None:
    path = f"/api/as/{BEN}/chats/{page.teams.personal(AMARA).id}/messages"
    assert (await page.browser.get(path)).status == 404
    assert (await page.browser.post(path, json={"text": "x"})).status == 404


async def test_nobody_deletes_the_message_of_somebody_else(page: Page) -> None:
    group = page.teams.group
    said = page.teams.channel.client.say(AMARA, group, "mine")
    path = f"/api/as/{BEN}/chats/{group.id}/messages/{said.id}"
    assert (await page.browser.delete(path)).status == 403
    assert (await page.browser.patch(path, json={"text": "x"})).status == 403
    assert (await page.browser.delete(path.replace(BEN, AMARA))).status == 200


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"text": " "}'])
async def test_an_empty_message_is_not_sent(page: Page, messages: str, body: bytes) -> None:
    assert (await page.browser.post(messages, data=body)).status == 400


async def test_a_sent_picture_is_shown_from_the_page(page: Page, messages: str) -> None:
    png = base64.b64encode(b"\x89PNG").decode()
    body = {"pictures": [{"type": "image/png", "base64": png}]}
    said = await (await page.browser.post(messages, json=body)).json()
    shown = await page.browser.get(f"/api/pictures/{said['attachments'][0]['picture']}")
    assert (await shown.read(), shown.content_type) == (b"\x89PNG", "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("picture", "status"),
    [
        ({"type": "image/svg+xml", "base64": ""}, 415),
        ({"type": "text/html", "base64": ""}, 415),
        ({"type": "image/png", "base64": "%"}, 400),
    ],
)
async def test_only_pictures_are_accepted_inline(
    page: Page, messages: str, picture: dict[str, str], status: int
) -> None:
    response = await page.browser.post(messages, json={"pictures": [picture]})
    assert response.status == status


async def test_an_invoke_returns_the_bots_answer(page: Page, messages: str) -> None:
    said = await (await page.browser.post(messages, json={"text": "card"})).json()
    page.teams.bot.body = {"statusCode": 200, "type": "notice", "value": "done"}
    invoke = {"name": "adaptiveCard/action", "value": {"trigger": "manual"}}
    answer = await page.browser.post(f"{messages}/{said['id']}/invoke", json=invoke)
    assert await answer.json() == {"status": 200, "body": page.teams.bot.body, "problem": ""}


async def test_only_invokes_of_cards_are_passed_on(page: Page, messages: str) -> None:
    said = await (await page.browser.post(messages, json={"text": "card"})).json()
    other = {"name": "signin/verifyState", "value": {}}
    assert (await page.browser.post(f"{messages}/{said['id']}/invoke", json=other)).status == 400


async def test_only_a_failed_message_is_sent_again(page: Page, messages: str) -> None:
    page.teams.bot.status = 500
    said = await (await page.browser.post(messages, json={"text": "x"})).json()
    await page.teams.until(is_in_state("failed"))
    page.teams.bot.status = 200
    retry = f"{messages}/{said['id']}/retry"
    assert (await page.browser.post(retry)).status == 200
    await page.teams.until(is_in_state("sent"))
    assert (await page.browser.post(retry)).status == 409


async def test_the_language_and_time_zone_of_a_device_go_with_messages(
    page: Page, messages: str
) -> None:
    device = {"locale": "zh-TW", "timezone": "Asia/Taipei"}
    assert (await page.browser.put(f"/api/as/{AMARA}/device", json=device)).status == 204
    await page.browser.post(messages, json={"text": "hello"})
    await page.teams.until(is_in_state("sent"))
    heard = page.teams.bot.heard[0]
    assert (heard["locale"], heard["localTimezone"]) == ("zh-TW", "Asia/Taipei")


@pytest.mark.parametrize(
    "device",
    [
        {"locale": "zh-TW", "timezone": "Mars/Olympus"},
        {"locale": "../etc", "timezone": "Asia/Taipei"},
        {"locale": "zh-TW"},
    ],
)
async def test_an_unknown_language_or_time_zone_is_refused(
    page: Page, device: dict[str, str]
) -> None:
    assert (await page.browser.put(f"/api/as/{AMARA}/device", json=device)).status == 400
