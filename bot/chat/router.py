"""Finds the behaviour that answers a turn."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.chat.reply import Reply
from bot.chat.turn import Edited, Joined, Left, Pressed, Said, Turn

Behaviour = Callable[[Turn], Awaitable[Reply | None]]


async def silence(_: Turn) -> None:
    """Say nothing."""


class Dispatcher(Protocol):
    """Whatever takes a turn to its answer."""

    async def dispatch(self, turn: Turn) -> Reply | None:
        """Answer one turn; None where nothing is to be said."""


@dataclass(frozen=True)
class Router:
    """Verbs and intents to behaviours; what is not offered is never reached.

    Attributes:
        verbs: behaviour of each button.
        intents: behaviour of each thing that people say.
        recognise: finds the intent of a text.
        otherwise: answers what was not understood, and verbs that nobody offered; an edit that is
            not understood is let be.
        joined: greets where the bot was installed.
        left: forgets where it was removed.
        pictured: answers a message with a picture in it; without it pictures are not looked at.
    """

    verbs: Mapping[str, Behaviour]
    intents: Mapping[str, Behaviour]
    recognise: Callable[[str], str | None]
    otherwise: Behaviour
    joined: Behaviour
    left: Behaviour
    pictured: Behaviour | None = None

    async def dispatch(self, turn: Turn) -> Reply | None:
        """Answer one turn; None where nothing is to be said."""
        return await self.behaviour(turn)(turn)

    def behaviour(self, turn: Turn) -> Behaviour:
        """Choose without running, so that the choice can be tested alone."""
        match turn.event:
            case Said(pictures=pictures) if pictures and self.pictured:
                return self.pictured
            case Said(text=text):
                return self.intents.get(self.recognise(text) or "", self.otherwise)
            case Edited(text=text):
                return self.intents.get(self.recognise(text) or "", silence)
            case Pressed(verb=verb):
                return self.verbs.get(verb, self.otherwise)
            case Joined():
                return self.joined
            case Left():
                return self.left
