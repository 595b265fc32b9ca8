"""Asked where others read: the person is answered alone, and a line there tells whether they were.

The line says nothing of anybody, nor why a message could not be written.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.chat import texts as public
from bot.chat.language import Gettext
from bot.chat.reply import Reply
from bot.chat.turn import Pressed, Turn
from bot.conversation.in_private import Ending, InPrivate, Written
from bot.conversation.speech import Speech
from cards.views import MessageView

ANSWER_WITHIN = 2.5

Line = Callable[[str, Gettext], MessageView]
Press = tuple[str, str, str | None]

LINES: dict[Ending, Line] = {
    Ending.ACCEPTED: public.wrote,
    Ending.REFUSED: public.refused,
    Ending.UNCONFIRMED: public.unconfirmed,
}


@dataclass(frozen=True)
class Aside:
    """Takes turns to a person's own chat; `patience` are seconds until the public answer."""

    in_private: InPrivate
    speech: Speech
    own_chat: str
    patience: float = ANSWER_WITHIN
    _under_way: set[Press] = field(default_factory=set)

    async def __call__(self, turn: Turn) -> Reply | None:
        """Tell what became of the private answer; nothing where there was nothing to say."""
        press = _press(turn)
        if press in self._under_way:
            return self._say(turn, public.writing)
        writing = asyncio.ensure_future(self.in_private.answer(turn))
        if press:
            self._under_way.add(press)
            writing.add_done_callback(lambda _: self._under_way.discard(press))
        await asyncio.wait({writing}, timeout=self.patience)
        if not writing.done():
            line = self._say(turn, public.writing)
            return replace(line, afterwards=lambda: _go_on(writing))
        written = writing.result()
        if written is None:
            return None
        return replace(self._say(turn, LINES[written.ending]), afterwards=written.afterwards)

    def _say(self, turn: Turn, line: Line) -> Reply:
        return self.speech.say(turn.where.locale, lambda _: line(self.own_chat, _))


async def _go_on(writing: asyncio.Future[Written | None]) -> None:
    written = await writing
    if written and written.afterwards:
        await written.afterwards()


def _press(turn: Turn) -> Press | None:
    if not isinstance(turn.event, Pressed):
        return None
    return turn.reader, turn.event.verb, turn.event.message_id
