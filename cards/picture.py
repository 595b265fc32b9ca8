"""A card that shows one picture and asks about it."""

from cards.elements import Element, card, image, text, title
from cards.views import PictureView


def picture_card(view: PictureView) -> Element:
    """Lay out a picture with its question."""
    picture = [image(view.picture, view.alternative, view.width)] if view.picture else []
    body = [title(view.title), *picture, *(text(words) for words in view.paragraphs)]
    return card(body, view.buttons)
