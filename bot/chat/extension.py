"""Message extensions: what somebody asks from a compose box, a message or the command box.

One invoke asks, and its own response is the answer: nothing can be updated later. So a handler
is a coroutine that returns its answer, `async def handler(request, services) -> Say(...)`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from bot.chat.conversation import ConversationReference
from bot.chat.language import Reader
from bot.chat.surface import Card
from bot.chat.turn import Scope


class Stage(Enum):
    """What was done with a command: its dialog opened or submitted, or its search typed."""

    OPEN = "open"
    SUBMIT = "submit"
    SEARCH = "search"


@dataclass(frozen=True)
class ExtensionRequest:
    """One authenticated invoke of a message extension.

    Attributes:
        where: the person, and the conversation in which they were. The bot need not be in it, and
            others may read it, so it is never stored as a chat with the person.
        scope: kind of that conversation; None where it was opened from the command box. PERSONAL
            may be a chat between two people.
        reader: the person who sees the answer, with language and time zone.
        stage: what the person did.
        command: the command's id in the manifest.
        activity_id: the channel's id of the activity; a repeated delivery has the same id.
        received_at: UTC.
        guest: whether the person is known to come from another tenant.
        author: Entra object id of who wrote the message from which it was opened. The client says
            so, so it suggests somebody and proves nothing; None where there is none.
        data: what was submitted, inputs and the button's own data; nothing but strings.
        text: what is searched for; empty for a search that was opened and not typed in yet.
        skip: how many results of the search were shown before.
        count: how many results are wanted.
    """

    where: ConversationReference
    scope: Scope | None
    reader: Reader
    stage: Stage
    command: str
    activity_id: str
    received_at: datetime
    guest: bool = False
    author: str | None = None
    data: Mapping[str, str] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)
    skip: int = 0
    count: int = 0


@dataclass(frozen=True)
class ShowDialog:
    """A dialog with a card, in place of one that is open; its buttons are Action.Submit."""

    title: str
    card: Card


@dataclass(frozen=True)
class Say:
    """Words: in a dialog, or in place of the results of a search."""

    words: str


@dataclass(frozen=True)
class ResultItem:
    """A card to put into a message; `title` and `text`, both plain, stand for it in a list."""

    title: str
    text: str
    card: Card


@dataclass(frozen=True)
class InsertCard:
    """The end of a dialog: its card goes into the compose box, where the person may send it.

    Whoever reads the conversation reads the card.
    """

    item: ResultItem


@dataclass(frozen=True)
class CloseDialog:
    """The end of a dialog, without words."""


@dataclass(frozen=True)
class Results:
    """What a search found; the person may put one into a message."""

    items: tuple[ResultItem, ...]


Opened = ShowDialog | Say
Submitted = ShowDialog | Say | InsertCard | CloseDialog
Searched = Results | Say
ExtensionAnswer = Opened | Submitted | Searched

S = TypeVar("S")
OpenHandler = Callable[[ExtensionRequest, S], Awaitable[Opened]]
SubmitHandler = Callable[[ExtensionRequest, S], Awaitable[Submitted]]
SearchHandler = Callable[[ExtensionRequest, S], Awaitable[Searched]]
ExtensionHandler = Callable[[ExtensionRequest, S], Awaitable[ExtensionAnswer]]


class ExtensionRouter(Generic[S]):
    """A table of handlers by stage and command; a second handler for one raises ValueError."""

    def __init__(self, *routers: "ExtensionRouter[S]") -> None:
        self._handlers: dict[tuple[Stage, str], ExtensionHandler[S]] = {}
        for router in routers:
            for (stage, command), handler in router._handlers.items():
                self._add(stage, command, handler)

    def opens(self, command: str) -> Callable[[OpenHandler[S]], OpenHandler[S]]:
        """Register the handler that returns the dialog of a command."""

        def register(handler: OpenHandler[S]) -> OpenHandler[S]:
            self._add(Stage.OPEN, command, handler)
            return handler

        return register

    def submits(self, command: str) -> Callable[[SubmitHandler[S]], SubmitHandler[S]]:
        """Register the handler of every button on the dialogs of a command.

        A client that gets no answer in time sends the invoke again, perhaps under another id.
        """

        def register(handler: SubmitHandler[S]) -> SubmitHandler[S]:
            self._add(Stage.SUBMIT, command, handler)
            return handler

        return register

    def searches(self, command: str) -> Callable[[SearchHandler[S]], SearchHandler[S]]:
        """Register the handler of a search, which is asked anew as the person types."""

        def register(handler: SearchHandler[S]) -> SearchHandler[S]:
            self._add(Stage.SEARCH, command, handler)
            return handler

        return register

    def find(self, stage: Stage, command: str) -> ExtensionHandler[S] | None:
        """Return the handler of a command at this stage; None where there is none."""
        return self._handlers.get((stage, command))

    def _add(self, stage: Stage, command: str, handler: ExtensionHandler[S]) -> None:
        if (stage, command) in self._handlers:
            raise ValueError(f"two handlers answer {stage.value} of {command}")
        self._handlers[stage, command] = handler
