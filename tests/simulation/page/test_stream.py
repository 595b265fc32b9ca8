"""The page hears at once of what happens in its person's conversations and stores."""

import json
from typing import Any

from aiohttp import ClientResponse

from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA, BEN


async def next_event(stream: ClientResponse) -> tuple[str, dict[str, Any]]:
    name = b""
    async for line in stream.content:
        if line.startswith(b"event: "):
            name = line.removeprefix(b"event: ").strip()
        if line.startswith(b"data: "):
            return name.decode(), json.loads(line.removeprefix(b"data: "))
    raise AssertionError("the stream ended")


async def test_the_stream_starts_with_what_is_stored(page: Page) -> None:
    async with page.browser.get(f"/api/as/{AMARA}/events") as stream:
        name, held = await next_event(stream)
    assert (name, held["person"]) == ("holdings", AMARA)


async def test_the_stream_has_messages_of_ones_own_conversations_only(page: Page) -> None:
    client = page.teams.channel.client
    async with page.browser.get(f"/api/as/{AMARA}/events") as stream:
        await next_event(stream)
        client.say(BEN, page.teams.personal(BEN), "private")
        client.say(BEN, page.teams.group, "for all")
        name, message = await next_event(stream)
    assert (name, message["text"]) == ("message", "for all")


async def test_the_stream_has_typing(page: Page) -> None:
    chat = page.teams.personal(AMARA)
    async with page.browser.get(f"/api/as/{AMARA}/events") as stream:
        await next_event(stream)
        page.teams.channel.connector.bot_messages.typing(chat, None)
        assert await next_event(stream) == (
            "typing",
            {"event": "typing", "conversation": chat.id, "thread": None},
        )


async def test_the_stream_has_a_changed_photo(page: Page) -> None:
    async with page.browser.get(f"/api/as/{AMARA}/events") as stream:
        await next_event(stream)
        page.teams.tenant.remove_photo(AMARA)
        page.teams.channel.client.say(AMARA, page.teams.group, "look")
        events = [await next_event(stream), await next_event(stream)]
    held = next(value for name, value in events if name == "holdings")
    assert held["copies"]["cloud"] is None


async def test_the_stream_of_a_stranger_is_not_found(page: Page) -> None:
    assert (await page.browser.get("/api/as/nobody/events")).status == 404
