"""The Adaptive Card elements that Photobot uses, all of version 1.2 or older.

Cards declare version 1.5 because Action.Execute needs it; Teams on phones draws 1.2 reliably.
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
    """Return a whole card with its buttons."""
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
    """Return a paragraph that wraps."""
    return {"type": "TextBlock", "text": words, "wrap": True, **style}


def title(words: str) -> Element:
    """Return the card's heading, which screen readers announce as one."""
    return text(words, size="Large", weight="Bolder", style="heading")


def coloured(words: str, mood: Mood, **style: Any) -> Element:
    """Return a paragraph in the colour of a mood."""
    return text(words, color=_WORDS_IN_COLOUR[mood], **style)


def image(url: str, alternative: str, width: int) -> Element:
    """Return a picture, `width` pixels wide, with its alternative text."""
    return {"type": "Image", "url": url, "altText": alternative, "width": f"{width}px"}


def column(items: list[Element], width: str = "stretch", **style: Any) -> Element:
    """Return one column of a row."""
    return {"type": "Column", "width": width, "items": items, **style}


def row(columns: list[Element], **style: Any) -> Element:
    """Return columns side by side."""
    return {"type": "ColumnSet", "columns": columns, **style}


def fact_set(facts: tuple[Fact, ...], **style: Any) -> Element:
    """Return facts in two columns, names and values."""
    pairs = [{"title": fact.name, "value": fact.value} for fact in facts]
    return {"type": "FactSet", "facts": pairs, **style}


def action(button: Button | Link) -> Element:
    """Return a button; each Action.Execute has an Action.Submit for clients that don't know it."""
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
