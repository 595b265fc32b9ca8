"""The few Adaptive Card elements that Photobot uses, all of version 1.2 or older.

Version 1.5 is declared because Action.Execute needs it; Teams on phones draws 1.2 reliably.
"""

from typing import Any

from cards.views import Button, Fact, Link, Mood

Element = dict[str, Any]

_WORDS_IN_COLOUR = {
    Mood.NEUTRAL: "default",
    Mood.GOOD: "good",
    Mood.WARNING: "warning",
    Mood.BAD: "attention",
}


def card(body: list[Element], buttons: tuple[Button | Link, ...] = ()) -> Element:
    """A whole card."""
    whole: Element = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": body,
    }
    if buttons:
        whole["actions"] = [action(button) for button in buttons]
    return whole


def text(words: str, **style: Any) -> Element:
    """A paragraph that wraps."""
    return {"type": "TextBlock", "text": words, "wrap": True, **style}


def title(words: str) -> Element:
    """The card's heading, also for screen readers."""
    return text(words, size="Large", weight="Bolder", style="heading")


def coloured(words: str, mood: Mood, **style: Any) -> Element:
    """A paragraph in the colour of its mood."""
    return text(words, color=_WORDS_IN_COLOUR[mood], **style)


def image(url: str, alternative: str, width: int) -> Element:
    """A square picture, `width` pixels wide."""
    return {"type": "Image", "url": url, "altText": alternative, "width": f"{width}px"}


def column(items: list[Element], width: str = "stretch", **style: Any) -> Element:
    """One column of a row."""
    return {"type": "Column", "width": width, "items": items, **style}


def row(columns: list[Element], **style: Any) -> Element:
    """Columns side by side."""
    return {"type": "ColumnSet", "columns": columns, **style}


def fact_set(facts: tuple[Fact, ...], **style: Any) -> Element:
    """Names and what is known of them, in two columns."""
    pairs = [{"title": fact.name, "value": fact.value} for fact in facts]
    return {"type": "FactSet", "facts": pairs, **style}


def action(button: Button | Link) -> Element:
    """A button; every Action.Execute has an Action.Submit for clients that know no better."""
    if isinstance(button, Link):
        return {"type": "Action.OpenUrl", "title": button.title, "url": button.url}
    data = {**button.data, "verb": button.verb}
    style = {"style": "positive"} if button.primary else {}
    fallback = {"type": "Action.Submit", "title": button.title, "data": data, **style}
    return {
        "type": "Action.Execute",
        "title": button.title,
        "verb": button.verb,
        "data": data,
        "fallback": fallback,
        **style,
    }
