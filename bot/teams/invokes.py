"""Bodies of the answers to a pressed Action.Execute (docs/teams.md, "Universal Actions").

The HTTP status is 200 in each case; the outcome is `statusCode` in the body.
"""

from typing import Any

from bot.chat.surface import Card
from bot.teams.messages import CARD

MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


def shown(card: Card) -> dict[str, Any]:
    """Return the answer that replaces the pressed card."""
    return {"statusCode": 200, "type": CARD, "value": card}


def toast(words: str) -> dict[str, Any]:
    """Return the answer that shows a few words to the person who pressed; the card stays.

    Empty words show nothing.
    """
    return {"statusCode": 200, "type": MESSAGE, "value": words}


def failed_invoke(words: str) -> dict[str, Any]:
    """Return the answer that shows an error; the card stays and can be pressed again."""
    error = {"code": "InternalServerError", "message": words}
    return {"statusCode": 500, "type": ERROR, "value": error}
