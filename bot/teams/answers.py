"""The surfaces of turns in Teams: the answer to a message, and the answers to an invoke."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from bot.chat.surface import PASSING, UNCONFIRMED, Card, NotDelivered, Surface
from bot.teams.invokes import failed_invoke, shown, toast
from bot.teams.messages import card_message
from bot.teams.surfaces import ChatSurface
from cards.render import View, card_of

# How long the answer to a press may wait for the card of the press before it to be written.
WRITING_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class TurnSurface(Surface, Protocol):
    """The surface of the answer to one activity."""

    @property
    def answered(self) -> asyncio.Event:
        """Set once there is an answer, or it is certain that there will be none."""

    @property
    def has_begun(self) -> bool:
        """Whether a card of the behaviour was shown, or is being shown."""

    async def hold(self, view: View) -> None:
        """Show some words until the behaviour's first card takes their place.

        Raises NotDelivered.
        """

    async def fail(self, view: View) -> None:
        """Say that the behaviour failed; raises NotDelivered."""


@dataclass
class MessageSurface:
    """The answer to a message, in its thread.

    Attributes:
        activity_id: the message that is answered; None where others don't see it.
        message_id: id of the message whose Action.Submit was pressed; None where others read it.
        answered: set once a card was shown or refused.
        has_begun: whether a card of the behaviour was shown, or is being shown.
    """

    chat: ChatSurface
    activity_id: str | None
    message_id: str | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    has_begun: bool = False
    _held_as: str | None = None
    _showing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def answers_unseen(self) -> bool:
        """Whether others don't see the message that is answered."""
        return self.activity_id is None

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Replace the pressed card where it still exists, else reply; raises NotDelivered."""
        self.has_begun = True
        async with self._showing:
            earlier, self._held_as = self._held_as or self.message_id, None
            return await self._show(earlier, card, summary)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def hold(self, view: View) -> None:
        """Show some words until the behaviour's first card takes their place."""
        async with self._showing:
            if self.has_begun:
                return
            self._held_as = await self._show(self.message_id, card_of(view), view.summary)

    async def fail(self, view: View) -> None:
        """Show the apology; raises NotDelivered."""
        await self.show(card_of(view), view.summary)

    async def _show(self, earlier: str | None, card: Card, summary: str) -> str:
        try:
            if earlier and await _takes(self.chat.update(earlier, card, summary)):
                return earlier
            if self.activity_id is None:
                return await self.chat.show(card, summary)
            where = self.chat.where
            message = card_message(where, card, summary)
            return await self.chat.connector.reply(
                where.service_url, where.conversation_id, self.activity_id, message
            )
        finally:
            # Refused or not, the HTTP request is not to wait any longer.
            self.answered.set()


async def _takes(update: Awaitable[None]) -> bool:
    """Tell whether a message takes an update; raises NotDelivered where it may do so later."""
    try:
        await update
    except NotDelivered as refusal:
        if refusal.reason in PASSING or refusal.reason == UNCONFIRMED:
            raise
        # The message takes none (docs/teams.md, "Refusals that pass").
        return False
    return True


@dataclass
class PressedMessage:
    """A message whose card may be pressed again before the answer was written into it.

    Whoever presses next looks at the answer, so a card that is written after that would take the
    place of a later one.

    Attributes:
        answers: how many presses were answered with a card.
        writing: held while a card is written into the message.
    """

    answers: int = 0
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def begin_answer(self) -> int:
        """Return the number of a new answer, once no earlier one is being written."""
        self.answers += 1
        number = self.answers
        with suppress(TimeoutError):
            async with asyncio.timeout(WRITING_SECONDS), self.writing:
                pass
        return number


@dataclass
class InvokeSurface:
    """The answer to an Action.Execute pressed in a personal chat.

    The first card is the answer. The client forgets it when it loads the message again, so a
    result is written into the message too (docs/teams.md, "Answers that clients forget").

    Attributes:
        message_id: id of the message of the pressed card; None where the client did not say it.
        pressed: that message, shared with the other presses on it.
        written: set once the HTTP response was written; updates wait for it.
        automatic: whether the client refreshed the card by itself, upon which nothing is written.
        body: body of the invoke's answer; None until there is one.
        answered: set once there is an answer.
        has_begun: whether a card of the behaviour was shown.
    """

    chat: ChatSurface
    message_id: str | None
    pressed: PressedMessage
    written: asyncio.Event
    automatic: bool = False
    body: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    has_begun: bool = False

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Answer the invoke; a second card is a new message. Raises NotDelivered."""
        if self.has_begun:
            return await self.chat.show(card, summary)
        # A refresh by the client leaves the message as it is, with what is still to be written.
        number = 0 if self.automatic else await self.pressed.begin_answer()
        self.has_begun = True
        if self.answered.is_set():
            return await self._show_late(card, summary)
        self.body = shown(card)
        self.answered.set()
        # An update that arrives before the response would be covered by the older card.
        await self.written.wait()
        if self.message_id and not waiting and not self.automatic:
            await self._write(number, self.message_id, card, summary)
        return self.message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def hold(self, view: View) -> None:
        """Answer with some words, until the behaviour's first card takes their place."""
        # A refresh that nobody asked for leaves the card as it is.
        self.body = toast("") if self.automatic else shown(card_of(view))
        self.answered.set()

    async def fail(self, view: View) -> None:
        """Answer with an error: the card stays, and can be pressed again."""
        if self.answered.is_set():
            # Words were shown in the card's place.
            await self.show(card_of(view), view.summary)
            return
        self.body = failed_invoke(view.summary)
        self.answered.set()

    async def _show_late(self, card: Card, summary: str) -> str | None:
        """Write a card into the message of the pressed one, or send it as a new message."""
        await self.written.wait()
        if self.automatic:
            return self.message_id
        if self.message_id and await _takes(self.chat.update(self.message_id, card, summary)):
            return self.message_id
        return await self.chat.show(card, summary)

    async def _write(self, number: int, message_id: str, card: Card, summary: str) -> None:
        """Write the answer's card into the message, unless a later press was answered."""
        async with self.pressed.writing:
            if self.pressed.answers != number:
                return
            # The person has seen the card already, so a failure here is only logged.
            try:
                await self.chat.update(message_id, card, summary)
            except NotDelivered as refusal:
                _log.warning(
                    "pressed_message_not_updated", reason=refusal.reason, status=refusal.status
                )


@dataclass
class ToastSurface:
    """The answer to an Action.Execute on a card that others read: words for the one who pressed.

    Attributes:
        written: set once the HTTP response was written.
        body: body of the invoke's answer; None until there is one.
        answered: set once there is an answer.
        has_begun: whether words of the behaviour were shown.
    """

    chat: ChatSurface
    written: asyncio.Event
    body: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    has_begun: bool = False

    @property
    def message_id(self) -> None:
        """None, as a shared card is never replaced."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> None:
        """Show the summary to the person who pressed; only the first one counts."""
        self.has_begun = True
        self.body = self.body or toast(summary)
        self.answered.set()
        await self.written.wait()

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def hold(self, view: View) -> None:
        """Answer with some words; nothing can follow them here."""
        self.body = toast(view.summary)
        self.answered.set()

    async def fail(self, view: View) -> None:
        """Answer with an error: the card stays, and can be pressed again."""
        self.body = self.body or failed_invoke(view.summary)
        self.answered.set()
