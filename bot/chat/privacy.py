"""Private answers to what people ask in group chats, channels and meetings.

There the bot hears only messages that mention it, and presses. It answers in place what says
nothing of anybody: help, thanks, a greeting, what it did not understand (the behaviours that are
registered with `in_public=True`). Everything else goes to the person's own chat. The group only
reads a line that says whether it was delivered: nothing about the person, and not why a message
was refused. Who presses a button of a shared card sees a note that only they see; only a client
that knows no Action.Execute gets that line as a message. Guests read in place that Photobot is not
for them. Pictures are not looked at there. `bot.chat.dispatcher` decides which of these it is.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import structlog

from bot.chat import texts
from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.language import Gettext, Languages
from bot.chat.surface import UNCONFIRMED, Card, Channel, NotDelivered, Surface
from bot.chat.turn import Answered, Pressed, Scope, Turn
from cards.views import MessageView

# People wait for the line, and in channels errors after less than 3 seconds are reported
# (docs/teams.md, "Deliveries").
ANSWER_WITHIN_SECONDS = 2.5

Press = tuple[str, str, str | None]
Line = Callable[[str, Gettext], MessageView]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Privacy:
    """The move of a turn from a shared conversation to the person's own chat.

    Attributes:
        own_chat: address of a chat with the bot, for the button under the line.
        answer_within: seconds after which the line is shown, even if it is not yet known whether
            the private message was delivered.
        on_shared_cards: verbs of buttons on cards that people themselves put before others. Their
            data is meant for whoever presses, so it is kept, and authorisation decides.
    """

    channel: Channel
    chats: ConversationStore
    languages: Languages
    own_chat: str
    answer_within: float = ANSWER_WITHIN_SECONDS
    on_shared_cards: Collection[str] = ()
    _in_flight: set[Press | None] = field(default_factory=set)

    @asynccontextmanager
    async def alone(self, turn: Turn) -> AsyncIterator[Turn]:
        """Yield the turn in the person's own chat, and say in the shared one that it went there.

        A turn that soon ends without a card gets no line. Raises Answered where the chat can't be
        opened, or the same press is being answered already.
        """
        press = _press(turn)
        # Without an answer within seconds clients send a press again, and a shared card stays, so
        # it can be pressed twice. None is never in the set: messages are not compared.
        if press in self._in_flight:
            await self._show_line(turn, texts.writing)
            raise Answered
        line: asyncio.Future[Line | None] = asyncio.get_running_loop().create_future()
        reporting = asyncio.create_task(self._report(turn, line))
        if press:
            self._in_flight.add(press)
        try:
            yield await self._open_private(turn, line)
        finally:
            self._in_flight.discard(press)
            # Nothing was shown, so there is nothing to report.
            if not line.done():
                line.set_result(None)
            await reporting

    async def _open_private(self, turn: Turn, line: "asyncio.Future[Line | None]") -> Turn:
        known = await self.chats.of_person(turn.where.person_id)
        try:
            chat = known or await self.channel.open(turn.where)
        except NotDelivered as refusal:
            line.set_result(_line(refusal))
            raise Answered from None
        store = None if known else self.chats
        surface = _PrivateSurface(self.channel.surface(chat), line, chat, store)
        return self._moved(turn, chat, surface)

    async def _report(self, turn: Turn, line: "asyncio.Future[Line | None]") -> None:
        await asyncio.wait({line}, timeout=self.answer_within)
        text = line.result() if line.done() else texts.writing
        if text is not None:
            await self._show_line(turn, text)

    def _moved(self, turn: Turn, chat: ConversationReference, surface: Surface) -> Turn:
        """Return the turn as if it had happened in the person's own chat.

        Message and data of a press on a shared card are dropped: they are not this person's.
        """
        language, zone = turn.where.locale or chat.locale, chat.timezone or turn.where.timezone
        event = turn.event
        return replace(
            turn,
            where=replace(chat, locale=language, timezone=zone),
            scope=Scope.PERSONAL,
            event=self._pressed_privately(event) if isinstance(event, Pressed) else event,
            # Ids are unique within one conversation only, and this one is claimed in another.
            activity_id=f"{turn.where.conversation_id}/{turn.activity_id}",
            reader=self.languages.reader(turn.reader.id, language, zone),
            surface=surface,
        )

    def _pressed_privately(self, press: Pressed) -> Pressed:
        data = press.data if press.verb in self.on_shared_cards else {}
        return Pressed(press.verb, data, None)

    async def _show_line(self, turn: Turn, line: Line) -> None:
        await turn.show(line(self.own_chat, turn.reader.gettext))


@dataclass
class _PrivateSurface:
    """A person's own chat, which reports whether its first card was delivered.

    Attributes:
        line: set to the line about the first card.
        where: the own chat.
        store: where to remember the chat once it accepts a card; None where it is known.
    """

    chat: Surface
    line: "asyncio.Future[Line | None]"
    where: ConversationReference
    store: ConversationStore | None

    @property
    def message_id(self) -> str | None:
        return self.chat.message_id

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        try:
            message_id = await self.chat.show(card, summary, waiting=waiting)
        except NotDelivered as refusal:
            self._set_line(_line(refusal))
            raise
        self._set_line(texts.wrote)
        if self.store:
            await self.store.remember(self.where)
        return message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        await self.chat.update(message_id, card, summary)

    def _set_line(self, line: Line) -> None:
        if not self.line.done():
            self.line.set_result(line)


def _line(refusal: NotDelivered) -> Line:
    _log.warning("private_message_not_delivered", reason=refusal.reason, status=refusal.status)
    return texts.unconfirmed if refusal.reason == UNCONFIRMED else texts.refused


def _press(turn: Turn) -> Press | None:
    if not isinstance(turn.event, Pressed):
        return None
    return turn.where.person_id, turn.event.verb, turn.event.message_id
