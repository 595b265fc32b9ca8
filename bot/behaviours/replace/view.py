"""The card that shows a sent picture as people will see it, and asks whether to use it."""

from datetime import datetime
from uuid import UUID

from bot.behaviours.replace import texts
from bot.chat.language import Reader
from bot.photos.portrait import LARGE_ROUND, SMALL_ROUND, Portrait
from bot.results.pictures import PictureAddress
from cards.views import PictureView, SmallPicture


def picture_view(
    portrait: Portrait, address: PictureAddress, *, card: UUID, until: datetime, reader: Reader
) -> PictureView:
    """Show a picture and ask about it; `until` is how long it is kept in memory (UTC)."""
    _ = reader.gettext
    shown = (
        (portrait.large, LARGE_ROUND, texts.on_profile_card(_)),
        (portrait.small, SMALL_ROUND, texts.in_chats(_)),
    )
    pictures = tuple(
        SmallPicture(place, url, texts.alternative(place, _), width)
        for jpeg, width, place in shown
        if (url := address(jpeg))
    )
    return PictureView(
        title=texts.question(portrait.look, _),
        pictures=pictures,
        moves=texts.moves(portrait, card, _),
        paragraphs=(texts.what_happens(_),),
        hints=texts.hints(portrait, _),
        answers=texts.answers(portrait, card, _),
        footnote=texts.kept_until(reader.time(until), _),
    )
