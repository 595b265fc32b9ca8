"""Routers: each behaviour package registers its handlers with its own, and routers compose."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.chat.buttons import CardButton
from bot.chat.turn import Edited, Event, Joined, Left, Pressed, Said, Turn

S = TypeVar("S")
Handler = Callable[[Turn, S], Awaitable[None]]
Decorator = Callable[[Handler[S]], Handler[S]]
Key = tuple[str, str]

JOINS, LEAVES, SENDS_PICTURE, OTHERWISE = (
    ("event", "joins"),
    ("event", "leaves"),
    ("event", "sends_picture"),
    ("event", "otherwise"),
)


class Router(Generic[S]):
    """A table of handlers (`async def handler(turn, services)`) by intent, verb or event.

    A handler serves personal chats, or, registered with `in_public`, groups and channels. Each
    intent, verb or event has at most one handler of either kind; a second raises ValueError.

    What a handler registered with `in_own_chat` says has to last longer than a targeted message,
    or is about something that happens in the own chat, so it goes there wherever it was asked.
    """

    def __init__(self, *routers: "Router[S]") -> None:
        self._handlers: dict[tuple[Key, bool], Handler[S]] = {}
        self._in_own_chat: set[Key] = set()
        for router in routers:
            self._in_own_chat |= router._in_own_chat
            for key, handler in router._handlers.items():
                self._add(key, handler)

    def says(
        self, *intents: str, in_public: bool = False, in_own_chat: bool = False
    ) -> Decorator[S]:
        """Register a handler of messages with these intents."""
        keys = [("says", intent) for intent in intents]
        return self._register(keys, in_public, in_own_chat=in_own_chat)

    def press(
        self, *buttons: type[CardButton], in_public: bool = False, in_own_chat: bool = False
    ) -> Decorator[S]:
        """Register a handler of these buttons, by their verbs and those of older cards."""
        verbs = [verb for button in buttons for verb in (button.verb, *button.aliases)]
        keys = [("press", verb) for verb in verbs]
        return self._register(keys, in_public, in_own_chat=in_own_chat)

    def joins(self, *, in_public: bool = False) -> Decorator[S]:
        """Register a handler of the bot's installation."""
        return self._register([JOINS], in_public)

    def leaves(self) -> Decorator[S]:
        """Register a handler of the bot's removal from a personal chat."""
        return self._register([LEAVES], in_public=False)

    def sends_picture(self) -> Decorator[S]:
        """Register a handler of messages that carry a picture or file."""
        return self._register([SENDS_PICTURE], in_public=False)

    def otherwise(self, *, in_public: bool = False) -> Decorator[S]:
        """Register a handler of messages and presses that no other handler serves."""
        return self._register([OTHERWISE], in_public)

    def find(self, event: Event, intent: str, *, in_public: bool = False) -> Handler[S] | None:
        """Return the handler of this event and intent; None where there is none."""
        return self._handlers.get((_key(event, intent), in_public))

    def is_in_own_chat(self, event: Event, intent: str) -> bool:
        """Tell whether the answer to this event and intent belongs in the own chat alone."""
        return _key(event, intent) in self._in_own_chat

    def fallback(self, event: Event, *, in_public: bool = False) -> Handler[S] | None:
        """Return the handler of what `find` does not know; None for events that need no answer.

        An edit without a known intent is one: correcting a typo asks for nothing.
        """
        answered = isinstance(event, Said | Pressed)
        return self._handlers.get((OTHERWISE, in_public)) if answered else None

    def _register(
        self, keys: list[Key], in_public: bool, *, in_own_chat: bool = False
    ) -> Decorator[S]:
        def register(handler: Handler[S]) -> Handler[S]:
            for key in keys:
                self._add((key, in_public), handler)
            if in_own_chat:
                self._in_own_chat.update(keys)
            return handler

        return register

    def _add(self, key: tuple[Key, bool], handler: Handler[S]) -> None:
        if key in self._handlers:
            raise ValueError(f"two behaviours answer {key}")
        self._handlers[key] = handler


def _key(event: Event, intent: str) -> Key:
    match event:
        case Said(pictures=pictures) if pictures:
            return SENDS_PICTURE
        case Said() | Edited():
            return ("says", intent)
        case Pressed(verb=verb):
            return ("press", verb)
        case Joined():
            return JOINS
        case Left():
            return LEAVES
