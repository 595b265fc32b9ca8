"""The Adaptive Card elements that Photobot uses, all of version 1.2 or older.

Cards declare version 1.5 because Action.Execute needs it; Teams on phones draws 1.2 reliably.
"""

from typing import Any

from cards.views import Ask, Button, Fact, Link, Mood, ReadyText, Refresh

Element = dict[str, Any]

# A card has a limit of size, and what it says itself must not be pushed out of sight.
MAX_QUOTED_LINES = 12

_WORDS_IN_COLOUR = {
    Mood.NEUTRAL: "default",
    Mood.GOOD: "good",
    Mood.WARNING: "warning",
    Mood.BAD: "attention",
}


def card(
    body: list[Element],
    buttons: tuple[Button | Link | Ask | ReadyText, ...] = (),
    ask: Ask | None = None,
) -> Element:
    """Return a whole card with its buttons, the last of which may ask for a text."""
    whole: Element = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": body,
    }
    actions = [*map(action, buttons), *([action(ask)] if ask else [])]
    if actions:
        whole["actions"] = actions
    return whole


def refreshed(whole: Element, refresh: Refresh | None) -> Element:
    """Let clients ask for a new card when one of these people opens this one."""
    if refresh is None:
        return whole
    asks = {"action": action(refresh.button), "userIds": list(refresh.users)}
    return whole | {"refresh": asks}


def text(words: str, **style: Any) -> Element:
    """Return a paragraph that wraps."""
    return {"type": "TextBlock", "text": words, "wrap": True, **style}


def title(words: str) -> Element:
    """Return the card's heading, which screen readers announce as one."""
    return text(words, size="Large", weight="Bolder", style="heading")


def coloured(words: str, mood: Mood, **style: Any) -> Element:
    """Return a paragraph in the colour of a mood."""
    return text(words, color=_WORDS_IN_COLOUR[mood], **style)


def image(url: str, alternative: str, width: int, **style: Any) -> Element:
    """Return a picture, `width` pixels wide, with its alternative text."""
    return {"type": "Image", "url": url, "altText": alternative, "width": f"{width}px", **style}


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


def quoted(words: str) -> list[Element]:
    """Return what somebody wrote, a paragraph a line; runs of text know no Markdown.

    Of many lines the last paragraph holds the rest.
    """
    lines = [line for line in words.splitlines() if line.strip()]
    if len(lines) > MAX_QUOTED_LINES:
        lines[MAX_QUOTED_LINES - 1 :] = [" ".join(lines[MAX_QUOTED_LINES - 1 :])]
    runs: list[Element] = [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line, "italic": True}]}
        for line in lines
    ]
    return [{"type": "Container", "style": "emphasis", "items": runs}] if runs else []


def asking(ask: Ask) -> Element:
    """Return a button that opens a field, within the card."""
    field: Element = {
        "type": "Input.Text",
        "id": ask.field,
        "label": ask.label,
        "isMultiline": True,
        "maxLength": ask.most,
    }
    if ask.value:
        field["value"] = ask.value
    return {
        "type": "Action.ShowCard",
        "title": ask.title,
        "card": {"type": "AdaptiveCard", "body": [field], "actions": [action(ask.button)]},
    }


def ready(text: ReadyText) -> Element:
    """Return a button that opens a text in a field, in which all of it can be selected at once."""
    field: Element = {
        "type": "Input.Text",
        # Nothing sends it; ids are unique within a card.
        "id": f"text {text.title}",
        "label": text.label,
        "isMultiline": True,
        "value": text.text,
    }
    return {
        "type": "Action.ShowCard",
        "title": text.title,
        "card": {"type": "AdaptiveCard", "body": [field]},
    }


def action(button: Button | Link | Ask | ReadyText) -> Element:
    """Return a button; each Action.Execute has an Action.Submit for clients that don't know it."""
    if isinstance(button, Ask):
        return asking(button)
    if isinstance(button, ReadyText):
        return ready(button)
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
