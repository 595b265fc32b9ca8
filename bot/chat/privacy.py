"""Private answers to what people ask in group chats, channels and meetings.

There the bot hears messages that mention it, messages that only it sees (slash commands), and
presses. It answers in place, before everybody, what says nothing of anybody: help, thanks, a
greeting, what it did not understand (the behaviours that are registered with `in_public=True`).
Everything else, and everything that was asked unseen, is answered to the person alone:

- by a targeted message in that conversation, where the channel takes one (docs/teams.md, "Targeted
  messages"); a press on one updates it;
- else in the person's own chat, as is whatever has to last longer than a day (the behaviours of
  routers with `in_own_chat=True`). The conversation then reads a line that says whether that was
  delivered: nothing about the person, and not why a message was refused. Of what was asked unseen
  it reads such a line only where no other way to the person is left.

Where the answer fails after the line that it will come, the person reads an apology in its place;
where that is not taken either, the line is replaced by one that says so.

Who presses a button of a shared card sees a note that only they see; only a client that knows no
Action.Execute gets a line as a message. Guests read that Photobot is not for them. Pictures are not
looked at there. `bot.chat.dispatcher` decides which of these it is.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import structlog

from bot.chat import texts
from bot.chat.conversation import ConversationStore, is_same_conversation
from bot.chat.language import Gettext, Languages
from bot.chat.private_surface import Outcome, OwnChat, PrivateSurface
from bot.chat.stores import TargetedStore
from bot.chat.surface import Channel, NotDelivered
from bot.chat.turn import Answered, Pressed, Scope, Turn
from bot.core.logs import where_it_broke
from cards.render import card_of
from cards.views import MessageView

# People wait for the line, and in channels errors after less than 3 seconds are reported
# (docs/teams.md, "Deliveries").
ANSWER_WITHIN_SECONDS = 2.5

Press = tuple[str, str, str | None]
Line = Callable[[str, Gettext], MessageView]

LINES: dict[Outcome, Line] = {
    Outcome.TARGETED: texts.answered,
    Outcome.OWN_CHAT: texts.wrote,
    Outcome.UNCONFIRMED: texts.unconfirmed,
    Outcome.REFUSED: texts.refused,
}
NOT_KNOWN_TO_ARRIVE = frozenset({Outcome.UNCONFIRMED, Outcome.REFUSED})

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Privacy:
    """The move of a turn from a shared conversation to the eyes of one person.

    Attributes:
        targeted: which messages of shared conversations only one person sees.
        own_chat: address of a chat with the bot, for the button under the line.
        apology: makes the card that is shown where a behaviour raises after the line.
        answer_within: seconds after which the line is shown, even if it is not yet known whether
            the private message was delivered.
        on_shared_cards: verbs of buttons on cards that people themselves put before others. Their
            data is meant for whoever presses, so it is kept, and authorisation decides.
    """

    channel: Channel
    chats: ConversationStore
    targeted: TargetedStore
    languages: Languages
    own_chat: str
    apology: Callable[[Gettext], MessageView]
    answer_within: float = ANSWER_WITHIN_SECONDS
    on_shared_cards: Collection[str] = ()
    _in_flight: set[Press | None] = field(default_factory=set)

    async def recognise(self, turn: Turn) -> Turn:
        """Return a press on a message that only this person sees as a targeted turn.

        The message, where it was sent and to whom is known from its row, never from the client.
        """
        event = turn.event
        if not isinstance(event, Pressed) or event.message_id is None:
            return turn
        person, now = turn.where.person_id, turn.received_at
        seen_in = await self.targeted.of_message(person, event.message_id, now)
        is_own = seen_in is not None and is_same_conversation(seen_in, turn.where)
        return replace(turn, is_targeted=is_own)

    @asynccontextmanager
    async def alone(self, turn: Turn, *, in_own_chat: bool = False) -> AsyncIterator[Turn]:
        """Yield the turn as one whose answer only this person sees, and say where it went.

        A turn that soon ends without a card gets no line. What the block raises goes on, but after
        a line that promised the answer it ends in an apology. Raises Answered then, and where the
        answer has to go to the own chat and that can't be opened, or the same press is being
        answered already.
        """
        press = _press(turn)
        # Without an answer within seconds clients send a press again, and a shared card stays, so
        # it can be pressed twice. None is never in the set: messages are not compared.
        if press in self._in_flight:
            if turn.targeted is None or _has_note(turn):
                await self._show_line(turn, _meanwhile(turn))
            raise Answered
        if press:
            self._in_flight.add(press)
        try:
            surface = await self._surface(turn, in_own_chat=in_own_chat)
            reporting = asyncio.create_task(self._report(turn, surface))
            try:
                async with self._apologising(turn, surface):
                    yield await self._moved(turn, surface)
            finally:
                surface.close()
                await reporting
        finally:
            self._in_flight.discard(press)

    @asynccontextmanager
    async def _apologising(self, turn: Turn, surface: PrivateSurface) -> AsyncIterator[None]:
        """Show an apology where the turn raises after a line that promised the answer."""
        try:
            yield
        except (Answered, NotDelivered):
            raise
        except Exception as error:
            # Before the line whoever runs the turn apologises, and after a card its session did.
            if not surface.is_promised or surface.outcome.done():
                raise
            _log.error("private_behaviour_failed", **where_it_broke(error))
            view = self.apology(turn.reader.gettext)
            await surface.show(card_of(view), view.summary)
            raise Answered from error

    async def _surface(self, turn: Turn, *, in_own_chat: bool) -> PrivateSurface:
        known = await self.chats.of_person(turn.where.person_id)
        own = OwnChat(self.channel, self.chats, turn.where, known, is_known=known is not None)
        pressed = turn.event.message_id if isinstance(turn.event, Pressed) else None
        targeted = None if in_own_chat else turn.targeted
        return PrivateSurface(
            targeted,
            own,
            self.targeted,
            turn.where,
            turn.received_at,
            message_id=pressed if targeted and turn.is_targeted else None,
        )

    async def _moved(self, turn: Turn, surface: PrivateSurface) -> Turn:
        """Return the turn as if it had happened where nobody else reads.

        Message and data of a press on a shared card are dropped: they are not this person's.
        """
        chat = surface.own.chat
        if surface.targeted is None:
            try:
                chat = await surface.own.open()
            except NotDelivered as refusal:
                surface.refuse(refusal)
                raise Answered from None
        where = chat or turn.where
        language, zone = turn.where.locale or where.locale, where.timezone or turn.where.timezone
        event = turn.event
        return replace(
            turn,
            where=replace(where, locale=language, timezone=zone),
            scope=Scope.PERSONAL,
            event=self._pressed_privately(turn, event) if isinstance(event, Pressed) else event,
            # Ids are unique within one conversation only, and this one is claimed in another.
            activity_id=f"{turn.where.conversation_id}/{turn.activity_id}",
            reader=self.languages.reader(turn.reader.id, language, zone),
            surface=surface,
            own_chat=surface.own,
        )

    def _pressed_privately(self, turn: Turn, press: Pressed) -> Pressed:
        is_own = turn.is_targeted or press.verb in self.on_shared_cards
        return Pressed(press.verb, press.data if is_own else {}, None)

    async def _report(self, turn: Turn, surface: PrivateSurface) -> None:
        """Show the line once it is known what became of the private card, or time is up."""
        # Others would read it, and there is none to a targeted answer.
        waits = surface.targeted is not None and not _has_note(turn)
        # Nobody else is to learn that somebody asked unseen, while there may be another way.
        unseen = turn.is_targeted and not _has_note(turn) and surface.targeted is None
        asked = replace(turn, surface=turn.targeted) if unseen and turn.targeted else turn
        await asyncio.wait({surface.outcome}, timeout=None if waits else self.answer_within)
        if not surface.outcome.done():
            surface.is_promised = True
            shown_as = await self._show_line(asked, _meanwhile(turn))
            await asyncio.wait({surface.outcome})
            if shown_as and surface.outcome.result() in NOT_KNOWN_TO_ARRIVE:
                view = self._line(turn, LINES[surface.outcome.result()])
                await asked.surface.update(shown_as, card_of(view), view.summary)
            return
        outcome = surface.outcome.result()
        # Others would learn that somebody asked, and whoever did has the answer.
        is_known = outcome is Outcome.TARGETED or (turn.is_targeted and outcome is Outcome.OWN_CHAT)
        if outcome in LINES and (_has_note(turn) or not is_known):
            try:
                await self._show_line(asked, LINES[outcome])
            except NotDelivered:
                if asked is turn:
                    raise
                await self._show_line(turn, LINES[outcome])

    async def _show_line(self, turn: Turn, line: Line) -> str | None:
        """Show the line, and return the id of its message, where it is one; raises NotDelivered."""
        view = self._line(turn, line)
        return await turn.surface.show(card_of(view), view.summary)

    def _line(self, turn: Turn, line: Line) -> MessageView:
        return line(self.own_chat, turn.reader.gettext)


def _has_note(turn: Turn) -> bool:
    """Tell whether the line is a note that only whoever pressed sees."""
    return isinstance(turn.event, Pressed) and turn.event.has_note


def _meanwhile(turn: Turn) -> Line:
    return texts.answering if turn.targeted else texts.writing


def _press(turn: Turn) -> Press | None:
    if not isinstance(turn.event, Pressed):
        return None
    return turn.where.person_id, turn.event.verb, turn.event.message_id
