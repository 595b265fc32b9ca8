"""A card of several parts: what is known, and why."""

from cards.elements import Element, card, fact_set, text, title
from cards.views import ReportView, Section


def report_card(view: ReportView) -> Element:
    """Lay out a longer answer."""
    parts = [element for section in view.sections for element in _section(section)]
    return card([title(view.title), text(view.lead, spacing="Small"), *parts], view.buttons)


def _section(section: Section) -> list[Element]:
    return [
        text(section.heading, weight="Bolder", spacing="Medium"),
        *(text(words, spacing="Small") for words in section.paragraphs),
        *([fact_set(section.facts, spacing="Small")] if section.facts else []),
    ]
