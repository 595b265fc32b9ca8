"""The steps that make SharePoint fetch a photo, one card at a time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.behaviours.guide.view import Guidebook
from bot.chat.reply import Reply
from bot.chat.turn import Pressed, Turn
from bot.conversation.speech import Speech
from bot.results.guide_position import ChoosingSystem, place_of
from bot.results.looks import Looks
from bot.texts.joining import named
from cards.guide import guide_card

LooksFor = Callable[[str], Awaitable[Looks]]


@dataclass(frozen=True)
class Guide:
    """Shows the place that a button names, in place of the card that it was on."""

    book: Guidebook
    speech: Speech
    looks_for: LooksFor

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with a step; whoever asks in words begins at the beginning."""
        event = turn.event
        place = place_of(event.data) if isinstance(event, Pressed) else ChoosingSystem()
        gettext = self.speech.language(turn.where.locale).gettext
        view = self.book.view(place, await self.looks_for(turn.subject), gettext)
        return Reply(guide_card(view), named(view.progress, view.title, gettext))
