"""The chat page in headless Chromium, with a bot that says what a test wants."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import ConsoleMessage, Locator, Page

from simulation.channel.conversations import Conversation
from tests.e2e.chromium import connected
from tests.simulation.channel.conftest import teams
from tests.simulation.channel.teams import Teams
from tests.simulation.conftest import start, world
from tests.simulation.page.conftest import Page as Server
from tests.simulation.page.conftest import page as server
from tests.simulation.world import AMARA

__all__ = ["server", "start", "teams", "world"]

ADAPTIVE = "application/vnd.microsoft.card.adaptive"


def card(*body: dict[str, Any], actions: tuple[dict[str, Any], ...] = (), **more: Any) -> Any:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": list(body),
        "actions": list(actions),
    } | more


def text(words: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True}


@dataclass
class Visit:
    """Somebody looking at the page, and the bot at the other end."""

    tab: Page
    teams: Teams
    address: str
    complaints: list[str] = field(default_factory=list)

    @property
    def chat(self) -> Conversation:
        return self.teams.personal(AMARA)

    @property
    def log(self) -> Locator:
        return self.tab.get_by_role("log", name="Messages")

    @property
    def last(self) -> Locator:
        return self.log.locator("[data-activity-id]").last

    async def go(self, person: str = AMARA, chat: str = "personal") -> None:
        await self.tab.goto("about:blank")
        await self.tab.goto(f"{self.address}#as={person}&chat={chat}")
        await self.log.wait_for(state="attached")

    async def say(self, words: str) -> None:
        await self.tab.get_by_role("textbox", name="Message").fill(words)
        await self.tab.get_by_role("button", name="Send", exact=True).click()

    def bot_says(self, words: str = "", content: Any = None, where: Any = None) -> str:
        attachments = [{"contentType": ADAPTIVE, "content": content}] if content else []
        activity = {"text": words, "attachments": attachments}
        posted = self.teams.channel.connector.bot_messages.post(where or self.chat, None, activity)
        assert posted
        return posted

    def bot_changes(self, message_id: str, content: Any) -> None:
        activity = {"attachments": [{"contentType": ADAPTIVE, "content": content}]}
        self.teams.channel.connector.bot_messages.update(self.chat, message_id, activity)

    def bot_answers(self, kind: str, value: Any, status: int = 200) -> None:
        self.teams.bot.body = {"statusCode": status, "type": kind, "value": value}

    def listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [activity for activity in self.teams.bot.heard if activity["type"] == kind]


@pytest.fixture
async def visit(server: Server, chromium: str) -> AsyncIterator[Visit]:
    async with connected(chromium) as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 860})
        tab = await context.new_page()
        visit = Visit(tab, server.teams, str(server.browser.make_url("/")))
        tab.on("pageerror", lambda error: visit.complaints.append(str(error)))
        tab.on("console", visit.listen)
        await visit.go()
        yield visit
        await context.close()
        assert visit.complaints == []
