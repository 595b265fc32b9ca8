"""The card of one step: how far it is, what to do, and what may be seen instead."""

from cards.elements import Element, card, text, title
from cards.views import Fact, GuideView


def guide_card(view: GuideView) -> Element:
    """Lay out a step."""
    body = [
        title(view.title),
        text(view.progress, size="Small", isSubtle=True, spacing="None"),
        *(text(words, spacing="Medium") for words in view.instructions),
        *(element for hint in view.hints for element in _hint(hint)),
        text(view.note, size="Small", isSubtle=True, spacing="Medium", separator=True),
    ]
    return card(body, view.buttons)


def _hint(hint: Fact) -> list[Element]:
    return [
        text(hint.name, weight="Bolder", spacing="Medium"),
        text(hint.value, spacing="None"),
    ]
