"""Microsoft 365 Agents Playground as one person has it open."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playwright.async_api import Locator, Page, expect

from tests.e2e.chat import Reply
from tests.e2e.playground.server import BOT_NAME, GROUP_NAME, TEAM_NAME

PERSONAL = "Personal Chat"
GROUP = GROUP_NAME
CHANNEL = f"{TEAM_NAME} - General"


@dataclass
class Playground:
    """The page of one person, with one of the conversations open."""

    tab: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def of_bot(self) -> Locator:
        """The cards of the bot; in a channel the newest post is the first."""
        return self.tab.locator(".ac-preview-panel")

    async def go_to(self, where: str) -> Reply:
        """Open a conversation; the bot's last words, which the page draws there in a moment."""
        await self.tab.get_by_role("treeitem", name=where, exact=True).click()
        await expect(self.of_bot.first).to_be_visible()
        return Reply(self.of_bot.last)

    async def last(self) -> Reply:
        """The bot's last words in a chat."""
        await expect(self.of_bot.first).to_be_visible()
        return Reply(self.of_bot.nth(await self.of_bot.count() - 1))

    async def say(self, words: str) -> Reply:
        """Write to the bot alone, and wait for the answer."""
        return Reply(self.of_bot.nth(await self._answered(lambda: self._send(words))))

    async def mention(self, words: str) -> Reply:
        """Write to the bot in a group chat, and wait for the answer."""
        written = self._answered(lambda: self._send(words, mention=True))
        return Reply(self.of_bot.nth(await written))

    async def post(self, words: str) -> Reply:
        """Write to the bot in a channel, and wait for the answer."""
        await self._answered(lambda: self._post(words))
        return Reply(self.of_bot.first)

    async def _answered(self, write: Callable[[], Awaitable[None]]) -> int:
        """Write, and wait for a card more; how many there were before."""
        before = await self.of_bot.count()
        await write()
        await expect(self.of_bot).to_have_count(before + 1)
        return before

    async def _send(self, words: str, *, mention: bool = False) -> None:
        await self._type(self.tab.get_by_role("textbox").last, words, mention=mention)
        await self.tab.get_by_role("button", name="Send Message").last.click()

    async def _post(self, words: str) -> None:
        await self._type(self.tab.get_by_role("textbox").first, words, mention=True)
        await self.tab.get_by_role("button", name="Post", exact=True).click()

    async def _type(self, box: Locator, words: str, *, mention: bool) -> None:
        await box.click()
        if mention:
            await self.tab.keyboard.type("@")
            await self.tab.locator("#typeahead-menu [role=menuitem]", has_text=BOT_NAME).click()
            await self.tab.keyboard.type(" ")
        await self.tab.keyboard.type(words)
