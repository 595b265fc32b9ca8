"""A card of a few sentences: welcome, help, progress, apologies."""

from cards.elements import Element, card, coloured, text, title
from cards.views import MessageView, Mood


def message_card(view: MessageView) -> Element:
    """Lay out a message."""
    heading = (
        title(view.title)
        if view.mood is Mood.NEUTRAL
        else coloured(view.title, view.mood, size="Large", weight="Bolder", style="heading")
    )
    return card([heading, *(text(words) for words in view.paragraphs)], view.buttons)
