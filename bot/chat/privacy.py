"""Where others read: a person is answered alone, and a line there tells whether they were.

The line says nothing of anybody, nor why a message could not be written.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import structlog

from bot.chat import texts
from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.language import Gettext, Languages
from bot.chat.surface import UNCONFIRMED, Card, Channel, NotDelivered, Surface
from bot.chat.turn import Answered, Pressed, Scope, Turn
from cards.views import MessageView

# Teams gives an invoke some seconds, and people wait for the line.
ANSWER_WITHIN_SECONDS = 2.5

Press = tuple[str, str, str | None]
Line = Callable[[str, Gettext], MessageView]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Privacy:
    """Answers in a person's own chat what they asked where others read.

    Attributes:
        own_chat: address of a chat with the bot, for the button of the line.
        answer_within: seconds until the line has to be there, whatever is known by then.
    """

    channel: Channel
    chats: ConversationStore
    languages: Languages
    own_chat: str
    answer_within: float = ANSWER_WITHIN_SECONDS
    _in_flight: set[Press | None] = field(default_factory=set)

    @asynccontextmanager
    async def alone(self, turn: Turn) -> AsyncIterator[Turn]:
        """Give the same turn in the person's own chat, and say where they asked that it is there.

        Where nothing is shown in the own chat, nothing is said. Raises Answered where the chat
        can't be opened, and where the same press is being answered already.
        """
        press = _press(turn)
        if press in self._in_flight:
            await self._say(turn, texts.writing)
            raise Answered
        shown: asyncio.Future[Line | None] = asyncio.get_running_loop().create_future()
        saying = asyncio.create_task(self._say_what_became(turn, shown))
        if press:
            self._in_flight.add(press)
        try:
            yield await self._private(turn, shown)
        finally:
            self._in_flight.discard(press)
            if not shown.done():
                shown.set_result(None)
            await saying

    async def _private(self, turn: Turn, shown: "asyncio.Future[Line | None]") -> Turn:
        known = await self.chats.of_person(turn.where.person_id)
        try:
            chat = known or await self.channel.open(turn.where)
        except NotDelivered as refusal:
            shown.set_result(_line(refusal))
            raise Answered from None
        unknown = None if known else self.chats
        surface = _PrivateSurface(self.channel.surface(chat), shown, chat, unknown)
        return self._in_private(turn, chat, surface)

    async def _say_what_became(self, turn: Turn, shown: "asyncio.Future[Line | None]") -> None:
        await asyncio.wait({shown}, timeout=self.answer_within)
        line = shown.result() if shown.done() else texts.writing
        if line is not None:
            await self._say(turn, line)

    def _in_private(self, turn: Turn, chat: ConversationReference, surface: Surface) -> Turn:
        """Give the same turn, alone with the person.

        A shared card carries nothing of anybody, so what a press brings along is left behind.
        """
        language, zone = turn.where.locale or chat.locale, chat.timezone or turn.where.timezone
        event = turn.event
        return replace(
            turn,
            where=replace(chat, locale=language, timezone=zone),
            scope=Scope.PERSONAL,
            event=Pressed(event.verb, {}, None) if isinstance(event, Pressed) else event,
            activity_id=f"{turn.where.conversation_id}/{turn.activity_id}",
            reader=self.languages.reader(turn.reader.id, language, zone),
            surface=surface,
        )

    async def _say(self, turn: Turn, line: Line) -> None:
        await turn.show(line(self.own_chat, turn.reader.gettext))


@dataclass
class _PrivateSurface:
    """A person's own chat: it is noted what became of the first card.

    A chat that was opened just now is remembered in `unknown_to` once it takes a card.
    """

    chat: Surface
    shown: "asyncio.Future[Line | None]"
    where: ConversationReference
    unknown_to: ConversationStore | None

    @property
    def message_id(self) -> str | None:
        return self.chat.message_id

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        try:
            message_id = await self.chat.show(card, summary, waiting=waiting)
        except NotDelivered as refusal:
            self._note(_line(refusal))
            raise
        self._note(texts.wrote)
        if self.unknown_to:
            await self.unknown_to.remember(self.where)
        return message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        await self.chat.update(message_id, card, summary)

    def _note(self, line: Line) -> None:
        if not self.shown.done():
            self.shown.set_result(line)


def _line(refusal: NotDelivered) -> Line:
    _log.warning("not_written_in_private", reason=refusal.reason, status=refusal.status)
    return texts.unconfirmed if refusal.reason == UNCONFIRMED else texts.refused


def _press(turn: Turn) -> Press | None:
    if not isinstance(turn.event, Pressed):
        return None
    return turn.where.person_id, turn.event.verb, turn.event.message_id
