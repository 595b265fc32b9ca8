"""Somebody at the chat page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from playwright.async_api import ConsoleMessage, FilePayload, Locator, Page, expect

from tests.e2e.tenant import DOMAIN


@dataclass(frozen=True)
class Reply:
    """One message of the bot."""

    message: Locator

    @property
    def card(self) -> Locator:
        """Its card."""
        return self.message.locator(".ac-adaptiveCard")

    @property
    def pictures(self) -> Locator:
        """The pictures on its card, in their order."""
        return self.card.locator("img")

    def button(self, name: str) -> Locator:
        """A button of its card."""
        return self.card.get_by_role("button", name=name)

    async def shows(self, *words: str) -> None:
        """Wait until its card says all this."""
        for each in words:
            await expect(self.card).to_contain_text(each)

    async def press(self, name: str) -> None:
        """Press a button."""
        await self.button(name).click()

    async def press_in_menu(self, name: str) -> None:
        """Press a button that the card keeps in its menu."""
        await self.button("More options").click()
        await self.message.page.get_by_role("menuitem", name=name).click()


@dataclass
class Chat:
    """The page as one person has it open."""

    tab: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", self._listen)

    @property
    def log(self) -> Locator:
        """All messages."""
        return self.tab.get_by_role("log", name="Messages")

    @property
    def of_bot(self) -> Locator:
        """The messages of the bot."""
        return self.log.locator("[data-sender=bot]")

    async def open(self, person: str, where: str = "personal") -> Reply:
        """Become somebody, and wait for the bot's last words there."""
        await self.tab.goto("about:blank")
        await self.tab.goto(f"{self.address}#as={quote(person)}@{DOMAIN}&chat={where}")
        await expect(self.of_bot.first).to_be_visible()
        return await self.last()

    async def say(self, words: str) -> Reply:
        """Write something, and wait for the answer."""
        return await self._after(lambda: self._write(words))

    async def say_unseen(self, command: str, words: str = "") -> Reply:
        """Choose a slash command, write more words behind it, and wait for the answer."""
        return await self._after(lambda: self._write_unseen(command, words))

    async def send_picture(self, jpeg: bytes) -> Reply:
        """Put a picture into the chat, and wait for the answer."""
        return await self._after(lambda: self._send_picture(jpeg))

    async def change(self, words: str) -> Reply:
        """Change the last thing that one wrote, and wait for the answer."""
        own = self.log.locator("[data-sender=me]").last
        await own.hover()
        await own.get_by_role("button", name="Edit").click()
        return await self.say(words)

    async def change_photo(self, number: int) -> None:
        """Choose one of the photographs that the page offers, the first one is 1."""
        await self.press("Change my photo")
        await self.tab.get_by_role("button", name=f"Photograph {number}").click()
        await expect(self.tab.locator("#toast")).to_contain_text("has changed")

    async def let_a_day_pass(self) -> Reply:
        """Let 24 hours pass, and wait for what the bot writes by itself."""
        return await self._after(lambda: self.press("Let 24 hours pass"))

    async def last(self) -> Reply:
        """The bot's last words."""
        return Reply(self.of_bot.nth(await self.of_bot.count() - 1))

    async def press(self, name: str) -> None:
        """Press one of the page's own buttons."""
        await self.tab.get_by_role("button", name=name).click()

    def stored(self, store: str) -> Locator:
        """The panel's picture of what `cloud`, `L`, `M` or `S` holds."""
        return self.tab.locator(f"[data-store={store}] img")

    async def _after(self, act: Callable[[], Awaitable[None]]) -> Reply:
        before = await self.of_bot.count()
        await act()
        answer = self.of_bot.nth(before)
        await expect(answer).to_be_visible()
        return Reply(answer)

    async def _write(self, words: str) -> None:
        await self.tab.get_by_role("textbox", name="Message").fill(words)
        await self.tab.get_by_role("button", name="Send", exact=True).click()

    async def _write_unseen(self, command: str, words: str) -> None:
        box = self.tab.get_by_role("textbox", name="Message")
        await box.fill(f"/{command}")
        await self.tab.get_by_role("option", name=command).first.click()
        await expect(self.tab.get_by_text("will see this")).to_be_visible()
        await box.press_sequentially(words)
        await self.tab.get_by_role("button", name="Send", exact=True).click()

    async def _send_picture(self, jpeg: bytes) -> None:
        file: FilePayload = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": jpeg}
        await self.tab.get_by_label("Picture", exact=True).set_input_files(file)
        await self.tab.get_by_role("button", name="Send", exact=True).click()

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)
