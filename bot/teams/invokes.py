"""What a client that pressed a button is answered (`adaptiveCard/action`)."""

from typing import Any

from bot.chat.surface import Card
from bot.teams.messages import CARD

MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


def shown(card: Card) -> dict[str, Any]:
    """Show a card in the place of the one that was pressed."""
    return {"statusCode": 200, "type": CARD, "value": card}


def toast(words: str) -> dict[str, Any]:
    """Say a few words to whoever pressed, or nothing; the card stays as it is."""
    return {"statusCode": 200, "type": MESSAGE, "value": words}


def failed_invoke(words: str) -> dict[str, Any]:
    """Say that it went wrong; the card stays and can be pressed again."""
    error = {"code": "InternalServerError", "message": words}
    return {"statusCode": 500, "type": ERROR, "value": error}
