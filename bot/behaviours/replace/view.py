"""The card that shows a sent picture and asks whether to use it."""

from datetime import datetime
from uuid import UUID

from bot.behaviours.replace import texts
from bot.chat.language import Reader
from bot.photos.portrait import PREVIEW_PIXELS, Portrait
from cards.views import PictureView


def picture_view(
    square: Portrait, picture: str | None, *, card: UUID, until: datetime, reader: Reader
) -> PictureView:
    """Show a square picture and ask about it; `until` is how long it is kept in memory (UTC)."""
    _ = reader.gettext
    return PictureView(
        title=texts.title(_),
        picture=picture,
        alternative=texts.alternative(_),
        width=PREVIEW_PIXELS,
        paragraphs=texts.what_happens(square, reader.moment(until), _),
        buttons=texts.buttons(card, _),
    )
