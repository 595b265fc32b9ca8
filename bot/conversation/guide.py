"""The steps that make SharePoint fetch a photo, one card at a time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.conversation.guide_views import Guidebook
from bot.conversation.looks import Looks
from bot.conversation.places import ChoosingSystem, place_of
from bot.conversation.speech import Speech
from bot.conversation.words.joining import named
from bot.talk.reply import Reply
from bot.talk.turn import Pressed, Turn
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
        view = self.book.view(place, await self.looks_for(turn.person_id), gettext)
        return Reply(guide_card(view), named(view.progress, view.title, gettext))
