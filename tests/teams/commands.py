"""A message extension in tests, of the one command "help"."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.chat.extension import (
    CloseDialog,
    ExtensionRequest,
    ExtensionRouter,
    Results,
    Say,
    ShowDialog,
    Submitted,
)
from bot.chat.extension_dispatcher import ExtensionDispatcher
from bot.texts.extensions import guest_command, unavailable_command
from tests.teams.fakes import LANGUAGES, Memory, card


@dataclass
class Commands:
    """Its handlers: each records what it is asked.

    Attributes:
        opened, submitted, found: the answers.
        error: what each raises instead.
        before: what each does first.
    """

    requests: list[ExtensionRequest] = field(default_factory=list)
    opened: ShowDialog | Say = field(default_factory=lambda: ShowDialog("Send help", card("Whom?")))
    submitted: Submitted = field(default_factory=CloseDialog)
    found: Results | Say = field(default_factory=lambda: Results(()))
    error: Exception | None = None
    before: Callable[[], Awaitable[object]] | None = None

    def answering(self, memory: Memory) -> "ExtensionDispatcher[Commands]":
        return ExtensionDispatcher(
            self._router(), self, LANGUAGES, memory, guest_command, unavailable_command
        )

    def _router(self) -> "ExtensionRouter[Commands]":
        router = ExtensionRouter[Commands]()

        @router.opens("help")
        async def open_dialog(request: ExtensionRequest, commands: Commands) -> ShowDialog | Say:
            await commands._note(request)
            return commands.opened

        @router.submits("help")
        async def submit(request: ExtensionRequest, commands: Commands) -> Submitted:
            await commands._note(request)
            return commands.submitted

        @router.searches("help")
        async def search(request: ExtensionRequest, commands: Commands) -> Results | Say:
            await commands._note(request)
            return commands.found

        return router

    async def _note(self, request: ExtensionRequest) -> None:
        self.requests.append(request)
        if self.before is not None:
            await self.before()
        if self.error is not None:
            raise self.error
