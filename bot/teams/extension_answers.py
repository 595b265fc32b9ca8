"""Bodies of the answers to a message extension (docs/teams.md, "Message extensions")."""

from html import escape
from typing import Any

from bot.chat.extension import (
    CloseDialog,
    ExtensionAnswer,
    InsertCard,
    ResultItem,
    Results,
    Say,
    ShowDialog,
    Stage,
)
from bot.chat.surface import Card
from bot.teams.messages import CARD
from cards.elements import card, text

THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
# The title of a dialog that only says something.
APP_NAME = "Photobot"


def extension_body(answer: ExtensionAnswer, stage: Stage) -> dict[str, Any]:
    """Return the body that shows an answer; its HTTP status is 200."""
    match answer:
        case ShowDialog():
            return _dialog(answer.title, answer.card, "medium")
        case Say() if stage is Stage.SEARCH:
            return {"composeExtension": {"type": "message", "text": answer.words}}
        case Say():
            # Agents Playground takes no answer of the type `message` as a dialog opens.
            return _dialog(APP_NAME, card([text(answer.words)]), "small")
        case InsertCard():
            return _results((answer.item,))
        case Results():
            return _results(answer.items)
        case CloseDialog():
            return {}


def _dialog(title: str, content: Card, size: str) -> dict[str, Any]:
    shown = {"contentType": CARD, "content": content}
    value = {"title": title, "height": size, "width": "medium", "card": shown}
    return {"task": {"type": "continue", "value": value}}


def _results(items: tuple[ResultItem, ...]) -> dict[str, Any]:
    attachments = [_attachment(item) for item in items]
    found = {"type": "result", "attachmentLayout": "list", "attachments": attachments}
    return {"composeExtension": found}


def _attachment(item: ResultItem) -> dict[str, Any]:
    # HTML in a thumbnail's text is formatting, in its title it is not.
    preview = {"title": item.title, "text": escape(item.text, quote=False)}
    return {
        "contentType": CARD,
        "content": item.card,
        "preview": {"contentType": THUMBNAIL, "content": preview},
    }
