"""The Adaptive Card elements that Photobot uses, all of version 1.2 or older.

Cards declare version 1.5 because Action.Execute needs it; Teams on phones draws 1.2 reliably. A
property of 1.5, `mode`, is left out of account by clients that don't know it.
"""

from collections.abc import Sequence
from typing import Any

from cards.views import Ask, Button, Details, Fact, Link, Mood, ReadyText, Refresh, Section

Element = dict[str, Any]

# A card has a limit of size, and what it says itself must not be pushed out of sight.
MAX_QUOTED_LINES = 12
# Beside a main button, more than these make people choose; the others are in the client's menu.
MAX_IN_SIGHT = 3

DETAILS = "details"
_WORDS_IN_COLOUR = {
    Mood.NEUTRAL: "default",
    Mood.GOOD: "good",
    Mood.WARNING: "warning",
    Mood.BAD: "attention",
}


def card(
    body: list[Element],
    buttons: Sequence[Button | Link | Ask | ReadyText] = (),
    ask: Ask | None = None,
    *,
    details: Details | None = None,
    beneath: Sequence[Button] = (),
) -> Element:
    """Return a whole card with its buttons, the last of which may ask for a text.

    `beneath` are those that the body has already, beneath its pictures.
    """
    whole: Element = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [*body, *(_folded(details) if details else [])],
    }
    in_sight = MAX_IN_SIGHT - len(beneath) - (1 if ask else 0)
    actions = _actions(buttons, in_sight, has_main=_has_main((*beneath, *buttons)))
    actions += [action(ask)] if ask else []
    if actions:
        whole["actions"] = actions
    return whole


def _has_main(buttons: Sequence[Button | Link | Ask | ReadyText]) -> bool:
    return any(isinstance(each, Button | Link) and each.primary for each in buttons)


def _actions(
    buttons: Sequence[Button | Link | Ask | ReadyText], in_sight: int, *, has_main: bool
) -> list[Element]:
    """Lay out buttons, those after the first ones for the menu that clients show as “…”.

    Without a main button they are answers to choose from, all in sight. Clients that don't know
    the menu show every button.
    """
    actions = list(map(action, buttons))
    if not has_main:
        return actions
    for number, button in enumerate(buttons):
        if number >= in_sight and isinstance(button, Button | Link):
            _put_into_menu(actions[number])
    return actions


def _put_into_menu(element: Element) -> None:
    element["mode"] = "secondary"
    if fallback := element.get("fallback"):
        fallback["mode"] = "secondary"


def _folded(details: Details) -> list[Element]:
    """Return the button that unfolds the details, and what it unfolds; no button is in there."""
    toggle = {
        "type": "Action.ToggleVisibility",
        "title": details.title,
        "targetElements": [DETAILS],
    }
    items = [element for section in details.sections for element in section_parts(section)]
    return [
        {"type": "ActionSet", "actions": [toggle], "spacing": "Medium"},
        {
            "type": "Container",
            "id": DETAILS,
            "isVisible": False,
            "style": "emphasis",
            "items": items,
        },
    ]


def section_parts(section: Section) -> list[Element]:
    """Lay out one part of a longer answer."""
    return [
        text(section.heading, weight="Bolder", spacing="Medium"),
        *(text(words, spacing="Small") for words in section.paragraphs),
        *([fact_set(section.facts, spacing="Small")] if section.facts else []),
    ]


def stretched(items: list[Element]) -> Element:
    """Return what fills its column, so that what follows stands level with the other column's."""
    return {"type": "Container", "items": items, "height": "stretch"}


def beneath_picture(button: Button) -> Element:
    """Return a button within the body, beneath the picture that it is about."""
    return {"type": "ActionSet", "actions": [action(button)], "spacing": "Small"}


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
        style = {"style": "positive"} if button.primary else {}
        return {"type": "Action.OpenUrl", "title": button.title, "url": button.url, **style}
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
